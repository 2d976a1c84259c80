"""Articles: to look up, to have read again, and to submit."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from incidents import ingestion, tasks
from incidents.admin.countries import Countries
from incidents.models import Article, Incident, Report, User
from incidents.vocabulary import ArticleState

BULKY = ("raw", "text")
REREADABLE = {*ArticleState} - {
    ArticleState.RECEIVED,
    ArticleState.READING,
    ArticleState.UNSUPPORTED_LANGUAGE,
}


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """Submitters see the state of what they submitted; to read the articles of others takes view_article."""

    list_display = (
        "named",
        "state",
        "source",
        "published_on",
        "language",
        "submitter",
        "submitted_at",
        "told",
    )
    list_display_links = ("named",)
    list_filter = ("state", ("language", Countries), "published_on")
    search_fields = ("title", "url", "source__name")
    list_select_related = ("source", "submitter")
    list_per_page = 50
    ordering = ("-submitted_at", "-id")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        found = Article.objects.order_by(*self.ordering).defer(*BULKY)
        if not request.user.has_perm("incidents.view_article"):
            found = found.filter(submitter=request.user.pk)
        return (
            found.annotate(told=_number_told(request.user))
            if request.user.has_perm("incidents.view_draft")
            else found
        )

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        sees = request.user.has_perm("incidents.view_draft")
        return self.list_display if sees else self.list_display[:-1]

    @admin.display(description=gettext_lazy("Article"), ordering="title")
    def named(self, article: Article) -> str:
        return str(article)

    @admin.display(description=gettext_lazy("Incidents"), ordering="told")
    def told(self, article: Article) -> int:
        return article.told

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        user = request.user
        if user.has_perm("incidents.view_article"):
            return True
        return user.has_perm("incidents.submit_article") and (obj is None or obj.submitter_id == user.pk)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) or super().has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_queryset(request).defer(None).defer("raw").select_related("source", "submitter")
        article = get_object_or_404(found, pk=object_id if object_id.isdecimal() else 0)
        user = request.user
        context = {
            **admin.site.each_context(request),
            "title": str(article),
            "opts": self.opts,
            "article": article,
            "incidents": _told_by(article, user),
            "copies": _copies(article, user),
            "readings": article.readings.order_by("-finished_at"),
            "counters": article.counters.all(),
            "may_reread": user.has_perm("incidents.reread_article") and article.state in REREADABLE,
        }
        return render(request, "admin/incidents/article/detail.html", context)


def _told_by(article: Article, user: User) -> QuerySet[Incident]:
    return (
        Incident.objects.visible_to(user).filter(reports__article=article).order_by("reports__position", "id")
    )


def _number_told(user: User) -> Coalesce:
    """Of those that one may see: a number tells that there are more."""
    seen = Report.objects.filter(article=OuterRef("pk"), incident__in=Incident.objects.visible_to(user))
    number = seen.order_by().values("article").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number, IntegerField()), 0)


def _copies(article: Article, user: User) -> QuerySet[Article]:
    """The articles of others are not a submitter's to see."""
    found = article.copies.defer(*BULKY).select_related("source")
    return found if user.has_perm("incidents.view_article") else found.none()


@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("incidents.reread_article"):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.defer(*BULKY), pk=pk)
    try:
        with transaction.atomic():
            ingestion.reread(article, by=request.user)
            tasks.queue_reading(Article.objects.defer(*BULKY).get(pk=pk))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The article will be read again in a moment."))
    return redirect("admin:incidents_article_change", article.pk)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = FilesInput
    largest = "MAX_UPLOAD_BYTES"  # of the settings

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [super(FilesField, self).clean(each, initial) for each in data or []]
        most = getattr(settings, self.largest)
        for file in files:
            if file.size > most:  # before anybody reads it into memory
                limit = most // 2**20
                raise ValidationError(
                    _("expected at most %(limit)s MB a file; %(name)s has more.")
                    % {"limit": limit, "name": file.name}
                )
        return files


class SubmitForm(forms.Form):
    """One article as text, or any number as files, whose other details then hold for all of them."""

    title = forms.CharField(required=False, label=gettext_lazy("Title"), max_length=1000)
    text = forms.CharField(
        required=False, label=gettext_lazy("Text"), widget=forms.Textarea({"rows": 14, "dir": "auto"})
    )
    files = FilesField(
        required=False,
        label=gettext_lazy("Files"),
        help_text=format_lazy(
            gettext_lazy("Text, HTML, PDF, Word or mail; several at once; {limit} MB each at most."),
            limit=settings.MAX_UPLOAD_BYTES // 2**20,
        ),
    )
    url = forms.CharField(required=False, label=gettext_lazy("Address (URL)"), max_length=2000)
    published = forms.CharField(
        required=False,
        label=pgettext_lazy("article", "Published"),
        widget=forms.TextInput({"placeholder": gettext_lazy("2024-01-20, or 2024-01-20T18:30+03:00")}),
        help_text=gettext_lazy("Needed to work out “Saturday evening”."),
    )
    source = forms.CharField(
        required=False, label=gettext_lazy("Source"), max_length=200, help_text=gettext_lazy("The outlet.")
    )
    language = forms.CharField(
        required=False,
        label=gettext_lazy("Language"),
        max_length=16,
        help_text=gettext_lazy("ISO 639-1, en; empty: to be worked out."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("text") and not given.get("files") and not self.errors:
            self.add_error("text", _("expected the article's text here, or a file below."))
        return given


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing submitted; ``errors`` by field where it was refused."""

    name: str
    article: Article | None = None
    duplicate_by: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def same(self) -> str:
        """What it has in common with the one that we have."""
        return {"bytes": _("bytes"), "text": _("text"), "url": _("address")}.get(self.duplicate_by, "")


def submit_form(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("incidents.submit_article"):
        raise PermissionDenied
    form = SubmitForm(request.POST or None, request.FILES or None)
    outcomes: list[Outcome] = []
    if request.method == "POST" and form.is_valid():
        outcomes = [_submit_one(request, form, each) for each in _things(form)]
        refused = [outcome for outcome in outcomes if outcome.errors]
        if len(outcomes) == 1 and refused:
            for name, message in refused[0].errors:
                form.add_error(name if name in form.fields else None, message)
            outcomes = []
    context = {
        **admin.site.each_context(request),
        "title": _("What became of it") if outcomes else _("Submit articles"),
        "form": form,
        "outcomes": outcomes,
    }
    return render(request, "admin/articles/submit.html", context, status=422 if form.errors else 200)


def _things(form: SubmitForm) -> list[dict[str, Any]]:
    given = form.cleaned_data
    files = [
        {"data": file.read(), "content_type": file.content_type, "file_name": file.name}
        for file in given["files"]
    ]
    return [{"text": given["text"]}, *files] if given["text"] else files


def _submit_one(request: HttpRequest, form: SubmitForm, thing: dict[str, Any]) -> Outcome:
    given = form.cleaned_data
    details = {name: given[name] for name in ("title", "url", "published", "source", "language")}
    name = thing.get("file_name") or given["title"] or _("the text")
    try:
        with transaction.atomic():
            done = ingestion.submit(**thing, **details, by=request.user)
            if done.is_new:
                tasks.queue_reading(done.article)
    except ValidationError as problem:
        return Outcome(name, errors=tuple(_errors(problem)))
    return Outcome(name, done.article, done.duplicate_by)


def _errors(problem: ValidationError) -> list[tuple[str, str]]:
    by_field = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
    names = {"file": "files", "html": "files"}
    return [
        (names.get(field, field), message) for field, messages in by_field.items() for message in messages
    ]
