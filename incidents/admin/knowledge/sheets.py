"""Sheets out and in: a file is tried first, row by row, and written once somebody has seen what it would do."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.admin.knowledge.trial import Line, check_header, counts, digest, run
from incidents.exports.sheets import SHEETS, rows
from incidents.exports.table import ENCODINGS, MOST_ROWS, Table, as_csv, as_workbook, read
from incidents.models import Place
from incidents.review.importing import importing, may_import
from incidents.review.values import countries

LARGEST = 5 * 2**20
MOST_EXPORTED = 50_000
SHOWN = 500
KEPT_FOR = 3600  # seconds between the trial and the writing
SALT = "incidents.sheets"
FAULTS = "errors"
"""The column that says what is wrong, in a file of rows that could not be used; left out when it comes back."""


def show(request: HttpRequest, kind: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, kind, _model(request, kind))
    return _brought(request, kind, _confirmed if "tried" in request.POST else _tried)


@require_POST
def faults(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of a trial that cannot be used, each as it was and with what is wrong, to be mended."""
    return _brought(request, kind, _faults)


def _brought(request: HttpRequest, kind: str, act: Callable[..., HttpResponse]) -> HttpResponse:
    model = _model(request, kind)
    if not may_import(model, request.user):
        raise PermissionDenied
    try:
        return act(request, kind, model)
    except ValidationError as problem:
        errors = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
        return _page(request, kind, model, errors=errors, status=422)


