from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from incidents.models import Token, User
from incidents.vocabulary import Scope
from tests import cast


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
def submitter(db) -> APIClient:
    return client_of(cast.person("sally", "submitter"), Scope.SUBMIT)


@pytest.fixture
def alice(db) -> APIClient:
    """An analyst, with a token that may do all that she may."""
    return client_of(cast.alice(), Scope.ADMIN)


@pytest.fixture
def bob(db) -> APIClient:
    """An editor, likewise."""
    return client_of(cast.bob(), Scope.ADMIN)


@pytest.fixture
def queries(django_assert_max_num_queries) -> Callable[[Callable[[], object]], int]:
    """How many queries something takes."""

    def count(act: Callable[[], object]) -> int:
        with django_assert_max_num_queries(1000) as counted:
            act()
        return len(counted)

    return count
