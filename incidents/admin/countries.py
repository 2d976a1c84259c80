from collections.abc import Iterator
from typing import Any

from django.contrib.admin import AllValuesFieldListFilter
from django.utils.translation import gettext as _

from incidents.review.values import countries


class Countries(AllValuesFieldListFilter):
    """By their names; and the records without one under a name too, where Django would show an empty link."""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        for choice in super().choices(changelist):
            code = str(choice["display"])
            yield choice | {"display": countries().get(code, code) or _("none")}
