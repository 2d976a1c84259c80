"""Forms that are remembered are those that the pipeline finds."""

import pytest

from incidents.extraction import language
from incidents.extraction.forms import PIPES, Forms

SENTENCES = [
    "I ain't gonna go, y'all.",  # words that are looked at in pairs
    "There is no hope, and they got to let us all out.",
    "The village was shelled; its shelled houses burnt.",  # one word, two parts of speech
    "Rebels  shot\n\ntwo men.",
    "Militants fired rockets at the base near Testville on Friday, killing two soldiers.",
    "",
]


def bare(text: str):
    return next(language.pipeline().pipe([text], disable=[language.ENTITIES, *PIPES]))


def forms_of(doc):
    return [(t.text, t.pos_, t.lemma_, str(t.morph), t.tag_, t.dep_, t.head.i) for t in doc]


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("limit", [1, 100_000])
def test_a_remembered_form_is_the_pipelines(text: str, limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.extraction.forms._LIMIT", limit)
    forms = Forms(language.pipeline())
    for _ in range(2):  # learnt, and remembered
        docs = [bare(other) for other in (*SENTENCES, text)]
        forms.give(docs)
        assert forms_of(docs[-1]) == forms_of(language.pipeline()(text))


def test_documents_come_back_in_the_order_of_their_texts() -> None:
    texts = ["Rockets hit the long road to the base.", "Rockets fell.", "Rockets hit the base."]
    assert [doc.text for doc in language.parse(texts)] == texts


def test_a_known_word_costs_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = Forms(language.pipeline())
    forms.give([bare("Rockets hit the base.")])
    monkeypatch.setattr(forms, "_by_pipes", lambda doc: pytest.fail("asked again"))
    forms.give([bare("Rockets hit the base.")])
