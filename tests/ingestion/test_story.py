"""One agency's report in several papers is read once; what only looks like it is read like anything else."""

from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from incidents.extraction.records import Evidence, Reading, Span
from incidents.extraction.records import Statement as Said
from incidents.ingestion import Outcome, read, reread, submit
from incidents.ingestion.story import is_copy
from incidents.models import Article, Incident, Report, Statement
from incidents.models import Evidence as Words
from incidents.review import edit, publish
from tests.cast import alice, bob
from tests.ingestion.readings import MISSILES, finds

pytestmark = pytest.mark.django_db

WIRE = (
    "BAGHDAD - Gunmen stormed a police post on the edge of the town of Hawija before dawn on Saturday, killing "
    "four officers and wounding another seven before they withdrew into the hills, the provincial governor said."
    "\n\n"
    "Residents spoke of an exchange of fire that went on for almost an hour. “We lay on the floor until the "
    "shooting had stopped,” said a baker whose shop stands across the road. Helicopters searched the valley "
    "until noon and found two burnt-out cars.\n\n"
    "Nobody claimed the raid. The governor blamed a cell that has been hiding in the mountains since the "
    "summer, and asked the capital for more men and for armoured vehicles. A funeral for the officers was held "
    "in the afternoon."
)
PRINTED = WIRE.replace("BAGHDAD - ", "Baghdad (Agency) ").replace(" A funeral for", " A service for")
SHORT = (
    "Rockets hit the air base at Hawija on Saturday, wounding two soldiers, an official said by telephone."
)


def hand_in(text: str, published: str = "2024-01-20", **article) -> Article:
    return submit(by=None, text=text, published=published, **article).article


def draft_of(text: str):
    """Gunmen at Hawija, as a reader might tell of them: each value on its words."""

    def words(field: str, quote: str) -> Evidence:
        at = text.index(quote)
        return Evidence(field, Span(at, at + len(quote)), quote)

    four = text.index("killing four officers")
    said = Said(
        "killed",
        {"min": 4, "max": 4},
        Span(four, four + 21),
        "killing four officers",
        "the provincial governor",
    )
    found = replace(
        MISSILES,
        base=None,
        base_key=None,
        place="Hawija",
        evidence=(words("event_type", "stormed"), words("place", "Hawija")),
        statements=(said,),
    )
    return Reading((found,), ())


def read_first() -> tuple[Article, Incident]:
    first = hand_in(WIRE)
    assert read(first.pk, extract=finds(draft_of(WIRE))) is Outcome.READ
    return first, first.incidents.get()


class TestWhatIsNoCopy:
    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(WIRE.replace("four officers", "six officers"), id="a toll that has risen"),
            pytest.param(WIRE + " Three suspects were arrested.", id="a figure added"),
            pytest.param(
                " ".join(f"{word} and" if n % 9 == 0 else word for n, word in enumerate(WIRE.split())),
                id="written anew",
            ),
            pytest.param(WIRE.partition("\n\n")[0], id="only its beginning"),
        ],
    )
    def test_by_its_words(self, other):
        assert not is_copy(other, of=WIRE)
        hand_in(WIRE)
        article = hand_in(other)
        assert (article.state, article.story) == ("received", None)

    def test_a_short_text_is_like_others_by_being_short(self):
        hand_in(SHORT)
        assert hand_in(SHORT.replace("by telephone", "on the phone")).story is None

    @pytest.mark.parametrize("published", ["2024-01-24", "2024-01-16", None])
    def test_of_another_week_or_without_a_day(self, published):
        hand_in(WIRE)
        assert hand_in(PRINTED, published).story is None

    def test_in_another_language(self):
        hand_in(WIRE)
        assert hand_in(PRINTED, language="fr").story is None

    def test_of_what_could_not_be_read(self):
        first = hand_in(WIRE)
        Article.objects.filter(pk=first.pk).update(state="failed")
        assert hand_in(PRINTED).story is None


