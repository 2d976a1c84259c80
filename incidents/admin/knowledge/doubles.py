"""Doubles: which records may be one or were found to be two, what uniting two moves, and what has been united."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.admin.knowledge.distinct import told, told_of
from incidents.admin.knowledge.page import address
from incidents.admin.review.lookup import label, meant
from incidents.dashboards.doubles import MOST, likely_doubles
from incidents.models import Double
from incidents.models.doubles import KINDS
from incidents.review.distinguish import may_distinguish
from incidents.review.errors import NotAllowed
from incidents.review.unite import may_unite, part, unite, will_move

A_PAGE = 50


def show(request: HttpRequest) -> HttpResponse:
    kinds = [kind for kind in KINDS if request.user.has_perm(f"incidents.view_{kind}")]
    kind = request.GET.get("kind", "actor")
    if not kinds:
        raise PermissionDenied
    if kind not in kinds:
        raise Http404
    united = Double.objects.filter(kind=kind).select_related("by")
    page = Paginator(united, A_PAGE).get_page(request.GET.get("page"))
    living = KINDS[kind]._default_manager.in_bulk([double.into_id for double in page])
    context = {
        **_frame(request, _("Doubles")),
        "kind": kind,
        "kinds": [(name, KINDS[name]._meta.verbose_name_plural) for name in kinds],
        "pairs": likely_doubles(KINDS[kind]),
        "most": MOST,
        "may_unite": may_unite(KINDS[kind], request.user),
        "may_tell": may_distinguish(KINDS[kind], request.user),
        "told": told(kind),
        "page": page,
        "united": [(double, living.get(double.into_id)) for double in page],
    }
    return render(request, "admin/knowledge/doubles.html", context)


def unite_form(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """``into`` is typed, or follows from a suggestion; then the page tells what will move, and asks why."""
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    if not may_unite(model, request.user):
        raise PermissionDenied
    double = get_object_or_404(model, pk=pk)
    given = request.POST if request.method == "POST" else request.GET
    typed = given.get("into", "").replace("\0", "").strip()
    errors: dict[str, list[str]] = {}
    into = None
    try:
        into = _other(model, typed) if typed else None
        if into and into.pk == double.pk:
            raise ValidationError(_("expected another record than the double itself."))
    except ValidationError as problem:
        errors["into"], into = problem.messages, None
    reason = given.get("reason", "").strip()
    if request.method == "POST" and into and "preview" not in request.POST:
        try:
            unite(double, into=into, by=request.user, reason=reason)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except ValidationError as problem:
            errors = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
        else:
            messages.success(
                request, _("“%(double)s” is now “%(into)s”.") % {"double": double.name, "into": into.name}
            )
            return redirect(address(into))
    if request.method == "POST" and not typed:
        errors["into"] = [_("expected the name or key of the one that stays.")]
    context = {
        **_frame(request, _("Unite “%s” with another") % double.name),
        "kind": kind,
        "what": model._meta.verbose_name,
        "double": double,
        "double_url": address(double),
        "into": into,
        "told_apart": told_of(into, double) if into else None,
        "typed": label_of(into) if into else typed,
        "moves": will_move(double, request.user) if into else [],
        "columns": _side_by_side(into, double) if into else [],
        "reason": reason,
        "errors": errors,
    }
    return render(request, "admin/knowledge/unite.html", context, status=422 if errors else 200)


@require_POST
def part_again(request: HttpRequest, pk: int) -> HttpResponse:
    gone = get_object_or_404(Double, pk=pk)
    if not may_unite(gone.model, request.user):
        raise PermissionDenied
    try:
        double = part(gone, by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        response = redirect("admin:knowledge_doubles")
        response["Location"] += f"?kind={gone.kind}"
        return response
    messages.success(request, _("“%s” is a record of its own again.") % double.name)
    return redirect(address(double))


def _other(model: type[Model], typed: str) -> Any:
    """By key, label or name; sources by their number or name."""
    if KINDS["source"] is model:
        number = typed[typed.rfind("(") + 1 : -1] if typed.endswith(")") else typed
        if number.isdecimal() and (found := model._default_manager.filter(pk=int(number)).first()):
            return found
        if found := model._default_manager.filter(name__iexact=typed).first():
            return found
        raise ValidationError(_("expected the name or number of a source; “%s” is none.") % typed)
    return meant(model, typed)


def label_of(record: Any) -> str:
    return label(record) if hasattr(record, "key") else f"{record} ({record.pk})"


def _side_by_side(into: Any, double: Any) -> list[dict[str, Any]]:
    rows = []
    for column in type(double)._meta.concrete_fields:
        ours, theirs = (column.value_from_object(record) for record in (into, double))
        if column.name == "id" or ours == theirs:
            continue
        rows.append(
            {"label": column.verbose_name, "stays": _shown(column, into), "double": _shown(column, double)}
        )
    return rows


def _shown(column: Any, record: Any) -> str:
    if column.choices:
        return str(getattr(record, f"get_{column.name}_display")())
    value = column.value_from_object(record)
    if isinstance(value, list):
        return " · ".join(value)
    if isinstance(value, dict):
        return " · ".join(f"{name} ({code})" for code, name in value.items())
    return "" if value is None else str(value)


def _frame(request: HttpRequest, title: str) -> dict[str, Any]:
    return {**admin.site.each_context(request), "is_nav_sidebar_enabled": False, "title": title}
