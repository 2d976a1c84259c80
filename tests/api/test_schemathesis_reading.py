"""The same for somebody who only reads; in a file of its own, so that both are asked at once."""

import pytest

from incidents.vocabulary import Scope
from tests.api.test_schemathesis import EXAMPLES, SECONDS, address, ask_as

__all__ = ["address"]
pytestmark = [pytest.mark.processes, pytest.mark.timeout(0 if EXAMPLES else SECONDS + 20)]


def test_schemathesis_finds_nothing_who_only_reads(address):
    ask_as(address, ["viewer"], [Scope.READ])
