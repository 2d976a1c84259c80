"""Whether the account of a salvo adds up: a word to the analyst, never a refusal."""

import pytest

from incidents.review.ledger import account
from incidents.review.ranges import read


@pytest.mark.parametrize(
    ("launched", "intercepted", "failed", "hit", "state", "says"),
    [
        ("", "", "", "", "", ""),
        ("12", "", "", "", "", ""),
        ("", "9", "", "", "", ""),
        ("12", "9", "1", "2", "agrees", "12 launched = 9 intercepted + 1 failed + 2 hit"),
        ("12", "9", "", "", "open", "3 left open"),
        ("12", "9", "0", "0", "warns", "3 unaccounted for"),
        ("12", "9", "1", "5", "warns", "3 more than launched"),
        ("12", "", "", "13", "warns", "more hit than launched"),
        ("12", "12", "", "", "agrees", "12 launched = 12 intercepted"),
        ("", "9", "", "2", "open", "11 launched, going by the rest"),
        ("10-12", "9", "1", "2", "agrees", "can be: 9 intercepted + 1 failed + 2 hit of 10–12"),
        ("10-12", "9", "0", "0", "warns", "1 unaccounted for"),
        (">=12", "9", "", "2", "open", "≥ 1 left open"),
        (">=12", "9", "1", "30", "agrees", "can be: 9 intercepted + 1 failed + 30 hit of ≥ 12"),
        ("12", ">=9", "", "", "open", "0–3 left open"),
    ],
)
def test_the_account(launched, intercepted, failed, hit, state, says):
    found = account(*(read(each) for each in (launched, intercepted, failed, hit)))
    assert (found.state, found.says) == (state, says)
