"""How the page of two people's changes tells them: what was, what is mine, what is theirs."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.admin.review.form import DeskForm, in_words, title
from incidents.admin.review.inputs import INPUTS, cell
from incidents.admin.review.layout import ROW_OF_COLUMN
from incidents.admin.review.merging import Conflict, Taken, Values
from incidents.models import User
from incidents.review.history import DONE
from incidents.review.rows import IDENTITY


def put_together(form: DeskForm) -> dict[str, Any]:
    """For the template, where the form is stale."""
    if not form.is_stale:
        return {}
    people = User.objects.in_bulk({why.user for why in form.meanwhile if why.user})
    return {
        "meanwhile": [
            {"who": people.get(why.user) or pgettext("who", "System"), "done": DONE.get(why.verb, why.verb)}
            | {"reason": why.reason, "at": why.at}
            for why in form.meanwhile
        ],
        "open_conflicts": [_conflict(form, n, each) for n, each in enumerate(form.conflicts)],
        "merged_by_itself": [
            {"label": _label(each), "is_mine": each.is_mine}
            | {"before": _words(form, each, each.before), "after": _words(form, each, each.after)}
            for each in form.taken
        ],
    }


def _conflict(form: DeskForm, n: int, each: Conflict) -> dict[str, Any]:
    is_input = not each.kind
    return {
        "n": n,
        "label": _label(each),
        "row": ROW_OF_COLUMN[_column(each)].key,
        "base": _words(form, each, each.base),
        "mine": _words(form, each, each.mine),
        "theirs": _words(form, each, each.theirs),
        "mine_text": _text(form, each, each.mine) if is_input else "",
        "theirs_text": _text(form, each, each.theirs) if is_input else "",
        "input": f"id_{each.name}" if is_input else "",
        "chosen": each.chosen,
    }


def _column(each: Conflict | Taken) -> str:
    return INPUTS[each.name].columns[0] if each.name in INPUTS else each.name


def _label(each: Conflict | Taken) -> str:
    row = _(ROW_OF_COLUMN[_column(each)].label)
    if not each.kind:
        return row if each.name in INPUTS else title(each.name)
    sides = (each.mine, each.theirs) if isinstance(each, Conflict) else (each.after, each.before)
    known = next(side for side in sides if side)
    return f"{row}: {', '.join(str(known[name]) for name in IDENTITY[each.kind] if known.get(name))}"


def _text(form: DeskForm, each: Conflict | Taken, values: Values) -> str:
    """As it stands in the input."""
    values = values or {}
    if each.name in INPUTS:
        return INPUTS[each.name].write({"date_precision": form.typed["date_precision"], **values})
    return values.get(each.name, "")


def _words(form: DeskForm, each: Conflict | Taken, values: Values) -> str:
    if values is None:
        return ""
    if not each.kind:
        return _text(form, each, values) if each.name in INPUTS else in_words(each.name, values[each.name])
    words = []
    for name, value in values.items():
        if name in IDENTITY[each.kind] or value in {"", "False"} or name.endswith("max"):
            continue
        figure = (
            cell(value, values.get(f"{name.removesuffix('min')}max", "")) if name.endswith("min") else value
        )
        words.append(f"{_said(name)} {figure}".strip())
    return ", ".join(words) or "✓"


def _said(name: str) -> str:
    words = name.removesuffix("min").strip("_").replace("_", " ")
    return _(words) if words else ""
