from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse

from incidents.admin.knowledge.columns import drawn
from incidents.admin.knowledge.page import by_number, page
from incidents.admin.knowledge.scorecard import as_the_desk_does
from incidents.dashboards.scorecard import Wanted, by_field, verdicts
from incidents.dashboards.timeline import in_months
from incidents.models import Source
from incidents.review.values import countries

A_GLANCE = 5_000
"""So many verdicts the page of a source counts; the scorecard counts more."""


def show(request: HttpRequest, pk: int) -> HttpResponse:
    source = by_number(request, Source, pk)
    context = {"country": countries().get(source.country, source.country)}
    if request.user.has_perm("incidents.view_article"):
        months = articles(source)
        context["articles"] = drawn(
            in_months((month, "articles", n) for month, n in months if month), {"articles": "articles"}
        )
        context["article_count"] = sum(n for _month, n in months)
        context["undated_articles"] = sum(n for month, n in months if not month)
    if request.user.has_perm("incidents.view_draft"):
        judged = verdicts(request.user, Wanted(period="all", source=str(source.pk)), most=A_GLANCE)
        context["acceptance"] = as_the_desk_does(by_field(judged.found))
        context["glance"] = A_GLANCE if judged.is_cut else None
    return page(request, source, "admin/knowledge/source.html", context)


def articles(source: Source) -> list[tuple[date | None, int]]:
    """How many a month; those without a day of publication under None."""
    months = source.articles.order_by().annotate(month=TruncMonth("published_on"))
    return list(months.values_list("month").annotate(n=Count("*")))
