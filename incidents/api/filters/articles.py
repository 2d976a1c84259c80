from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django_filters.rest_framework import FilterSet

from incidents.api import parameters as parse
from incidents.api.filters.incidents import source
from incidents.api.filters.kinds import DAY, One, Several, Since, Words, flat, with_exclusions
from incidents.api.permissions import demand
from incidents.models import Article
from incidents.vocabulary import ArticleState, Scope


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
    q = One(
        parse.words,
        lambda words, _asked: Q(search=SearchQuery(words, config="english", search_type="websearch")),
        help="Words of title and text. Takes the right to read articles.",
    )

    def filter_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.form.cleaned_data["q"]:  # or one could guess the text word by word
            demand(self.request, "view_article", Scope.DRAFTS)
        return super().filter_queryset(queryset)
