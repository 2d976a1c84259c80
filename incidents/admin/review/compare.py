"""Two incidents side by side, field by field, with who says what; and what to do with the two."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from incidents import review
from incidents.admin.review import same
from incidents.admin.review.form import in_words as as_shown
from incidents.admin.review.form import shown
from incidents.admin.review.inputs import INPUTS
from incidents.admin.review.layout import SECTIONS, Row, Section
from incidents.admin.review.queue import go_on
from incidents.admin.review.rowwords import row_in_words
from incidents.admin.review.seen import seen_by
from incidents.admin.review.statements import in_words
from incidents.models import Apart, Incident, Statement
from incidents.review.hold import release
from incidents.review.merge import which_stays
from incidents.review.values import countries
from incidents.vocabulary import LIVING, Stance, Status

SIDES = ("mine", "theirs")


@dataclass(frozen=True, slots=True)
class Said:
    """``source`` is the outlet's, or blank where a person says it."""

    value: str
    who: str
    source: str
    stance: str
    is_chosen: bool
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two has in a field. ``lines`` are its value, in a table each of its rows."""

    name: str
    lines: tuple[str, ...]
    said: tuple[Said, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    sides: tuple[Side, Side]
    differs: bool
    choice: str
    """What is ticked: mine, theirs, or both."""

    @property
    def may_be_both(self) -> bool:
        return bool(self.row.rows) and self.differs


def show(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    mine, theirs = seen_by(request, pk), seen_by(request, other)
    if mine == theirs:
        raise Http404
    if request.method == "POST":
        return _act(request, mine, theirs)
    return _page(request, mine, theirs)


# --- what is asked for ------------------------------------------------------------------------------


def _act(request: HttpRequest, mine: Incident, theirs: Incident) -> HttpResponse:
    verb = request.POST.get("verb", "")
    try:
        if verb == "merge":
            return _merge(request, mine, theirs)
        if verb in same.BONDS:
            return same.bond(request, verb, mine, theirs)
        raise ValidationError(
            {"verb": _("expected one of merge, %(names)s.") % {"names": ", ".join(same.BONDS)}}
        )
    except review.Stale as stale:
        words = _("{} was changed meanwhile. Nothing was done; here it is as it stands now.").format(
            stale.theirs
        )
        return _page(request, seen_by(request, mine.pk), seen_by(request, theirs.pk), [words], status=409)
    except review.NotAllowed as refusal:
        return _page(request, mine, theirs, [str(refusal)], status=403)
    except ValidationError as problem:
        return _page(request, mine, theirs, _messages(problem), status=422)


def _messages(problem: ValidationError) -> list[str]:
    if not hasattr(problem, "error_dict"):
        return list(problem.messages)
    labels = {
        name: row.label for section in SECTIONS for row in section.rows for name in (*row.columns, row.rows)
    }
    found = [
        f"{_(labels.get(name, name)).capitalize()}: {message}"
        for name, said in problem.message_dict.items()
        for message in said
    ]
    return list(dict.fromkeys(found))


def _merge(request: HttpRequest, mine: Incident, theirs: Incident) -> HttpResponse:
    stays = _stays(request.POST.get("stays"), mine, theirs)
    gone = theirs if stays == mine else mine
    take, unite = _chosen(request.POST, mine, theirs, stays)
    seen = {mine: _number(request.POST, "seen_version"), theirs: _number(request.POST, "other_version")}
    done = review.merge(
        gone,
        stays,
        by=request.user,
        seen_version=seen[gone],
        into_version=seen[stays],
        take=take,
        unite=unite,
        reason=request.POST.get("reason", ""),
    )
    release(gone, by=request.user)
    way_back = reverse("admin:review", args=[gone.pk]) + "?merged"
    messages.success(
        request,
        format_html(
            "{} <a href='{}'>{}</a>",
            _("{} was merged into {}.").format(gone, done),
            way_back,
            _("Look at it, or undo it"),
        ),
    )
    if done.status == Status.PUBLISHED:  # decided long ago: on to what is not
        return go_on(request, after=done)
    return redirect("admin:review", pk=done.pk)


def _number(data: Mapping[str, str], name: str) -> int:
    """0 is the version of nothing: whoever sends none has seen none."""
    typed = data.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _stays(asked: str | None, mine: Incident, theirs: Incident) -> Incident:
    by_key = {str(each.pk): each for each in (mine, theirs)}
    return by_key.get(asked or "") or which_stays(mine, theirs)


def _chosen(
    data: Mapping[str, str], mine: Incident, theirs: Incident, stays: Incident
) -> tuple[list[str], list[str]]:
    """What the one that stays takes over from the other. What is equal is nobody's to take."""
    its_own = "mine" if stays == mine else "theirs"
    take: list[str] = []
    unite: list[str] = []
    for _section, lines in lines_of(mine, theirs, stays, data):
        for line in lines:
            is_asked = "all" in data or f"take-{line.row.key}" in data
            choice = line.choice if is_asked else its_own
            if not line.differs or choice == its_own:
                continue
            if choice == "both" and line.row.rows:
                unite.append(line.row.rows)
            elif choice in SIDES:
                take += [line.row.rows] if line.row.rows else line.row.columns
            else:
                raise ValidationError({line.row.key: _("expected mine or theirs.")})
    return take, unite


