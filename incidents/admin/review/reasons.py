"""Why two may be one event: the database keeps it in English (ingestion/reasons.py), and people read their own."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

COUNTED = {
    "day": ngettext_lazy("a day apart", "%(n)s days apart", "n"),
    "hour": ngettext_lazy("%(n)s hour apart", "%(n)s hours apart", "n"),
}
_COUNTED = re.compile(r"(a|\d+) (day|hour)s? apart")
WITH_MORE = [
    (re.compile(r"same actors: (?P<names>.+)"), gettext_lazy("same actors: %(names)s")),
    (re.compile(r"same targets: (?P<names>.+)"), gettext_lazy("same targets: %(names)s")),
    (re.compile(r"another place, (?P<km>[\d,]+) km apart"), gettext_lazy("another place, %(km)s km apart")),
    (re.compile(r"(?P<km>[\d,]+) km apart"), gettext_lazy("%(km)s km apart")),
]


def in_words(kept: str) -> str:
    if found := _COUNTED.fullmatch(kept):
        return str(COUNTED[found[2]] % {"n": 1 if found[1] == "a" else int(found[1])})
    for pattern, words in WITH_MORE:
        if found := pattern.fullmatch(kept):
            return str(words) % found.groupdict()
    return _(kept) if kept else ""
