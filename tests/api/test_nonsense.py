"""Whatever is sent, the answer is one of ours: found, or a problem that says why not, and never a failure."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.api.filters.articles import ArticleFilters
from incidents.api.filters.catalogues import BaseFilters, PlaceFilters
from incidents.api.filters.incidents import IncidentFilters
from incidents.api.serializers.changes import IncidentChange
from tests import factories

V1 = "/api/v1"
LISTS = {
    "incidents": IncidentFilters,
    "articles": ArticleFilters,
    "bases": BaseFilters,
    "places": PlaceFilters,
}
PAGES = ("cursor", "page_size", "ordering", "include")

# things that have been the end of other people's servers
ODD = st.sampled_from(
    [
        *(
            "0",
            "-1",
            "1e400",
            "9" * 30,
            "NaN",
            "inf",
            "null",
            "None",
            "true",
            "١٢",
            "²",
            "\x00",
            "\ud7ff",
            "%",
            "'",
        ),
        *("0001-01-01", "9999-12-31", "2024-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
        *(
            "-180,-90,180,90",
            "0,0,0,0",
            "1e300,0,0,0",
            ",,,",
            "nan,nan,nan,nan",
            "IQ",
            "published",
            "a & b | !(",
            "\\",
        ),
    ]
)
TEXT = ODD | st.text(max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
QUESTION = st.sampled_from(sorted(LISTS)).flatmap(
    lambda name: st.tuples(
        st.just(name),
        st.dictionaries(st.sampled_from([*LISTS[name].base_filters, *PAGES]), TEXT, min_size=1, max_size=3),
    )
)
LIVED = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@LIVED
@given(question=QUESTION)
def test_no_question_is_answered_with_a_failure(alice, question):
    name, parameters = question
    response = alice.get(f"{V1}/{name}", parameters)
    assert response.status_code in {200, 400}, response.content


@LIVED
@given(changes=st.dictionaries(st.sampled_from([*IncidentChange().fields]), JSON, min_size=1, max_size=3))
def test_no_correction_is_answered_with_a_failure(alice, changes):
    draft = factories.IncidentFactory()
    body = {"version": 1, "reason": "because"} | changes
    response = alice.patch(f"{V1}/incidents/{draft.pk}", json.dumps(body), content_type="application/json")
    assert response.status_code in {200, 400, 409, 428}, response.content


@LIVED
@given(
    article=st.dictionaries(st.sampled_from(["title", "html", "url", "published", "source", "byline"]), JSON)
)
def test_no_article_is_answered_with_a_failure(submitter, article):
    body = json.dumps({"text": "Rockets hit the base."} | article)  # NaN and all
    response = submitter.post(f"{V1}/articles", body, content_type="application/json")
    assert response.status_code in {200, 202, 400}, response.content
