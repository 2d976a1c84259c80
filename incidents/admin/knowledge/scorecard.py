"""The reader's scorecard: what people made of its values, by field, source, version, month and confidence."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.admin.review.layout import ORDER_OF, field_label
from incidents.dashboards import scorecard
from incidents.dashboards.scorecard import FEW, MOST, PERIODS, Score, Wanted
from incidents.exports.feedback import lines

WIDTH, HEIGHT, LEFT, FOOT = 640, 220, 44, 26
PERIOD_NAMES = {
    "30": _("the last 30 days"),
    "90": _("the last 90 days"),
    "365": _("the last year"),
    "all": _("all of the time"),
}


def show(request: HttpRequest) -> HttpResponse:
    wanted = _wanted(request)
    verdicts = scorecard.verdicts(request.user, wanted)
    card = scorecard.card(verdicts.found)
    chosen = scorecard.choices(request.user)
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("The reader's scorecard"),
        "wanted": wanted,
        "periods": [(key, PERIOD_NAMES[key]) for key in PERIODS],
        **chosen,
        "fields": [(field, field_label(field)) for field in sorted(chosen["fields"], key=place)],
        "is_cut": verdicts.is_cut,
        "most": MOST,
        "few": FEW,
        "total": card.total,
        "by_field": as_the_desk_does(card.by_field),
        "by_source": card.by_source,
        "by_version": card.by_version,
        "by_month": card.by_month,
        "by_confidence": card.by_confidence,
        "month_plot": _over_time(card.by_month),
        "confidence_plot": _calibration(card.by_confidence),
        "may_export": _may_export(request),
    }
    return render(request, "admin/knowledge/scorecard.html", context)


def place(field: str) -> tuple[int, str]:
    """Where a field stands on the desk; what the desk does not know comes last."""
    return ORDER_OF.get(field, len(ORDER_OF)), field


def as_the_desk_does(rows: list[Score]) -> list[Score]:
    """Fields in the desk's order, called as they are called there."""
    return [replace(row, name=field_label(row.name)) for row in sorted(rows, key=lambda row: place(row.name))]


def export(request: HttpRequest) -> StreamingHttpResponse:
    """The words of articles are in it: it takes the right to read them."""
    wanted = _wanted(request)
    if not _may_export(request):
        raise PermissionDenied
    found = scorecard.verdicts(request.user, wanted).found
    response = StreamingHttpResponse(lines(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="feedback-{timezone.now():%Y-%m-%d}.csv"'
    return response


def _wanted(request: HttpRequest) -> Wanted:
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    given = {
        name: request.GET.get(name, "").replace("\0", "").strip() for name in ("field", "source", "version")
    }
    return Wanted(period=request.GET.get("period", "365"), **given)


def _may_export(request: HttpRequest) -> bool:
    return request.user.has_perms(["incidents.view_draft", "incidents.view_article"])


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    is_few: bool
    title: str


@dataclass(frozen=True, slots=True)
class Plot:
    dots: list[Dot]
    path: str
    ticks: list[tuple[float, str]]
    rungs: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    foot: int = HEIGHT - FOOT


def _y(share: float) -> float:
    return round(HEIGHT - FOOT - share * (HEIGHT - FOOT - 12), 1)


RUNGS = [(_y(n / 4), f"{n * 25} %") for n in range(5)]


def _over_time(months: list[Score]) -> Plot | None:
    """A line from month to month; it breaks where nothing was judged."""
    if not any(month.judged for month in months):
        return None
    step = (WIDTH - LEFT - 20) / max(len(months), 1)
    dots, path, ticks, pen = [], [], [], "M"
    every = max(len(months) // 8, 1)
    for at, month in enumerate(months):
        x = round(LEFT + (at + 0.5) * step, 1)
        if at % every == 0:
            ticks.append((x, f"{month.name:%Y-%m}"))
        if month.share is None:
            pen = "M"
            continue
        path.append(f"{pen}{x} {_y(month.share)}")
        pen = "L"
        title = _("%(month)s: %(share)s, %(accepted)s of %(judged)s") % {
            "month": f"{month.name:%Y-%m}",
            "share": f"{month.share:.0%}",
            "accepted": month.accepted,
            "judged": month.judged,
        }
        dots.append(Dot(x, _y(month.share), month.is_few, title))
    return Plot(dots, " ".join(path), ticks, RUNGS)


def _calibration(steps: list[Score]) -> Plot | None:
    """Stated across, measured upwards: on the diagonal the reader knows how sure it may be."""
    if not steps:
        return None
    across = WIDTH - LEFT - 20

    def x(confidence: float) -> float:
        return round(LEFT + confidence * across, 1)

    dots = [
        Dot(
            x(s.stated),
            _y(s.share),
            s.is_few,
            _("%(stated)s stated, %(share)s accepted of %(judged)s")
            % {"stated": f"{s.stated:.0%}", "share": f"{s.share:.0%}", "judged": s.judged},
        )
        for s in steps
        if s.stated is not None and s.share is not None
    ]
    ticks: list[tuple[float, Any]] = [(x(n / 5), f"{n * 20} %") for n in range(6)]
    return Plot(dots, f"M{x(0)} {_y(0)} L{x(1)} {_y(1)}", ticks, RUNGS)
