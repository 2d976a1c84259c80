"""A count as it is written in one small input: ``3``, ``3-5``, ``>=3``, ``3+``, ``<=5``, ``0``, ``several``.

Nothing is *not stated*, 0 is *stated to be none*. Words mean what they mean to the reader: "several" is 2 or more.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.extraction import read_range

Range = tuple[int | None, int | None]

NOT_STATED: Range = (None, None)
MOST = 2_147_483_647  # what a column holds
_NUMBER = r"(\d[\d,. ]*\d|\d)"
_ONE = re.compile(_NUMBER)
_BETWEEN = re.compile(rf"{_NUMBER} ?(?:-|–|—|\.\.+|to) ?{_NUMBER}")
_AT_LEAST = re.compile(rf"(?:>=|≥|=>|min\.?) ?{_NUMBER}|{_NUMBER} ?\+")
_AT_MOST = re.compile(rf"(?:<=|≤|=<|max\.?) ?{_NUMBER}")
_MORE_THAN, _LESS_THAN = re.compile(rf"> ?{_NUMBER}"), re.compile(rf"< ?{_NUMBER}")
_GROUPED = re.compile(r"\d{1,3}(?:[,. ]\d{3})+|\d+")


def read(typed: str) -> Range:
    """The least and the most. Raises a ValidationError that says what was expected."""
    words = " ".join(typed.lower().split())
    if not words:
        return NOT_STATED
    low, high = _read(words, typed)
    if low is not None and high is not None and low > high:
        raise ValidationError(
            _("expected the lower figure first, %(high)s-%(low)s; not “%(typed)s”.")
            % {"high": high, "low": low, "typed": typed}
        )
    return low, high


def _read(words: str, typed: str) -> Range:
    if found := _ONE.fullmatch(words):
        count = _count(found[1], typed)
        return count, count
    if found := _BETWEEN.fullmatch(words):
        return _count(found[1], typed), _count(found[2], typed)
    if found := _AT_LEAST.fullmatch(words):
        return _count(found[1] or found[2], typed), None
    if found := _AT_MOST.fullmatch(words):
        return None, _count(found[1], typed)
    if found := _MORE_THAN.fullmatch(words):
        return _count(found[1], typed) + 1, None
    if (found := _LESS_THAN.fullmatch(words)) and (count := _count(found[1], typed)):
        return None, count - 1
    if said := read_range(words):
        return said.min, said.max
    raise _unreadable(typed)


def _count(figure: str, typed: str) -> int:
    """ "1,300" has three figures behind its comma; "1.5" is half a person."""
    if not _GROUPED.fullmatch(figure):
        raise _unreadable(typed)
    count = int(re.sub(r"\D", "", figure))
    if count > MOST:
        raise ValidationError(
            _("expected a number up to %(most)s; not “%(typed)s”.") % {"most": f"{MOST:,}", "typed": typed}
        )
    return count


def _unreadable(typed: str) -> ValidationError:
    return ValidationError(
        _(
            "expected a number 3, a range 3-5, at least >=3, at most <=5, none 0, or nothing where it is not"
            " stated; not “%(typed)s”."
        )
        % {"typed": typed}
    )


def written(low: int | None, high: int | None) -> str:
    """As an analyst writes it, and as ``read`` reads it; "" stays for what is not stated, which is not nought."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"≤ {high}"
    if high is None:
        return f"≥ {low}"
    return str(low) if low == high else f"{low}–{high}"
