"""Words of an article that a person points at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models import Article, Evidence, Incident, Statement

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Words:
    """From ``start`` to ``end``, in characters of the text of the article with this primary key."""

    article: int
    start: int
    end: int


def evidence(incident: Incident, statement: Statement, words: Iterable[Words]) -> Iterator[Evidence]:
    """Not in the database yet. Words are those of an article of the incident, and not of any other."""
    for each in dict.fromkeys(words):
        yield Evidence(
            statement=statement,
            article_id=each.article,
            start=each.start,
            end=each.end,
            quote=quoted(incident, each),
        )


def quoted(incident: Incident, words: Words) -> str:
    """The words themselves."""
    article = Article.objects.filter(reports__incident=incident, pk=words.article).only("text").first()
    if article is None:
        raise ValidationError({"words": _("expected words of an article that tells of this incident.")})
    if not 0 <= words.start < words.end <= len(article.text):
        raise ValidationError(
            {"words": _("expected a span of 0 to %(n)s, end behind start.") % {"n": len(article.text)}}
        )
    if words.end - words.start > LONGEST:
        raise ValidationError({"words": _("expected at most %(longest)s characters.") % {"longest": LONGEST}})
    return article.text[words.start : words.end]
