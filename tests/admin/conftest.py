import pytest
from django.test import Client

from incidents.models import User


@pytest.fixture
def desk(alice: User) -> Client:
    """A browser in which Alice is logged in."""
    client = Client()
    client.force_login(alice)
    return client
