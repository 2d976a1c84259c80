from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse

from incidents.admin.knowledge.columns import Drawing, drawn
from incidents.admin.knowledge.page import by_number, page
from incidents.dashboards.scorecard import Wanted, by_field, verdicts
from incidents.dashboards.timeline import in_months
from incidents.models import Source
from incidents.review.values import countries


def show(request: HttpRequest, pk: int) -> HttpResponse:
    source = by_number(request, Source, pk)
    context = {"country": countries().get(source.country, source.country)}
    if request.user.has_perm("incidents.view_article"):
        context |= {"articles": articles(source), "article_count": source.articles.count()}
        context["undated_articles"] = source.articles.filter(published_on=None).count()
    if request.user.has_perm("incidents.view_draft"):
        judged = verdicts(request.user, Wanted(period="all", source=str(source.pk)))
        context["acceptance"] = by_field(judged.found)
    return page(request, source, "admin/knowledge/source.html", context)


def articles(source: Source) -> Drawing | None:
    rows = (
        source.articles.filter(published_on__isnull=False)
        .order_by()
        .annotate(month=TruncMonth("published_on"))
        .values_list("month")
        .annotate(n=Count("pk"))
    )
    return drawn(in_months((month, "articles", n) for month, n in rows), {"articles": "articles"})
