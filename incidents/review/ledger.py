"""Does the account of a salvo add up? launched = intercepted + failed + hit, over ranges and gaps.

It only ever warns: sources are often at odds with themselves, and an analyst may know why.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.review.ranges import NOT_STATED, Range, written

FATES = ("intercepted", "failed", "hit")
WORDS = {
    "launched": gettext_lazy("launched"),
    "intercepted": gettext_lazy("intercepted"),
    "failed": gettext_lazy("failed"),
    "hit": gettext_lazy("hit"),
}
"""Of a count, as one reads them in a sentence."""


@dataclass(frozen=True, slots=True)
class Account:
    """``state`` is "" where there is nothing to compare, or agrees, open, or warns."""

    state: str = ""
    says: str = ""


def account(launched: Range, intercepted: Range, failed: Range, hit: Range) -> Account:
    fates = dict(zip(FATES, (intercepted, failed, hit), strict=True))
    stated = {name: count for name, count in fates.items() if count != NOT_STATED}
    if launched == NOT_STATED:
        return _without_a_total(stated)
    low, high = launched
    least = sum(count[0] or 0 for count in stated.values())
    most = _sum_of_most(fates)
    if high is not None and (hit[0] or 0) > high:
        return Account("warns", _("more hit than launched"))
    if high is not None and least > high:
        return Account("warns", _("%(count)s more than launched") % {"count": least - high})
    if not stated:
        return Account()
    if most is not None and low is not None and most < low:
        return Account("warns", _("%(count)s unaccounted for") % {"count": low - most})
    sum_of = " + ".join(f"{written(*count)} {WORDS[name]}" for name, count in stated.items())
    if len(stated) < len(fates) and (left := _left(launched, stated)) != (0, 0):
        return Account("open", _("%(count)s left open") % {"count": written(*left)})
    if low == high and all(least == most for least, most in stated.values()):
        return Account("agrees", f"{low} {WORDS['launched']} = {sum_of}")
    return Account("agrees", _("can be: %(sum)s of %(total)s") % {"sum": sum_of, "total": written(*launched)})


def _without_a_total(stated: dict[str, Range]) -> Account:
    if len(stated) < 2:
        return Account()
    total = written(sum(count[0] or 0 for count in stated.values()), _sum_of_most(stated))
    return Account("open", _("%(total)s launched, going by the rest") % {"total": total})


def _sum_of_most(counts: dict[str, Range]) -> int | None:
    """None where one of them has no upper end."""
    highs = [high for _low, high in counts.values()]
    return None if None in highs else sum(high or 0 for high in highs)


def _left(launched: Range, stated: dict[str, Range]) -> Range:
    """What is launched and of which nothing is said."""
    low, high = launched
    least, most = sum(count[0] or 0 for count in stated.values()), _sum_of_most(stated)
    return max(0, (low or 0) - most) if most is not None else 0, None if high is None else high - least
