from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django_filters.rest_framework import FilterSet
from rest_framework.request import Request

from incidents.api import parameters as parse
from incidents.api.filters.incidents import source
from incidents.api.filters.kinds import DAY, Flag, One, Several, Since, Words, flat, with_exclusions
from incidents.api.permissions import demand, sees_drafts
from incidents.models import Article, Incident, Report
from incidents.vocabulary import ArticleState, Scope

HOW_IT_CAME = {"state", "not_state", "submitted_since", "updated_since"}
"""Parameters that ask of what only those are told who see an article whole."""


def cited(request: Request) -> Q:
    """Articles that tell of at least one incident that one may see."""
    visible = Incident.objects.visible_to(request.user, drafts=sees_drafts(request))
    return Q(pk__in=Report.objects.filter(incident__in=visible.order_by()).values("article"))


@with_exclusions
class ArticleFilters(FilterSet):
    state = Words(ArticleState, "state__in", help="How far its reading is.")
    source = Several(
        source, lambda sources, _asked: Q(source__in=flat(sources)), help="Id, name or domain of an outlet."
    )
    submitted_since = Since("submitted_at", "Submitted since.")
    updated_since = Since("updated_at", "Changed since.")
    published_after = One(parse.day, "published_on__gte", schema=DAY, help="Published on this day or later.")
    published_before = One(
        parse.day, "published_on__lte", schema=DAY, help="Published on this day or earlier."
    )
    cited = Flag(
        lambda _value, _asked: Q(),  # below, for it depends on who asks
        "Does it tell of an incident that you may see? With true, who hands in articles finds others' as well.",
    )
    q = One(
        parse.words,
        lambda words, _asked: Q(search=SearchQuery(words, config="english", search_type="websearch")),
        help="Words of title and text. Takes the right to read articles.",
    )

    def filter_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.form.cleaned_data["q"]:  # or one could guess the text word by word
            demand(self.request, "view_article", Scope.DRAFTS)
        if (told := self.form.cleaned_data["cited"]) is not None:
            queryset = queryset.filter(cited(self.request) if told else ~cited(self.request))
        return super().filter_queryset(queryset)
