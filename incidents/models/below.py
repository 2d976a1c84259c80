"""What an incident repeats of the rows below it, so that a list of many need not look at them: kept by triggers.

``has_new_source``: one of its reports is new. ``words``: the names of who took part and the titles of its
articles; and as words that no text has, ``source:7`` and ``batch:3``, where these come from.
"""

from typing import Any

import pgtrigger
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

_REPEAT = """
    UPDATE incidents_incident AS i SET
        has_new_source = EXISTS (SELECT 1 FROM incidents_report AS r WHERE r.incident_id = i.id AND r.is_new),
        words = to_tsvector('english', concat_ws(' . ',
            (SELECT string_agg(p.name, ' . ') FROM incidents_participation AS p WHERE p.incident_id = i.id),
            (SELECT string_agg(a.title, ' . ') FROM incidents_report AS r
             JOIN incidents_article AS a ON a.id = r.article_id WHERE r.incident_id = i.id)
        )) || array_to_tsvector(ARRAY(
            SELECT 'source:' || a.source_id FROM incidents_report AS r
            JOIN incidents_article AS a ON a.id = r.article_id
            WHERE r.incident_id = i.id AND a.source_id IS NOT NULL
            UNION SELECT 'batch:' || a.batch_id FROM incidents_report AS r
            JOIN incidents_article AS a ON a.id = r.article_id
            WHERE r.incident_id = i.id AND a.batch_id IS NOT NULL
        ))
    WHERE i.id IN ({incidents})
"""


def repeated_above(*columns: str) -> pgtrigger.Trigger:
    """For a model with an ``incident``: a change of these columns, a new row, or one less."""
    return pgtrigger.Trigger(
        name="repeated_above",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("incident_id", *columns),
        func=f"{_REPEAT.format(incidents='OLD.incident_id, NEW.incident_id')}; RETURN NULL;",
    )


def article_repeated_above() -> pgtrigger.Trigger:
    of_it = "SELECT incident_id FROM incidents_report WHERE article_id = NEW.id"
    return pgtrigger.Trigger(
        name="repeated_above",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("title", "source_id"),
        condition=pgtrigger.AnyChange("title", "source"),
        func=f"{_REPEAT.format(incidents=of_it)}; RETURN NULL;",
    )


class Lexeme(SearchQuery):
    """A word as it stands in the vector, past PostgreSQL's parser, which would cut it at the colon."""

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[str]]:
        return "%s::tsquery", [f"'{self.source_expressions[-1].value}'"]


def coming_from(kind: str, key: int) -> Q:
    """Told of by an article of this source or batch: such are words of the incident, as no text has them."""
    return Q(words=Lexeme(f"{kind}:{key}"))
