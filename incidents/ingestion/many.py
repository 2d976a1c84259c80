"""Accept many articles at once: what ``submit`` makes of each, in a handful of questions to the database for all.

What is plainly new is stored together. What may be a duplicate, a copy of a story, or collides with somebody
who stores the same at this moment goes the way of one article after the others: there is one truth about that,
in ``submit``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, transaction

from incidents.ingestion import story
from incidents.ingestion.addresses import domain
from incidents.ingestion.sources import source_of
from incidents.ingestion.submit import Opened, Prepared, Submitted, may_submit, open_one, store, submit
from incidents.models import Article, Batch, Source, User

Terms = Mapping[str, Any]
Became = Submitted | Exception


def submit_many(terms: Sequence[Terms], *, by: User, batch: Batch) -> list[Became]:
    """In their order. What ``submit`` would raise of one stands in its place; the database's own trouble is
    raised.

    Call it in a transaction: all of them are stored, or none.
    """
    may_submit(by)
    became: dict[int, Became] = {}
    opened: dict[int, Opened] = {}
    for place, each in enumerate(terms):
        _try(became, opened, place, lambda each=each: open_one(**each))

    @transaction.atomic
    def alone(place: int) -> Submitted:
        if place in prepared:
            return store(prepared[place], by=by, batch=batch)
        return submit(**terms[place], by=by, batch=batch)

    later = _repeated({place: (one.sha256,) for place, one in opened.items()}, "raw_sha256")
    prepared: dict[int, Prepared] = {}
    for place in opened.keys() - later:
        _try(became, prepared, place, opened[place].read)
    later |= _not_plainly_new(prepared)
    new = {place: prepared[place] for place in sorted(prepared.keys() - later)}
    try:
        with transaction.atomic():
            became |= _stored_together(new, by=by, batch=batch)
    except (IntegrityError, DataError):  # somebody has stored one of them since; or one cannot be stored
        later |= new.keys()
    for place in sorted(later):
        _try(became, became, place, lambda place=place: alone(place))
    return [became[place] for place in range(len(terms))]


def _try(faults: dict[int, Any], found: dict[int, Any], place: int, do: Any) -> None:
    try:
        found[place] = do()
    except Exception as error:
        if isinstance(error, DatabaseError) and not isinstance(error, DataError):
            raise  # the database's trouble, and not the article's
        faults[place] = error


def _repeated(values: Mapping[int, tuple[Any, ...]], *columns: str) -> set[int]:
    """Places of which a stored article, or an earlier one of these, has the same."""
    among = {f"{column}__in": {row[n] for row in values.values()} for n, column in enumerate(columns)}
    seen = set(Article.objects.filter(**among).values_list(*columns)) if values else set()
    repeated = set()
    for place in sorted(values):
        if values[place] in seen:
            repeated.add(place)
        seen.add(values[place])
    return repeated


def _not_plainly_new(prepared: Mapping[int, Prepared]) -> set[int]:
    articles = {place: each.article for place, each in prepared.items()}
    dated = {
        place: (article.canonical_url, article.published_on)
        for place, article in articles.items()
        if article.canonical_url and article.published_on
    }
    found = _repeated({place: (each.text_sha256,) for place, each in articles.items()}, "text_sha256")
    found |= _repeated(dated, "canonical_url", "published_on")
    places = sorted(articles)
    return found | {places[n] for n in story.maybe_copies([articles[place] for place in places])}


def _stored_together(new: Mapping[int, Prepared], *, by: User, batch: Batch) -> dict[int, Became]:
    became: dict[int, Became] = {}
    sources: dict[tuple[str, str, str], Source | None] = {}
    with pghistory.context(user=by.pk, verb="submit"):
        for place, each in new.items():
            article = each.article
            key = (each.source, domain(article.url), each.site)
            try:
                if key not in sources:
                    sources[key] = source_of(name=each.source, url=article.url, site=each.site)
                article.source, article.batch, article.submitter = sources[key], batch, by
                became[place] = Submitted(article, is_new=True)
            except ValidationError as error:
                became[place] = error
        Article.objects.bulk_create(each.article for each in became.values() if isinstance(each, Submitted))
    return became
