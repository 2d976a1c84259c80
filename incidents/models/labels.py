"""What models and their fields are called, in the language of who asks.

The names that Django makes of a field's own are told through gettext as well, and models stay free of it.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

TOLD: list[str] = []
"""All that is told so, for those who translate."""


def translate(found: Iterable[type[models.Model]]) -> None:
    """Before any form is made of them; migrations go by what the models themselves say."""
    for model in found:
        names = model._meta
        if not isinstance(
            names.verbose_name, Promise
        ):  # Django's plural is lazy of itself: the singular, and an s
            names.verbose_name_plural = _lazy(str(names.verbose_name_plural))
        names.verbose_name = _lazy(names.verbose_name)
        for field in (*names.local_fields, *names.local_many_to_many):
            field.verbose_name, field.help_text = _lazy(field.verbose_name), _lazy(field.help_text)
        for constraint in names.constraints:
            constraint.violation_error_message = _lazy(constraint.violation_error_message)


def _lazy(text: str | Promise) -> str | Promise:
    if not text or isinstance(text, Promise):
        return text
    TOLD.append(text)
    return gettext_lazy(text)
