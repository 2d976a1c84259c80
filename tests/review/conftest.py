import pytest

from incidents.models import Incident
from tests.admin import story


@pytest.fixture
def incident() -> Incident:
    """The draft of a story with rival figures, doubts and all kinds of fields."""
    return story.draft()
