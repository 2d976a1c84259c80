from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


class Json(JSONRenderer):
    """The same JSON as Django REST framework writes, in a fraction of the time. What is rare and only Python's own
    writer can write, as whole numbers of more than 64 bits in a statement, is left to that.
    """

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        if data is not None and not self.get_indent(accepted_media_type, renderer_context or {}):
            try:
                return orjson.dumps(data, default=self.encoder_class().default, option=OPTIONS)
            except TypeError:
                pass
        return super().render(data, accepted_media_type, renderer_context)
