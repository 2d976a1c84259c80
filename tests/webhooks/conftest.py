from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from incidents import review
from incidents.models import Incident, User, Webhook
from incidents.webhooks.owning import make
from tests import cast, factories
from tests.webhooks.receiver import Receiver

INCIDENTS = "https://tracker.example/api/v1/incidents"


@pytest.fixture
def loopback(settings) -> None:
    """As an operator may allow it: the receivers of these tests are on this machine."""
    settings.WEBHOOK_HTTP = True
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1/32")]


@pytest.fixture
def receiver(loopback) -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def other(loopback) -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.close()


def webhook_of(owner: User, endpoint: str, **given: object) -> Webhook:
    """It has its secret in ``secret``, as its owner keeps it."""
    webhook, secret = make(by=owner, address=INCIDENTS, name="dashboard", endpoint=endpoint, **given)
    webhook.secret = secret
    return webhook


def published(**fields: object) -> Incident:
    """As an editor does it."""
    bob = User.objects.filter(username="bob").first() or cast.bob()
    return review.publish(factories.IncidentFactory(**fields), by=bob, seen_version=1)


@pytest.fixture
def victor(transactional_db) -> User:
    """Reads what is published."""
    return cast.person("victor", "viewer")
