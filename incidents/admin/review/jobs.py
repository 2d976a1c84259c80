"""Many at once in the browser: what was ticked becomes a job; its page shows beforehand what will change, then how
far it is, then what became of each."""

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import tasks
from incidents.admin.review import lists
from incidents.admin.review.filters import by_name
from incidents.models import Campaign, Incident, Job, User
from incidents.review import NotAllowed, jobs
from incidents.review.many import SETTABLE, VERBS
from incidents.vocabulary import JobState, RowOutcome

A_PAGE = 50
LAST = 50
TELLS = ("reason", "assignee", "value", "campaign", "confidence")


def _desk(request: HttpRequest) -> None:
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied


def offered(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Of the bar below a list: (group, [(verb or verb:field, words)]), for whom may do it."""
    may = {name: verb for name, verb in VERBS.items() if user.has_perm(f"incidents.{verb.permission}")}
    plain = [(name, str(verb.label)) for name, verb in may.items() if name != "edit"]
    fields = [(f"edit:{name}", _label(name)) for name in SETTABLE] if "edit" in may else []
    return [(str(group), verbs) for group, verbs in ((_("Do"), plain), (_("Set"), fields)) if verbs]


def _label(name: str) -> str:
    words = str(Incident._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """From the list to the page of a new job. ``all`` takes what the list's address finds, not only its page."""
    _desk(request)
    page = lists.BY_NAME.get(request.POST.get("list", ""), lists.QUEUE)
    query = request.POST.get("query", "")
    verb, _colon, field = request.POST.get("verb", "").partition(":")
    try:
        if request.POST.get("all"):
            found = page.found(QueryDict(query), request.user)
        else:
            query = ""
            ticked = [int(key) for key in request.POST.getlist("chosen") if key.isascii() and key.isdigit()]
            found = Incident.objects.visible_to(request.user).filter(pk__in=ticked).order_by("pk")
        job = jobs.prepare(verb, found, by=request.user, asked={"field": field} if field else {}, query=query)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        query = request.POST.get("query", "")
        return redirect(reverse(page.url) + (f"?{query}" if query else ""))
    return redirect("admin:review_job", pk=job.pk)


def index(request: HttpRequest) -> HttpResponse:
    """One's own last jobs."""
    _desk(request)
    mine = (
        Job.objects.filter(by=request.user).exclude(state=JobState.PREPARED).select_related("undoes")[:LAST]
    )
    counted = jobs.counted([job.pk for job in mine])
    context = {
        **admin.site.each_context(request),
        "title": _("Changes of many"),
        "jobs": [(job, said(job), _totals(counted[job.pk])) for job in mine],
    }
    return render(request, "admin/review/jobs.html", context)


def said(job: Job) -> str:
    """What it does, for people."""
    if job.undoes:
        return _("Undo: %(job)s") % {"job": said(job.undoes)}
    words = str(VERBS[job.verb].label)
    if job.verb == "edit":
        words = _("Set %(field)s") % {"field": _label(job.asked["field"]).lower()}
    told = next(
        (job.asked[name] for name in VERBS[job.verb].asks if name != "field" and job.asked.get(name)), ""
    )
    if job.verb == "link" and told:
        told = str(Campaign.objects.filter(pk=told).first() or told)
    return f"{words}: {told}" if told else words


def show(request: HttpRequest, pk: int) -> HttpResponse:
    job = _mine(request, pk)
    if job.state != JobState.PREPARED:
        return render(request, "admin/review/job.html", _context(request, job) | _results(request, job))
    given = request.POST if request.method == "POST" else request.GET
    job.asked |= {name: given[name].replace("\0", "").strip() for name in TELLS if name in given}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            with transaction.atomic():
                jobs.start(job)
                tasks.queue_job(job)
            return redirect("admin:review_job", pk=pk)
        except NotAllowed as refusal:
            errors = {"": [str(refusal)]}
        except ValidationError as problem:
            errors = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
    context = _context(request, job) | _forecasts(request, job, errors)
    return render(request, "admin/review/prepared.html", context, status=422 if errors else 200)


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of the page, asked for every second until the job has ended."""
    job = _mine(request, pk)
    response = render(request, "admin/review/progress.html", {"job": job, "progress": jobs.progress(job)})
    if job.finished_at:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        jobs.stop(_mine(request, pk))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("admin:review_job", pk=pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    job = _mine(request, pk)
    try:
        with transaction.atomic():
            undoing = jobs.undo(job, by=request.user, reason=request.POST.get("reason", "").replace("\0", ""))
            tasks.queue_job(undoing)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("admin:review_job", pk=pk)
    return redirect("admin:review_job", pk=undoing.pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    job = _mine(request, pk)
    Job.objects.filter(pk=job.pk, state=JobState.PREPARED).delete()
    return redirect(reverse("admin:review_queue") + (f"?{job.query}" if job.query else ""))


def _mine(request: HttpRequest, pk: int) -> Job:
    _desk(request)
    return get_object_or_404(Job.objects.select_related("undoes", "by"), pk=pk, by=request.user)


def _context(request: HttpRequest, job: Job) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": said(job),
        "job": job,
    }


def _forecasts(request: HttpRequest, job: Job, errors: dict[str, list[str]]) -> dict[str, Any]:
    """What will become of each, as far as it has been told enough to say."""
    try:
        found = jobs.foresee(job)
    except ValidationError as problem:
        found, missing = (
            [],
            problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages},
        )
        if any(job.asked.get(name) for name in missing):
            errors = errors or missing
    totals = Counter(forecast.outcome for _row, forecast in found)
    why_not = Counter(forecast.words for _row, forecast in found if forecast.outcome == RowOutcome.REFUSED)
    shown = [pair for pair in found if request.GET.get("only") in (None, "", pair[1].outcome)]
    return {
        "verb": VERBS[job.verb],
        "inputs": _inputs(job, errors),
        "errors": errors,
        "is_foreseen": bool(found),
        "n": job.rows.count(),
        "totals": _totals(totals),
        "will_change": totals[RowOutcome.CHANGED],
        "why_not": why_not.most_common(),
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "only": request.GET.get("only", ""),
    }


def _inputs(job: Job, errors: dict[str, list[str]]) -> list[dict[str, Any]]:
    asks = [name for name in VERBS[job.verb].asks if name != "field"]
    needs_reason = VERBS[job.verb].needs_reason
    labels = {
        "assignee": _("Assignee"),
        "campaign": _("Campaign"),
        "confidence": _("Confidence from, in per cent"),
        "reason": _("Reason") if needs_reason else _("Reason (may be empty)"),
        "value": _label(job.asked["field"]) if job.verb == "edit" else "",
    }
    return [
        {
            "name": name,
            "label": labels[name],
            "value": job.asked.get(name, "80" if name == "confidence" else ""),
            "choices": _choices(job, name),
            "errors": errors.get(name, []),
            "is_required": name != "reason" or needs_reason,
        }
        for name in (*asks, "reason")
    ]


def _choices(job: Job, name: str) -> list[tuple[str, str]]:
    if name == "assignee":
        people = User.objects.filter(is_active=True, is_staff=True).order_by("username")
        return [("nobody", _("nobody")), *((n, n) for n in people.values_list("username", flat=True))]
    if name == "campaign":
        return [(str(pk), words) for pk, words in Campaign.objects.values_list("pk", "name")]
    if name != "value":
        return []
    if job.asked["field"] == "country":
        return by_name()
    if job.asked["field"] == "civilian_targeting":
        return [("True", _("yes")), ("False", _("no"))]
    return [
        (str(code), str(words)) for code, words in Incident._meta.get_field(job.asked["field"]).flatchoices
    ]


def _results(request: HttpRequest, job: Job) -> dict[str, Any]:
    only = request.GET.get("only", "")
    rows = job.rows.select_related("incident").order_by("id")
    if only:
        rows = rows.filter(outcome=only)
    visible = Incident.objects.visible_to(request.user)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    seen = set(visible.filter(pk__in=[row.incident_id for row in page]).values_list("pk", flat=True))
    done = jobs.progress(job)
    undone = Job.objects.filter(undoes=job).first()
    return {
        "progress": done,
        "totals": _totals(done.outcomes),
        "page": page,
        "seen": seen,
        "only": only,
        "undone": undone,
        "may_undo": bool(
            job.finished_at and not job.undoes and not undone and done.outcomes[RowOutcome.CHANGED]
        ),
    }


def _totals(counted: Counter[Any]) -> list[tuple[RowOutcome, int]]:
    return [(outcome, counted[outcome]) for outcome in RowOutcome if counted[outcome]]
