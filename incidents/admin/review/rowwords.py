"""A participant, a side's losses, a weapon: each row below an incident as one line of words."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.models import Casualties, Participation, WeaponUse
from incidents.review.ledger import WORDS
from incidents.review.ranges import written as in_range
from incidents.vocabulary import Basis


def row_in_words(row: Any) -> str:
    return {Participation: _party, Casualties: _hurt, WeaponUse: _weapon}[type(row)](row)


def _party(row: Participation) -> str:
    actor = f" = {row.actor.name}" if row.actor and row.actor.name != row.name else ""
    basis = "" if row.basis == Basis.STATED else f", {row.get_basis_display().lower()}"
    return f"{row.name}{actor} ({row.get_role_display().lower()}{basis})"


def _hurt(row: Casualties) -> str:
    civilians = _(", civilians") if row.is_civilian else ""
    return f"{row.side}{civilians}: {in_range(row.min, row.max)} {row.get_kind_display().lower()}"


def _weapon(row: WeaponUse) -> str:
    figures = [
        f"{in_range(low, high)} {words}"
        for what, words in WORDS.items()
        for low, high in [(getattr(row, f"{what}_min"), getattr(row, f"{what}_max"))]
        if (low, high) != (None, None)
    ]
    return ": ".join(filter(None, (f"{row.get_category_display()} {row.system}".strip(), ", ".join(figures))))