def export(request: HttpRequest, kind: str) -> HttpResponse:
    model = _model(request, kind)
    asked = {
        name: request.GET.get(name, "").replace("\0", "").strip()
        for name in ("q", "country", "kind", "format")
    }
    found = _narrowed(model, asked)
    if found[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
        message = (
            _("expected a country, a kind or the beginning of a name: there are more than %d.")
            % MOST_EXPORTED
        )
        return _page(request, kind, model, errors={"country": [message]}, status=422)
    name = f"{kind}-{timezone.now():%Y-%m-%d}"
    if asked["format"] == "xlsx":
        response = HttpResponse(
            as_workbook(rows(kind, found), kind),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response
    response = StreamingHttpResponse(as_csv(rows(kind, found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _model(request: HttpRequest, kind: str) -> type[Model]:
    if kind not in SHEETS:
        raise Http404
    if not request.user.has_perm(f"incidents.view_{kind}"):
        raise PermissionDenied
    return SHEETS[kind]._meta.model


def _narrowed(model: type[Model], asked: dict[str, str]) -> QuerySet[Model]:
    found = model._default_manager.all()
    columns = {column.name for column in model._meta.concrete_fields}
    for name in ("country", "kind"):
        if asked[name] and name in columns:
            found = found.filter(**{name: asked[name]})
    if asked["q"] and "name" in columns:
        found = found.filter(Q(name__istartswith=asked["q"]))
    return found


# --- in -----------------------------------------------------------------------------------------


def _tried(request: HttpRequest, kind: str, model: type[Model]) -> HttpResponse:
    """Nothing is written: what the file would do is shown, and goes along signed until it is confirmed."""
    file = request.FILES.get("file")
    if file is None:
        raise ValidationError({"file": _("expected a file.")})
    if file.size > LARGEST:
        raise ValidationError({"file": _("expected at most %d MB.") % (LARGEST // 2**20)})
    table = read(file.read(), encoding=request.POST.get("encoding", "")).without(FAULTS)
    check_header(kind, table.header)
    lines = run(kind, table, dry_run=True)
    return _preview(request, kind, model, table, lines, file.name)


def _held(request: HttpRequest, kind: str) -> tuple[dict[str, Any], Table]:
    """The trial that the form brings along, and its table."""
    try:
        held = signing.loads(request.POST.get("tried", ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        raise ValidationError(
            {"file": _("expected anew: the trial is older than an hour, or not ours.")}
        ) from None
    if held["kind"] != kind or held["by"] != request.user.pk:
        raise ValidationError({"file": _("expected anew: that was another trial.")})
    return held, Table(held["header"], held["rows"], held["lines"], held["read_as"])


def _faults(request: HttpRequest, kind: str, model: type[Model]) -> HttpResponse:
    _trial, table = _held(request, kind)
    lines = run(kind, table, dry_run=True)
    found = [
        [*row, "\n".join(": ".join(filter(None, each)) for each in line.errors)]
        for row, line in zip(table.rows, lines, strict=True)
        if line.errors
    ]
    response = StreamingHttpResponse(
        as_csv([[*table.header, FAULTS], *found]), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{kind}-errors.csv"'
    return response


def _confirmed(request: HttpRequest, kind: str, model: type[Model]) -> HttpResponse:
    held, table = _held(request, kind)
    reason = request.POST.get("reason", "").strip()
    again = run(kind, table, dry_run=True)
    if not reason:
        return _preview(
            request, kind, model, table, again, held["file"], errors={"reason": [_("expected why.")]}
        )
    if digest(again) != held["digest"]:
        changed = {"": [_("Somebody has changed some of it meanwhile. Look again at what it would do now.")]}
        return _preview(request, kind, model, table, again, held["file"], errors=changed, reason=reason)
    with importing(model, by=request.user, reason=reason, file=held["file"]):
        done = run(kind, table, dry_run=False)
    said = _(
        "Imported: %(new)d new, %(update)d changed, %(skip)d as they were, %(invalid)d left out."
    ) % counts(done)
    messages.success(request, said)
    return redirect("admin:knowledge_sheet", kind)


def _preview(
    request: HttpRequest,
    kind: str,
    model: type[Model],
    table: Table,
    lines: list[Line],
    file: str,
    *,
    errors: dict[str, list[str]] | None = None,
    reason: str = "",
) -> HttpResponse:
    held = {
        **{"kind": kind, "by": request.user.pk, "file": file, "digest": digest(lines)},
        **{"header": table.header, "lines": table.lines, "read_as": table.read_as},
        "rows": [
            [cell if isinstance(cell, str | int | float | bool) else str(cell) for cell in row]
            for row in table.rows
        ],
    }
    shown = [line for line in lines if line.outcome != "skip"]
    shown.sort(key=lambda line: (line.outcome != "invalid", line.number))
    context = {
        "file": file,
        "read_as": table.read_as,
        "counts": counts(lines),
        "total": len(lines),
        "lines": shown[:SHOWN],
        "hidden": max(len(shown) - SHOWN, 0),
        "writes": any(line.outcome in {"new", "update"} for line in lines),
        "tried": signing.dumps(held, salt=SALT, compress=True),
        "reason": reason,
        "is_preview": True,
    }
    return _page(request, kind, model, errors=errors, status=422 if errors else 200, **context)


def _page(
    request: HttpRequest,
    kind: str,
    model: type[Model],
    *,
    errors: dict[str, list[str]] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    columns = SHEETS[kind]._meta.fields
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Sheets: %s") % model._meta.verbose_name_plural,
        "kind": kind,
        "kinds": [
            (name, SHEETS[name]._meta.model._meta.verbose_name_plural)
            for name in SHEETS
            if request.user.has_perm(f"incidents.view_{name}")
        ],
        "plural": model._meta.verbose_name_plural,
        "columns": columns,
        "known_by": SHEETS[kind]._meta.import_id_fields,
        "has_country": "country" in columns,
        "has_name": "name" in columns,
        "subkinds": getattr(model._meta.get_field("kind"), "flatchoices", []) if "kind" in columns else [],
        "countries": sorted(countries().items(), key=lambda each: each[1]),
        "is_large": model is Place,
        "may_import": may_import(model, request.user),
        "encodings": ENCODINGS.items(),
        "most_rows": MOST_ROWS,
        "largest": LARGEST // 2**20,
        "errors": errors or {},
        **more,
    }
    return render(request, "admin/knowledge/sheet.html", context, status=status)
