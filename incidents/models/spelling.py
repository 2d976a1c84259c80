"""Names by the words that their spellings share, computed and indexed by the database itself.

'Ain al-Asad, Ayn al Asad and Ain el-Assad have the words "ain" and "asad" in common once marks, articles and the
habits of transliteration are set aside. It is for people who look for a name, where a wrong suggestion costs
nothing; the reader of articles has its own and stricter folding (``incidents.gazetteer.names``).
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func

FUNCTIONS = r"""
CREATE FUNCTION plain_words(name text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := lower(normalize(name, NFKD));
    found text[];
    kept text[];
BEGIN
    folded := regexp_replace(folded, '[\u0300-\u036f\u0640\u064b-\u0655\u0670]', '', 'g');
    folded := replace(translate(folded, 'ıłøđəðß''’‘ʼʿʾʻ`´', 'ilodads'), 'æ', 'ae');
    -- what is neither letter nor figure, below U+00C0 and among the marks of punctuation
    folded := regexp_replace(
        folded, '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u060c\u061b\u2000-\u206f]+', ' ', 'g'
    );
    found := array_remove(string_to_array(folded, ' '), '');
    SELECT array_agg(word) INTO kept FROM unnest(found) word
        WHERE word !~ '^([aeiu]l|[ae](sh|th|dh|[rnstdz]))$';
    RETURN coalesce(kept, found);  -- "al" alone is a word
END $$;

CREATE FUNCTION respelt(word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    word := translate(word, 'yweoq', 'iuauk');
    word := regexp_replace(word, 'ah$', 'a');
    RETURN regexp_replace(replace(word, 'au', 'u'), '(.)\1+', '\1', 'g');
END $$;

CREATE FUNCTION spelling(name text, aliases text[], names jsonb DEFAULT '{}') RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path FROM CURRENT  -- a restored dump builds the indexes with none
AS $$
DECLARE
    others text := (SELECT string_agg(value, ' ') FROM jsonb_each_text(names));
    words text[] := plain_words(concat_ws(' ', name, array_to_string(aliases, ' '), others));
BEGIN
    RETURN array_to_tsvector(words || ARRAY(SELECT respelt(word) FROM unnest(words) word));
END $$;
"""
DROP = """
DROP FUNCTION spelling(text, text[], jsonb);
DROP FUNCTION respelt(text);
DROP FUNCTION plain_words(text);
"""


class Spelling(Func):
    """Of a row: ``Spelling("name", "aliases")``."""

    function = "spelling"
    output_field = SearchVectorField()


class Wanted(SearchQuery):
    """A query that is written already, as PostgreSQL writes them: ``'ain':* & 'asad':*``."""

    def __init__(self, query: str):
        super().__init__(query, search_type="raw")
        self.written = query

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, list[str]]:
        return "%s::tsquery", [self.written]


def spelling_index(*columns: str) -> GinIndex:
    return GinIndex(Spelling(*columns), name="%(class)s_spelling")
