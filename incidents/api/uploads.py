"""Bodies that are stored while they come in, and are never in memory as a whole."""

from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request

from incidents.ingestion import storage

A_PIECE = 1024 * 1024


class Stored(UploadedFile):
    """A file that is kept already. Whoever does not take it forgets it."""

    def __init__(self, kept: storage.Kept, name: str, content_type: str):
        self.kept = kept
        self.called = name.replace("\\", "/").rpartition("/")[2]  # a label, which may be nothing or ".."
        super().__init__(storage.located(kept.path).open("rb"), "upload", content_type, kept.size)


def _noted(stored: Stored, request: Any) -> Stored:
    request.stored = [*getattr(request, "stored", ()), stored]
    return stored


class _Storing(FileUploadHandler):
    chunk_size = A_PIECE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.keeping = storage.Keeping()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            self.keeping.write(raw_data)
        except (ValidationError, storage.NoRoom):
            self.keeping.discard()
            raise

    def file_complete(self, file_size: int) -> Stored:
        try:
            return _noted(
                Stored(self.keeping.finish(), self.file_name, self.content_type or ""), self.request
            )
        finally:
            self.keeping.discard()

    def upload_interrupted(self) -> None:
        if hasattr(self, "keeping"):
            self.keeping.discard()


class StoredForm(MultiPartParser):
    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        request = parser_context["request"]._request
        request.upload_handlers = [_Storing(request)]
        return super().parse(stream, media_type, parser_context)


class StoredBody(BaseParser):
    """The file is the body, and what is said of it are parameters of the address."""

    media_type = "*/*"

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> QueryDict:
        request: Request = parser_context["request"]
        kept = storage.keep(iter(lambda: stream.read(A_PIECE), b""))
        body = QueryDict(mutable=True)
        body["file"] = _noted(Stored(kept, "", media_type or ""), request._request)
        return body


def forget_untaken(request: Any) -> None:
    for stored in getattr(request, "stored", ()):
        stored.close()
        if not getattr(stored, "is_taken", False):
            storage.forget(stored.kept.path)
