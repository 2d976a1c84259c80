"""Django's admin site, with the review desk in front."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy

from incidents.models import Article
from incidents.review.queue import counts
from incidents.vocabulary import OPEN, ArticleState


class Site(AdminSite):
    site_header = gettext_lazy("Conflict incident tracker")
    site_title = gettext_lazy("Conflict incident tracker")
    index_title = gettext_lazy("Desk")
    site_url = None

    def get_urls(self) -> list[URLPattern | URLResolver]:
        # here, because importing them registers models' admins with this very site
        from incidents.admin import articles
        from incidents.admin.bulk import one, uploads
        from incidents.admin.knowledge import addresses
        from incidents.admin.review import (
            around,
            compare,
            decisions,
            desk,
            filtervalues,
            fromwords,
            graphic,
            history,
            jobs,
            keys,
            lookup,
            new,
            queue,
            same,
            split,
            understood,
            views,
        )
        from incidents.admin.review.addresses import addresses as of_people

        def door(view: Any) -> Any:
            return self.admin_view(view)

        return [
            path("review/", door(queue.show), name="review_queue"),
            path("review/next/", door(queue.go_to_next), name="review_next"),
            path("review/<int:pk>/skip/", door(queue.pass_over), name="review_skip"),
            path("review/decisions/", door(decisions.show), name="review_decisions"),
            path("review/views/", door(views.manage), name="review_views"),
            path("review/views/counts/", door(views.counts), name="review_view_counts"),
            path("review/views/save/", door(views.save), name="review_view_save"),
            path("review/views/<int:pk>/", door(views.change), name="review_view"),
            path("review/jobs/", door(jobs.index), name="review_jobs"),
            path("review/jobs/new/", door(jobs.choose), name="review_jobs_new"),
            path("review/jobs/<int:pk>/", door(jobs.show), name="review_job"),
            path("review/jobs/<int:pk>/progress/", door(jobs.progress), name="review_job_progress"),
            path("review/jobs/<int:pk>/stop/", door(jobs.stop), name="review_job_stop"),
            path("review/jobs/<int:pk>/undo/", door(jobs.undo), name="review_job_undo"),
            path("review/jobs/<int:pk>/discard/", door(jobs.discard), name="review_job_discard"),
            path("review/filters/<str:kind>/", door(filtervalues.suggest), name="review_filter_values"),
            path("review/lookup/<str:kind>/", door(lookup.suggest), name="review_lookup"),
            path("review/new/<str:kind>/", door(new.show), name="review_new"),
            path("review/around/", door(around.show), name="review_around"),
            path("review/understood/<str:what>/", door(understood.show), name="review_understood"),
            path("review/graphic/", door(graphic.choose), name="review_graphic"),
            path("review/keys/", door(keys.switch), name="single_keys"),
            path("review/<int:pk>/", door(desk.show), name="review"),
            path("review/<int:pk>/words/", door(fromwords.show), name="review_from_words"),
            path("review/<int:pk>/history/", door(history.show), name="review_history"),
            path("review/<int:pk>/same/", door(same.find), name="review_same"),
            path("review/<int:pk>/same/<int:other>/", door(compare.show), name="review_compare"),
            path("review/<int:pk>/unmerge/", door(same.part), name="review_unmerge"),
            path("review/<int:pk>/split/", door(split.show), name="review_split"),
            *addresses.of(door),
            *of_people(door),
            path("articles/submit/", door(articles.submit_form), name="submit"),
            path("articles/<int:pk>/reread/", door(articles.read_again), name="reread"),
            path("batches/", door(uploads.show), name="batches"),
            path("batches/articles.csv", door(uploads.template), name="batches_template"),
            path("batches/<int:pk>/", door(one.show), name="batch"),
            path("batches/<int:pk>/progress/", door(one.part), name="batch_progress"),
            *(
                path(f"batches/<int:pk>/{verb}/", door(one.move), {"verb": verb}, name=f"batch_{verb}")
                for verb in one.VERBS
            ),
            *super().get_urls(),
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from incidents.admin.review.inbox import in_the_head

        return super().each_context(request) | in_the_head(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through the account's login, where a second factor is asked for. Who is in and has no role is told."""
        if request.user.is_authenticated and not self.has_permission(request):
            return render(request, "admin/account/no_role.html", self.each_context(request))
        following = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(following, reverse("account_login"))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting: dict[str, Any] = {}
        if request.user.has_perm("incidents.view_draft"):
            by_status = counts(request.user, *OPEN)
            waiting["drafts"], waiting["in_review"] = by_status["draft"], by_status["in_review"]
        if request.user.has_perm("incidents.view_article"):
            waiting["failed"] = Article.objects.filter(state=ArticleState.FAILED).count()
        return super().index(request, {"waiting": waiting} | (extra_context or {}))
