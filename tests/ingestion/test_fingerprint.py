"""Near-identical texts have near-identical fingerprints; others do not."""

from incidents.ingestion.fingerprint import distance, fingerprint
from tests.ingestion.documents import STORY

OTHER = (
    "Lawmakers in the capital passed a budget on Tuesday after a debate that went on past midnight, ending a "
    "quarrel over spending on schools and roads that had divided the governing coalition since the spring."
)
LONG = " ".join(f"{STORY} {OTHER} Paragraph {n} tells of the weather in town number {n}." for n in range(5))


def test_strangers_are_far_apart():
    assert distance(fingerprint(STORY), fingerprint(OTHER)) > 16


def test_too_few_words_have_none():
    assert fingerprint("Rockets hit the base.") is None
    assert fingerprint("") is None


def test_a_copy_is_near():
    copy = LONG.replace("\n", " ").upper().replace("TWO SOLDIERS", "three soldiers", 1)
    assert distance(fingerprint(LONG), fingerprint(copy)) <= 6


def test_it_fits_a_signed_bigint():
    prints = [fingerprint(" ".join(str(n * k) for k in range(1, 12))) for n in range(1, 50)]
    assert all(-(2**63) <= each < 2**63 for each in prints)
    assert any(each < 0 for each in prints)
    assert distance(-1, 0) == 64
