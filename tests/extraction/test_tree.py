"""A tree says of its words what the library says."""

import pytest

from incidents.extraction import language
from incidents.extraction.tree import Phrase, Tree
from tests.extraction.test_forms import SENTENCES

TEXTS = [
    *(text for text in SENTENCES if text),
    "Gunmen who attacked a U.S. base in al-Qaim, Iraq, on Friday fled; nobody claimed it. The army denied losses.",
]


@pytest.fixture(params=TEXTS)
def pair(request: pytest.FixtureRequest) -> tuple[Tree, object]:
    doc = language.pipeline()(request.param)
    return Tree(doc, doc.text), doc


def test_an_empty_text_has_no_words() -> None:
    tree = Tree(language.pipeline()(""), "")
    assert not len(tree)
    assert tree.char_span(0, 5) is None


def test_words_that_are_not_touched_are_not_in_a_span() -> None:
    (tree,) = language.parse(["Rebels shot two men."])
    assert tree.char_span(6, 6) is None  # the space
    assert tree.char_span(0, 6).text == "Rebels"
    assert tree.char_span(8, 13).text == "shot two"


def test_every_word_is_told_as_the_library_tells_it(pair) -> None:
    tree, doc = pair
    asked = [
        "i",
        "idx",
        "text",
        "lower_",
        "lemma_",
        "pos_",
        "tag_",
        "dep_",
        "ent_type_",
        "like_num",
        "whitespace_",
    ]
    for word, token in zip(tree, doc, strict=True):
        assert [getattr(word, name) for name in asked] == [getattr(token, name) for name in asked]
        assert len(word) == len(token)


def test_every_word_hangs_where_the_library_hangs_it(pair) -> None:
    tree, doc = pair
    for word, token in zip(tree, doc, strict=True):
        assert word.head.i == token.head.i
        for name in ("children", "lefts", "rights", "subtree", "ancestors"):
            assert [w.i for w in getattr(word, name)] == [t.i for t in getattr(token, name)], name
        assert (word.left_edge.i, word.right_edge.i) == (token.left_edge.i, token.right_edge.i)
        for other, beside in zip(tree, doc, strict=True):
            assert word.is_ancestor(other) == (token.is_ancestor(beside) and word is not other)


def test_every_span_has_the_librarys_root_and_words(pair) -> None:
    tree, doc = pair
    for start in range(len(doc)):
        for end in range(start + 1, len(doc) + 1):
            ours, theirs = Phrase(tree, start, end), doc[start:end]
            assert ours.root.i == theirs.root.i
            assert (ours.text, ours.start_char, ours.end_char) == (
                theirs.text,
                theirs.start_char,
                theirs.end_char,
            )


def test_names_and_noun_phrases_are_the_librarys(pair) -> None:
    tree, doc = pair
    assert [(e.start, e.end, e.label_) for e in tree.ents] == [(e.start, e.end, e.label_) for e in doc.ents]
    assert [(c.start, c.end) for c in tree.noun_chunks] == [(c.start, c.end) for c in doc.noun_chunks]


def test_characters_find_the_words_that_they_touch(pair) -> None:
    tree, doc = pair
    for token in doc:
        found = tree.char_span(token.idx, token.idx + 1)
        assert found is not None
        assert found[0].i == token.i == found[-1].i


def test_what_the_small_model_gets_wrong_in_news_is_mended() -> None:
    (tree,) = language.parse(["Rebels shelled the town and downed two jets."])
    assert {"shell", "down"} <= {word.lemma for word in tree}
