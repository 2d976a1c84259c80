"""How intake says no: always a ``ValidationError`` that names the field."""

from django.core.exceptions import ValidationError

MEGABYTE = 1024 * 1024


class TooLarge(ValidationError):
    """Doors answer 413. ``limit`` is in bytes."""

    def __init__(self, field: str, limit: int):
        self.limit = limit
        size = f"{limit // MEGABYTE} MB" if limit >= MEGABYTE else f"{limit:,} bytes"
        what = "upload" if field == "file" else "text"
        super().__init__({field: f"expected at most {size} of {what} ({limit:,} bytes)."}, code="too_large")


def wrong(field: str, expected: str) -> ValidationError:
    return ValidationError({field: expected})
