"""The stock pages of the admin site: they open, search, and do not ask the database once a row."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.models import Actor, Batch, Campaign, Delivery, Receipt, Snapshot, Token, User
from incidents.vocabulary import MessageKind, Scope
from tests import cast
from tests.admin.test_desk import page_of
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    BaseFactory,
    IncidentFactory,
    ParticipationFactory,
    PlaceFactory,
    ReportFactory,
    SourceFactory,
    TriggerFactory,
)
from tests.webhooks.conftest import webhook_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    """A browser in which an administrator is logged in."""
    client = Client()
    client.force_login(cast.person("ada", "admin"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def batch_of(user: User) -> Batch:
    return Batch.objects.create(file_name="many.csv", sha256="0" * 64, format="csv", submitter=user)


def token_of(user: User) -> Token:
    return Token.objects.issue(user, name="dashboard", scopes=[Scope.READ])[0]


def incident() -> None:
    found = IncidentFactory(base=BaseFactory())
    ParticipationFactory(incident=found)
    ReportFactory(incident=found)


def snapshot_of(user, key="iraq"):
    """One that waits to be made."""
    return Snapshot.objects.create(
        key=key,
        title="Iraq",
        query="country=IQ",
        address=f"https://tracker.example/api/v1/snapshots/{key}",
        formats=["csv"],
        by=user,
        role="editor",
    )


MAKE = {
    "incident": lambda user, n: incident(),
    "article": lambda user, n: ArticleFactory(submitter=user),
    "actor": lambda user, n: ActorFactory(),
    "base": lambda user, n: BaseFactory(),
    "place": lambda user, n: PlaceFactory(),
    "trigger": lambda user, n: TriggerFactory(wording=("garrotte", "defenestrate", "bludgeon")[n % 3]),
    "source": lambda user, n: SourceFactory(),
    "campaign": lambda user, n: Campaign.objects.create(name=f"Campaign {n}"),
    "batch": lambda user, n: batch_of(user),
    "receipt": lambda user, n: Receipt.objects.create(
        batch=batch_of(user), number=n + 1, outcome="accepted", article=ArticleFactory()
    ),
    "snapshot": lambda user, n: snapshot_of(user, f"iraq-{n}"),
    "token": lambda user, n: token_of(user),
    "webhook": lambda user, n: webhook_of(user, f"https://receiver.example/{n}"),
    "delivery": lambda user, n: Delivery.objects.create(
        webhook=webhook_of(user, f"https://receiver.example/{n}"), kind=MessageKind.TEST, at=timezone.now()
    ),
    "user": lambda user, n: cast.person(f"person {n}", "viewer", "submitter"),
}


@pytest.mark.parametrize("name", MAKE)
def test_a_list_of_three_takes_no_more_queries_than_a_list_of_one(office, name):
    owner = cast.person("otto", "editor")
    address = reverse(f"admin:incidents_{name}_changelist")
    asked = []
    for n in range(3):
        MAKE[name](owner, n)
        with counted() as queries:
            assert office.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[2] <= asked[0], asked
    assert asked[0] <= 16


def counted() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


@pytest.mark.parametrize("model", [m for m in admin.site._registry if m._meta.app_label == "incidents"])
def test_every_list_can_be_searched(office, model):
    address = reverse(f"admin:incidents_{model._meta.model_name}_changelist")
    assert office.get(address, {"q": "nothing is called like this"}).status_code == 200


def test_a_list_of_the_queue_takes_no_more_queries_for_three(office):
    asked = []
    for _ in range(3):
        incident()
        with counted() as queries:
            assert office.get(reverse("admin:review_queue")).status_code == 200
        asked.append(len(queries))
    assert asked[2] <= asked[0] <= 18


def test_the_secret_of_a_token_is_shown_once_and_never_again(office):
    otto = cast.person("otto", "editor")
    data = {"owner": otto.pk, "name": "dashboard", "scopes": ["read", "drafts"]}
    page = page_of(office.post(reverse("admin:incidents_token_add"), data, follow=True))
    token = Token.objects.get()
    secret = page.split('<code class="secret">')[1].split("</code>")[0]
    assert (Token.objects.living(secret), token.scopes) == (token, ["read", "drafts"])
    for address in (
        reverse("admin:incidents_token_change", args=[token.pk]),
        reverse("admin:incidents_token_changelist"),
    ):
        assert secret not in page_of(office.get(address))


def test_a_token_is_not_made_for_somebody_above(office):
    root = User.objects.create_superuser("root", password="a-long-password-here")
    data = {"owner": root.pk, "name": "mine now", "scopes": ["admin"]}
    assert office.post(reverse("admin:incidents_token_add"), data).status_code == 200
    assert not Token.objects.exists()


def test_revoked_tokens_live_no_longer(office):
    token, secret = Token.objects.issue(cast.person("otto", "editor"), name="x", scopes=[Scope.READ])
    data = {"action": "revoke", "_selected_action": [token.pk]}
    office.post(reverse("admin:incidents_token_changelist"), data)
    assert Token.objects.living(secret) is None


def test_with_a_role_comes_the_right_to_log_in_and_without_one_it_goes(office):
    page = office.post(
        reverse("admin:incidents_user_add"),
        {
            "username": "newcomer",
            "usable_password": "true",
            "password1": "long-and-odd-1",
            "password2": "long-and-odd-1",
        },
    )
    assert page.status_code == 302, page.context["adminform"].errors
    newcomer = User.objects.get(username="newcomer")
    assert not newcomer.is_staff
    address = reverse("admin:incidents_user_change", args=[newcomer.pk])
    role = Group.objects.get(name="viewer")
    office.post(address, {"username": "newcomer", "is_active": "on", "groups": [role.pk]})
    assert User.objects.get(pk=newcomer.pk).is_staff
    office.post(address, {"username": "newcomer", "is_active": "on", "groups": []})
    assert not User.objects.get(pk=newcomer.pk).is_staff


def test_an_admin_does_not_change_a_superuser(office):
    root = User.objects.create_superuser("root", password="a-long-password-here")
    address = reverse("admin:incidents_user_change", args=[root.pk])
    assert office.post(address, {"username": "root", "is_active": "", "groups": []}).status_code == 403
    assert office.post(f"/admin/incidents/user/{root.pk}/password/", {"password1": "x"}).status_code == 403
    assert User.objects.get(pk=root.pk).is_active


def test_an_analyst_adds_an_actor_with_its_ties(desk):
    other = ActorFactory(name="Popular Mobilization Forces")
    data = {
        "key": "a-new-group",
        "name": "A New Group",
        "kind": "political_militia",
        "names": "{}",
        "aliases": "New Group,The Group",
        "ties-TOTAL_FORMS": 1,
        "ties-INITIAL_FORMS": 0,
        "ties-0-kind": "part_of",
        "ties-0-other": other.pk,
    }
    response = desk.post(reverse("admin:incidents_actor_add"), data)
    assert response.status_code == 302, response.context["errors"]
    actor = Actor.objects.get(key="a-new-group")
    assert (actor.aliases, [t.other for t in actor.ties.all()]) == (["New Group", "The Group"], [other])
