"""Same event? What an incident may be once more, what it is bound to, and what was merged into it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import review
from incidents.admin.review.reasons import in_words
from incidents.admin.review.seen import seen_by
from incidents.models import Apart, Candidate, Incident, Participation, Relation, Report
from incidents.review.link import BACK, FORTH
from incidents.review.merge import which_stays
from incidents.review.ranges import written as in_range
from incidents.vocabulary import LIVING, OPEN, RelationKind, Role, Status

MOST_FOUND = 12
BONDS = {
    "apart": review.apart,
    "ask_again": review.ask_again,
    "link": review.link,
    "unlink": review.unlink,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """``agrees`` is None where one of the two does not tell."""

    label: str
    value: str
    agrees: bool | None


def panel(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """For the template ``admin/review/same/panel.html``; in a fixed number of queries."""
    user = request.user
    visible = Incident.objects.visible_to(user)
    asked = list(Candidate.objects.open_to(user).about(incident).order_by("-score", "id"))
    others = {c.incident_id if c.draft_id == incident.pk else c.draft_id: c for c in reversed(asked)}
    rows = _with_what_is_shown(visible.filter(pk__in=[*others, incident.pk])) if others else []
    found = {each.pk: each for each in rows}
    ours = _facts(found[incident.pk]) if others else {}
    both = Relation.objects.filter(
        Q(incident=incident, other__in=visible) | Q(other=incident, incident__in=visible)
    )
    return {
        "items": [_item(incident, ours, found[pk], others[pk]) for pk in reversed(others)],
        "bonds": _bonds(incident, both),
        "merged": visible.filter(merged_into=incident).order_by("pk"),
        "apart": [
            (each, each.other if each.one_id == incident.pk else each.one)
            for each in Apart.objects.of(incident.pk)
            .filter(one__in=visible, other__in=visible)
            .select_related("one", "other", "by")
        ],
        "kinds": kinds(),
        "may": incident.status in LIVING and user.has_perm("incidents.change_incident"),
        "may_split": incident.status in OPEN and user.has_perm("incidents.change_incident"),
    }


def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Another by hand: by id or number, day, or words; the page, or for a script the list alone."""
    incident = seen_by(request, pk)
    typed = request.GET.get("q", "").replace("\0", "").strip()
    visible = Incident.objects.visible_to(request.user)
    ours = _facts(_with_what_is_shown(visible.filter(pk=pk)).get())
    found = _with_what_is_shown(search(visible.exclude(pk=pk), typed)[:MOST_FOUND]) if typed else []
    context = {
        "incident": incident,
        "typed": typed,
        "found": [_item(incident, ours, each) for each in found],
        "kinds": kinds(),
        "may": request.user.has_perm("incidents.change_incident"),
    }
    if "part" in request.GET:
        return render(request, "admin/review/same/found.html", context)
    context |= {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Same event as {}?").format(incident),
        "same": panel(request, incident),
    }
    return render(request, "admin/review/same/page.html", context)


def search(incidents: QuerySet[Incident], typed: str) -> QuerySet[Incident]:
    found = Q(public_id__iexact=typed)
    if typed.isdecimal() and len(typed) < 18:
        found |= Q(pk=int(typed))
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day:
        found |= Q(date_start__lte=day, date_end__gte=day) | Q(date_start=day)
    if not typed.isdecimal():
        found |= (
            Q(search=SearchQuery(typed, search_type="websearch", config="english"))
            | Q(place_name__icontains=typed)
            | Q(base__name__icontains=typed)
            | Exists(Participation.objects.filter(incident=OuterRef("pk"), name__icontains=typed))
            | Exists(Report.objects.filter(incident=OuterRef("pk"), article__title__icontains=typed))
        )
    return incidents.filter(found, status__in=LIVING).order_by("-sort_date", "-id")


