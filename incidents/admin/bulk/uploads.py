"""One's uploads, and the form that takes more of them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import tasks
from incidents.admin.bulk.forms import Upload
from incidents.ingestion import batch as bulk
from incidents.ingestion import storage
from incidents.models import Batch, User
from incidents.models.articles import UNDER_WAY

A_PAGE = 50
TEMPLATE = {
    "text": gettext_lazy("The article, whole, without menus or advertisements. This or html is needed."),
    "html": gettext_lazy(
        "The article's page as it was saved, in place of text. Leave it empty where there is text."
    ),
    "title": gettext_lazy("The headline."),
    "url": gettext_lazy("Where it stood: https://…"),
    "published": gettext_lazy(
        "The day or the moment, such as 2024-01-20, 2024-01-20T18:30+03:00 or 20.01.2024."
        " Needed to work out “Saturday evening”."
    ),
    "source": gettext_lazy("The outlet: its name, or its domain."),
    "language": gettext_lazy("ISO 639-1, such as en or ar. Empty: it is worked out."),
    "byline": gettext_lazy("Who wrote it."),
}
"""In the order of the template's columns."""


def seen(user: User) -> QuerySet[Batch]:
    """As in the API: one's own, or all with the right to see them."""
    found = Batch.objects.select_related("submitter")
    if user.has_perm("incidents.view_batch"):
        return found
    if not user.has_perm("incidents.submit_article"):
        raise PermissionDenied
    return found.filter(submitter=user)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of a form."""

    name: str
    batch: Batch | None = None
    is_known: bool = False
    errors: list[str] = field(default_factory=list)


def show(request: HttpRequest) -> HttpResponse:
    found = seen(request.user)
    may_submit = request.user.has_perm("incidents.submit_article")
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    outcomes: list[Outcome] = []
    if request.method == "POST":
        if not may_submit:
            raise PermissionDenied
        if form.is_valid():
            outcomes = [_upload(request, form, file) for file in form.cleaned_data["file"]]
            if len(outcomes) == 1 and outcomes[0].batch and not outcomes[0].is_known:
                return redirect("admin:batch", outcomes[0].batch.pk)
    if not any(outcome.is_known for outcome in outcomes):
        del form.fields["again"]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    totals = bulk.totals(page.object_list)
    context = {
        **admin.site.each_context(request),
        "title": _("Bulk upload"),
        "form": form if may_submit else None,
        "outcomes": outcomes,
        "page": page,
        "rows": [(batch, totals[batch.pk]) for batch in page],
        "is_live": any(batch.state in UNDER_WAY for batch in page),
        "all": request.user.has_perm("incidents.view_batch"),
        "columns": TEMPLATE.items(),
    }
    failed = bool(form.errors) or any(outcome.errors for outcome in outcomes)
    return render(request, "admin/batches/uploads.html", context, status=422 if failed else 200)


def _upload(request: HttpRequest, form: Upload, file: UploadedFile) -> Outcome:
    given, name = form.cleaned_data, file.name or ""
    kept = None
    try:
        kept = storage.keep(file.chunks())
        before = None if given["again"] else bulk.known(kept, by=request.user)
        if before:
            return Outcome(name, before, is_known=True)
        with transaction.atomic():
            batch = bulk.accept(
                kept, file_name=name, by=request.user, defaults=form.defaults(), is_paused=given["paused"]
            )
            tasks.queue_batch(batch)
        kept = None
        return Outcome(name, batch)
    except ValidationError as problem:
        return Outcome(name, errors=problem.messages)
    except storage.NoRoom:
        return Outcome(name, errors=[_("The disk is full: nothing of it was kept. Tell your operator.")])
    finally:
        if kept:
            storage.forget(kept.path)


def template(request: HttpRequest) -> HttpResponse:
    """A file to begin with. Its second line explains the columns; whoever leaves it there is told so by its
    receipt, for what it says of days is none."""
    if not request.user.has_perm("incidents.submit_article"):
        raise PermissionDenied
    return HttpResponse(
        "\ufeff" + "".join(_template_lines()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="articles.csv"'},
    )


def _template_lines() -> Iterator[str]:
    explained = {name: str(words) for name, words in TEMPLATE.items()}
    for cells in (list(explained), list(explained.values())):
        out = StringIO()
        csv.writer(out).writerow(cells)
        yield out.getvalue()
