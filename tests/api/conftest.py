import uuid

import pytest
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from incidents.models import Token, User
from incidents.vocabulary import Scope
from tests import cast


@pytest.fixture(autouse=True)
def uncounted(monkeypatch):
    """Each test counts its own requests: all come from one address."""
    monkeypatch.setattr(SimpleRateThrottle, "cache_format", f"{uuid.uuid4()}_%(scope)s_%(ident)s")


def client_of(user: User, *scopes: Scope) -> APIClient:
    """A script with a token of these scopes; without any, a browser that is logged in."""
    client = APIClient()
    if scopes:
        _, secret = Token.objects.issue(user, name="script", scopes=list(scopes))
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    else:
        client.force_login(user)
    return client


@pytest.fixture
def anonymous(db) -> APIClient:
    return APIClient()


@pytest.fixture
def viewer(db) -> APIClient:
    """Reads what is published."""
    return client_of(cast.person("victor", "viewer"), Scope.READ)


@pytest.fixture
def alice(db) -> APIClient:
    """An analyst, by a token that may do all that she may."""
    return client_of(cast.alice(), Scope.ADMIN)


@pytest.fixture
def bob(db) -> APIClient:
    """An editor."""
    return client_of(cast.bob(), Scope.ADMIN)