class TestACopy:
    def test_says_so_and_is_never_read(self):
        first, _ = read_first()
        copy = hand_in(PRINTED, source="The Evening Paper")

        assert (copy.story, copy.state) == (first, "same_story")
        assert copy.reason == f"The same story as article {first.pk}, and read with it."
        for force in (False, True):
            assert read(copy.pk, force=force, extract=finds(draft_of(WIRE))) is Outcome.NOTHING_TO_DO
        assert Incident.objects.count() == 1

    def test_is_the_firsts_and_no_copys(self):
        first = hand_in(WIRE)
        hand_in(PRINTED)
        third = hand_in(PRINTED.replace("Baghdad (Agency)", "From our correspondent:"))
        assert third.story == first

    @pytest.mark.parametrize("comes_late", [True, False], ids=["after the reading", "before it"])
    def test_stands_as_a_source_with_its_own_words_and_no_statement_is_doubled(self, comes_late):
        first = hand_in(WIRE)
        if not comes_late:
            hand_in(PRINTED)
        read(first.pk, extract=finds(draft_of(WIRE)))
        if comes_late:
            hand_in(PRINTED)
        copy = Article.objects.get(story=first)

        (incident,) = copy.incidents.all()
        assert set(incident.articles.all()) == {first, copy}
        (killed,) = Statement.objects.filter(incident=incident, field="killed", speaker__gt="")
        quote = "killing four officers"
        words = {e.article_id: (e.quote, e.article.text[e.start : e.end]) for e in killed.evidence.all()}
        assert words == {first.pk: (quote, quote), copy.pk: (quote, quote)}
        assert not Statement.objects.filter(article=copy).exists()
        assert incident.version == 1

    def test_what_people_have_taken_up_is_marked(self):
        _, incident = read_first()
        publish(incident, by=alice(), seen_version=1)
        before = Incident.objects.get().version
        copy = hand_in(PRINTED)

        assert list(Report.objects.filter(is_new=True).values_list("article", flat=True)) == [copy.pk]
        assert Incident.objects.get().version == before + 1

    def test_does_not_keep_the_first_from_being_read_again(self):
        first, old = read_first()
        copy = hand_in(PRINTED)
        read(first.pk, force=True, extract=finds(draft_of(WIRE)))

        (incident,) = Incident.objects.all()
        assert incident.pk != old.pk
        assert set(incident.articles.all()) == {first, copy}

    def test_nothing_is_added_by_reading_again_what_a_person_has_changed(self):
        first, incident = read_first()
        hand_in(PRINTED)
        edit(incident, {"summary": "Ours."}, by=bob(), seen_version=1, reason="clearer")
        before = [*Words.objects.order_by("pk").values_list("pk", flat=True)]
        read(first.pk, force=True, extract=finds(draft_of(WIRE)))
        assert [*Words.objects.order_by("pk").values_list("pk", flat=True)] == before
        assert Report.objects.count() == 2

    def test_can_be_read_for_itself_if_a_person_asks(self):
        first, incident = read_first()
        copy = hand_in(PRINTED)
        reread(copy, by=alice())
        copy.refresh_from_db()

        assert (copy.state, copy.story) == ("received", None)
        assert list(incident.articles.all()) == [first]
        assert not Words.objects.filter(article=copy).exists()

    def test_what_it_leaves_has_changed_for_those_who_keep_a_copy_of_it(self):
        _, incident = read_first()
        published = publish(incident, by=alice(), seen_version=1)
        copy = hand_in(PRINTED)
        reread(copy, by=bob())
        assert Incident.objects.get().version == published.version + 2
        assert Incident.objects.get().articles.count() == 1

    def test_takes_the_place_of_a_first_that_cannot_be_read(self, settings):
        settings.READ_ATTEMPTS = 1
        first = hand_in(WIRE)
        second, third = hand_in(PRINTED), hand_in(PRINTED.replace("Baghdad", "Kirkuk", 1))

        def fail(article, gazetteer):
            raise ValueError("boom")

        with pytest.raises(ValueError, match="boom"):
            read(first.pk, extract=fail)
        second.refresh_from_db()
        third.refresh_from_db()
        assert (second.state, second.story) == ("received", None)
        assert (third.state, third.story) == ("same_story", second)


def test_it_is_found_in_an_index_of_the_days():
    """No table scan, however many articles there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO incidents_article (canonical_url, url, title, byline, published_on, language, raw,
                content_type, encoding, raw_sha256, text, text_sha256, fingerprint, state, reason, attempts,
                submitted_at, updated_at)
            SELECT '', '', '', '', date '2020-01-01' + n %% 2000, 'en', ''::bytea, 'text/plain', '', 'r' || n, '',
                't' || n, hashint8extended(n, 7), 'read', '', 0, %s, %s
            FROM generate_series(1, 5000) n
            """,
            [timezone.now()] * 2,
        )
        cursor.execute("ANALYZE incidents_article")
    from incidents.ingestion.story import _near

    like = Article.objects.filter(published_on="2021-03-04").first()
    near = _near(like)
    assert list(near) == [like]
    assert "article_firsts" in near.explain()