def bond(request: HttpRequest, verb: str, incident: Incident, other: Incident) -> HttpResponse:
    """Say what two are to each other. A script is given the panel anew, and stays where it is."""
    version = request.POST.get("seen_version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    kind, is_back = _kind(request.POST.get("kind", "")) if "link" in verb else ("", False)
    what = [incident, other, *([kind] if kind or "link" in verb else [])]
    if is_back:  # told of the other: only the one that has been looked at has a version
        what, seen = [other, incident, kind], other.version
    BONDS[verb](*what, by=request.user, seen_version=seen, reason=request.POST.get("reason", ""))
    said = {
        "apart": _("{} and {} are two events. Nobody is asked again."),
        "ask_again": _("{} and {} may be one event after all."),
        "link": _("{} and {} are linked."),
        "unlink": _("{} and {} are no longer linked."),
    }[verb].format(incident, other)
    if request.headers.get("X-Part"):
        context = {"incident": seen_by(request, incident.pk), "said": said}
        context["same"] = panel(request, context["incident"])
        return render(request, "admin/review/same/panel.html", context)
    messages.success(request, said)
    return redirect("admin:review", pk=incident.pk)


@require_POST
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the merge of this incident."""
    incident = seen_by(request, pk)
    version = request.POST.get("seen_version", "")
    try:
        done = review.unmerge(
            incident,
            by=request.user,
            seen_version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            reason=request.POST.get("reason", ""),
        )
    except review.Stale:
        messages.error(request, _("{} was changed meanwhile. Nothing was done.").format(incident))
    except review.NotAllowed as refusal:
        messages.error(request, str(refusal))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("{} stands by itself again.").format(done.incident))
        if done.left:
            words = ", ".join(_(name.replace("_", " ")) for name in done.left)
            messages.warning(
                request, _("Changed since, and left as it is in {}: {}.").format(done.other, words)
            )
    return redirect(reverse("admin:review", args=[pk]) + "?merged")


def lead_on(request: HttpRequest, incident: Incident) -> HttpResponse | None:
    """From a merged incident to where it went, if one may see that; ``?merged`` looks at it all the same."""
    if incident.status != Status.MERGED or "merged" in request.GET or request.method != "GET":
        return None
    into = Incident.objects.visible_to(request.user).filter(pk=incident.merged_into_id).first()
    if into is None:
        return None
    messages.info(request, _("{} was merged into {}.").format(incident, into))
    return redirect("admin:review", pk=into.pk)


# --- in words ---------------------------------------------------------------------------------------


def kinds() -> list[tuple[str, str]]:
    """A bond as one says it of the incident that is open; ``-`` before those told of the other."""
    forth = [(str(kind), str(FORTH[kind])) for kind in RelationKind]
    return forth + [(f"-{kind}", str(BACK[kind])) for kind in RelationKind if BACK[kind] != FORTH[kind]]


def _kind(asked: str) -> tuple[str, bool]:
    return asked.removeprefix("-"), asked.startswith("-")


def bonds_between(a: Incident, b: Incident) -> list[dict[str, Any]]:
    return _bonds(a, Relation.objects.filter(incident__in=(a, b), other__in=(a, b)))


def _bonds(incident: Incident, rows: QuerySet[Relation]) -> list[dict[str, Any]]:
    """As they read from this side."""
    found = []
    for row in rows.select_related("incident", "other"):
        words, other = (FORTH, row.other) if row.incident_id == incident.pk else (BACK, row.incident)
        found.append({"words": words[RelationKind(row.kind)], "incident": other, "kind": row.kind})
    return found


def _with_what_is_shown(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    reports = Report.objects.select_related("article__source").only("incident", "article__source__name")
    return (
        incidents.select_related("base", "place")
        .defer("search")
        .prefetch_related(
            Prefetch("participations", Participation.objects.select_related("actor")),
            Prefetch("reports", reports),
        )
    )


def _item(
    incident: Incident, ours: dict[str, tuple[str, Any]], other: Incident, candidate: Candidate | None = None
) -> dict[str, Any]:
    """One other, with what agrees and what differs."""
    reasons = [
        each | {"reason": in_words(each["reason"])} for each in (candidate.reasons if candidate else ())
    ]
    facts = [
        Fact(label, value, None if not (key and ours[label][1]) else _agree(label, ours[label][1], key))
        for label, (value, key) in _facts(other).items()
    ]
    stays = which_stays(incident, other)
    sources = dict.fromkeys(str(r.article.source) for r in other.reports.all() if r.article.source)
    return {
        "incident": other,
        "facts": facts,
        "for_it": [each for each in reasons if each["points"] > 0],
        "against": [each for each in reasons if each["points"] < 0],
        "score": candidate.score if candidate else None,
        "sources": list(sources),
        "stays": stays,
        "all": "theirs" if stays == other and other.status == Status.PUBLISHED else "mine",
    }


def _facts(incident: Incident) -> dict[str, tuple[str, Any]]:
    """As shown, and as compared; what is not told is not compared."""
    first, last = incident.date_start, incident.date_end or incident.date_start
    days = str(first or "") if first == last else f"{first} – {last}"
    where = incident.base or incident.place_name
    parties = {role: [p for p in incident.participations.all() if p.role == role] for role in Role}
    killed = (incident.killed_min, incident.killed_max)
    wounded = (incident.wounded_min, incident.wounded_max)
    return {
        _("Type"): (incident.get_sub_event_type_display(), incident.sub_event_type),
        _("Date"): (days, first and (first, last)),
        _("Where"): (str(where or ""), where and (incident.base_id, incident.place_name)),
        _("Who"): _names(parties[Role.PERPETRATOR]),
        _("Whom"): _names(parties[Role.TARGET]),
        _("Killed"): (in_range(*killed), None if killed == (None, None) else killed),
        _("Wounded"): (in_range(*wounded), None if wounded == (None, None) else wounded),
    }


def _names(parties: list[Participation]) -> tuple[str, Any]:
    keys = frozenset(party.actor_id or party.name.casefold() for party in parties)
    return ", ".join(party.name for party in parties), keys


def _agree(label: str, ours: Any, theirs: Any) -> bool:
    if isinstance(ours, frozenset):
        return bool(ours & theirs)
    if label == _("Date"):
        return bool(ours[0] <= theirs[1] and theirs[0] <= ours[1])
    if label == _("Where") and ours[0] and theirs[0]:
        return bool(ours[0] == theirs[0])
    return bool(ours == theirs or (label == _("Where") and ours[1] == theirs[1]))
