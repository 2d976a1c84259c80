"""How intake says no: always a ``ValidationError`` that names the field."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024


class TooLarge(ValidationError):
    """Doors answer 413. ``limit`` is in bytes."""

    def __init__(self, field: str, limit: int):
        self.limit = limit
        size = f"{limit // MEGABYTE} MB" if limit >= MEGABYTE else _("%(n)s bytes") % {"n": f"{limit:,}"}
        words = (
            _("expected at most %(size)s of upload (%(limit)s bytes).")
            if field == "file"
            else _("expected at most %(size)s of text (%(limit)s bytes).")
        )
        super().__init__({field: words % {"size": size, "limit": f"{limit:,}"}}, code="too_large")


def wrong(field: str, expected: str) -> ValidationError:
    return ValidationError({field: expected})