# --- what is shown ----------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    mine: Incident,
    theirs: Incident,
    errors: Iterable[str] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    stays = _stays(data.get("stays"), mine, theirs)
    sections = list(lines_of(mine, theirs, stays, data))
    lines = [line for _section, found in sections for line in found]
    apart = Apart.objects.between(mine, theirs).select_related("by").first()
    living = mine.status in LIVING and theirs.status in LIVING
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("{} and {}").format(mine, theirs),
        "incident": mine,
        "other": theirs,
        "sides": [_told(mine, stays), _told(theirs, stays)],
        "stays": stays,
        "turned": theirs if stays == mine else mine,
        "is_fixed": stays.status == Status.PUBLISHED,
        "needs_reason": mine.status == theirs.status == Status.PUBLISHED,
        "sections": sections,
        "differing": sum(line.differs for line in lines),
        "apart": apart,
        "bonds": same.bonds_between(mine, theirs),
        "kinds": same.kinds(),
        "errors": list(errors),
        "reason": data.get("reason", ""),
        "may": living and request.user.has_perm("incidents.change_incident"),
    }
    return render(request, "admin/review/same/compare.html", context, status=status)


def _told(incident: Incident, stays: Incident) -> dict[str, Any]:
    reports = incident.reports.select_related("article__source").defer("article__raw", "article__search")
    return {"incident": incident, "stays": incident == stays, "reports": reports}


def lines_of(
    mine: Incident, theirs: Incident, stays: Incident, data: Mapping[str, str] | None = None
) -> Iterable[tuple[Section, list[Line]]]:
    data = data or {}
    values = [shown(each) for each in (mine, theirs)]
    said = [_said_by_row(each) for each in (mine, theirs)]
    its_own = "mine" if stays == mine else "theirs"
    for section in SECTIONS:
        lines = []
        for row in section.rows:
            lines_by_side = [_in_words(row, has, of) for has, of in zip(values, (mine, theirs), strict=True)]
            names = (row.rows,) if row.rows else row.columns
            differs = any(values[0][name] != values[1][name] for name in names)
            offered = _offered(lines_by_side, data.get("all") or its_own, stays)
            choice = data.get(f"take-{row.key}") or offered
            sides = tuple(
                Side(name, lines_by_side[n], tuple(said[n].get(row.key, ())), choice == name)
                for n, name in enumerate(SIDES)
            )
            lines.append(Line(row, sides, differs, choice))
        yield section, lines


def _offered(lines: list[tuple[str, ...]], whose: str, stays: Incident) -> str:
    """The value of the side that is asked for; where it has none, and one may be taken, the other's."""
    first, second = lines if whose == "mine" else reversed(lines)
    may_take = stays.status != Status.PUBLISHED
    return whose if first or not second or not may_take else next(s for s in SIDES if s != whose)


def _in_words(row: Row, values: Mapping[str, Any], incident: Incident) -> tuple[str, ...]:
    if row.rows:
        told = getattr(incident, row.rows)
        return tuple(map(row_in_words, told.select_related("actor") if row.rows != "weapons" else told.all()))
    whole = INPUTS.get(row.key)
    found = [(text := whole.write(values), text)] if whole else []
    rest = [name for name in row.columns if not whole or name not in whole.columns]
    found += [(_one(name, values[name]), values[name]) for name in rest]
    words = [str(word) for word, value in found if value not in {"", "unknown", "day"}]
    return (", ".join(words),) if words else ()


def _one(name: str, value: str) -> str:
    return countries().get(value, value) if name == "country" else as_shown(name, value)


def _said_by_row(incident: Incident) -> dict[str, list[Said]]:
    row_of = {field: row.key for section in SECTIONS for row in section.rows for field in row.says}
    found = defaultdict(list)
    rows = incident.statements.select_related("author", "article__source").defer(
        "article__raw", "article__text", "article__search"
    )
    for statement in rows.prefetch_related("evidence").order_by("-is_chosen", "id"):
        if key := row_of.get(statement.field):
            found[key].append(_said(statement))
    return found


def _said(statement: Statement) -> Said:
    words = statement.evidence.all()
    article = statement.article
    return Said(
        value=in_words(statement.field, statement.value),
        who=statement.speaker or ("" if article else str(statement.author)),
        source=str(article.source or _("source unknown")) if article else "",
        stance="" if statement.stance == Stance.STATED else statement.get_stance_display().lower(),
        is_chosen=statement.is_chosen,
        quote=words[0].quote if words else "",
        reason=statement.reason,
    )
