"""Every role at every door: the page, the verb, the address, and what it answers."""

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.exports.formats import FORMATS
from incidents.models import Article, Campaign, Distinct, Incident, Snapshot, User, Webhook
from incidents.review import (
    NotAllowed,
    accept,
    acknowledge,
    apart,
    edit,
    link,
    merge,
    publish,
    reject,
    reopen,
    split,
    unmerge,
)
from incidents.review.distinguish import distinguish
from incidents.vocabulary import Status
from tests import cast
from tests.admin.test_catalogues import batch_of
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    IncidentFactory,
    ReportFactory,
    StatementFactory,
    walk,
)

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "nobody", "viewer", "submitter", "analyst", "editor", "admin")
LOGIN = 302  # the admin site sends to the login whom it does not know


class World:
    """One of everything that a door may open on."""

    def __init__(self) -> None:
        self.people: dict[str, User] = cast.everybody()
        self.cookies = {role: logged_in(user).cookies for role, user in self.people.items()}
        self.article = ArticleFactory()
        self.actor = ActorFactory()

    def client(self, role: str) -> Client:
        """A browser of its own, logged in."""
        client = Client()
        client.cookies = deepcopy(self.cookies.get(role, client.cookies))
        return client

    def draft(self, **fields: object) -> Incident:
        draft = IncidentFactory(**fields)
        ReportFactory(incident=draft, article=self.article, is_new=True)
        draft.refresh_from_db()
        return draft

    def webhook(self) -> Webhook:
        """Somebody else's."""
        owner, _ = User.objects.get_or_create(username="victor")
        return Webhook.objects.create(
            owner=owner, name="dashboard", endpoint="https://receiver.example/", position_at=timezone.now()
        )

    def published(self, **fields: object) -> Incident:
        incident = self.draft(**fields)
        walk(incident, Status.IN_REVIEW)
        number = Incident.objects.filter(public_id__isnull=False).count() + 1
        walk(incident, Status.PUBLISHED, public_id=f"IQ-2024-{number:04}")
        return incident


@pytest.fixture(scope="module")
def world(kept) -> World:
    return World()


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def admin(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def group() -> Group:
    return Group.objects.get_or_create(name="Northern team")[0]


def own_article(world: World, user: User | None) -> Article:
    return ArticleFactory(submitter=user if user and user.pk else None)


Get = Callable[[World, User | None], str]
BROWSER: dict[str, tuple[Get, tuple[int, ...]]] = {
    "the front page": (lambda w, u: admin("index"), (LOGIN, LOGIN, 200, 200, 200, 200, 200)),
    "the queue": (lambda w, u: admin("review_queue"), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "the next draft": (lambda w, u: admin("review_next"), (LOGIN, LOGIN, 403, 403, 302, 302, 302)),
    "recent decisions": (lambda w, u: admin("review_decisions"), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "one's views": (lambda w, u: admin("review_views"), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "counters of views": (
        lambda w, u: admin("review_view_counts"),
        (LOGIN, LOGIN, 403, 403, 200, 200, 200),
    ),
    "outlets for a filter": (
        lambda w, u: admin("review_filter_values", "source"),
        (LOGIN, LOGIN, 200, 200, 200, 200, 200),
    ),
    "batches for a filter": (
        lambda w, u: admin("review_filter_values", "batch"),
        (LOGIN, LOGIN, 403, 403, 200, 200, 200),
    ),
    "all incidents on the map": (
        lambda w, u: admin("incidents_incident_changelist") + "?show=map",
        (LOGIN, LOGIN, 200, 200, 200, 200, 200),
    ),
    "the queue on the map": (
        lambda w, u: admin("review_queue") + "?show=map",
        (LOGIN, LOGIN, 403, 403, 200, 200, 200),
    ),
    "changes of many": (lambda w, u: admin("review_jobs"), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "a draft": (lambda w, u: admin("review", w.draft().pk), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "a restricted draft": (
        lambda w, u: admin("review", w.draft(sensitivity="restricted").pk),
        (LOGIN, LOGIN, 403, 403, 404, 200, 200),
    ),
    "a draft of a group that one is not in": (
        lambda w, u: admin("review", w.draft(sensitivity="restricted", restricted_to=group()).pk),
        (LOGIN, LOGIN, 403, 403, 404, 404, 404),
    ),
    "one's own account": (lambda w, u: reverse("account"), (LOGIN, 200, 200, 200, 200, 200, 200)),
    "one's own tokens": (lambda w, u: reverse("account_tokens"), (LOGIN, 200, 200, 200, 200, 200, 200)),
    "one's own sessions": (lambda w, u: reverse("usersessions_list"), (LOGIN, 200, 200, 200, 200, 200, 200)),
    "one's second factors": (lambda w, u: reverse("mfa_index"), (LOGIN, 200, 200, 200, 200, 200, 200)),
    "a draft's history": (
        lambda w, u: admin("review_history", w.draft().pk),
        (LOGIN, LOGIN, 403, 403, 200, 200, 200),
    ),
    "a field from words": (
        lambda w, u: admin("review_from_words", w.draft().pk),
        (LOGIN, LOGIN, 403, 403, 422, 422, 422),
    ),
    "finding the same event": (
        lambda w, u: admin("review_same", w.draft().pk),
        (LOGIN, LOGIN, 403, 403, 200, 200, 200),
    ),
    "two drafts side by side": (
        lambda w, u: admin("review_compare", w.draft().pk, w.draft().pk),
        (LOGIN, LOGIN, 403, 403, 200, 200, 200),
    ),
    "a draft beside a restricted one": (
        lambda w, u: admin("review_compare", w.draft().pk, w.draft(sensitivity="restricted").pk),
        (LOGIN, LOGIN, 403, 403, 404, 200, 200),
    ),
    "splitting a draft": (
        lambda w, u: admin("review_split", w.draft().pk),
        (LOGIN, LOGIN, 403, 403, 200, 200, 200),
    ),
    "two versions side by side": (
        lambda w, u: admin("review_history", w.draft().pk) + "?from=1&to=1",
        (LOGIN, LOGIN, 403, 403, 200, 200, 200),
    ),
    "the inbox": (lambda w, u: admin("inbox"), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "suggestions": (lambda w, u: admin("review_lookup", "base"), (LOGIN, LOGIN, 200, 200, 200, 200, 200)),
    "what lies around": (lambda w, u: admin("review_around"), (LOGIN, LOGIN, 200, 200, 200, 200, 200)),
    "a new base": (lambda w, u: admin("review_new", "base"), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "what is understood": (
        lambda w, u: admin("review_understood", "date"),
        (LOGIN, LOGIN, 403, 403, 200, 200, 200),
    ),
    "submitting": (lambda w, u: admin("submit"), (LOGIN, LOGIN, 403, 200, 200, 200, 200)),
    "articles": (
        lambda w, u: admin("incidents_article_changelist"),
        (LOGIN, LOGIN, 403, 200, 200, 200, 200),
    ),
    "the landing page for maps": (lambda w, u: "/ogc", (200, 200, 200, 200, 200, 200, 200)),
    "the standards it keeps to": (lambda w, u: "/ogc/conformance", (200, 200, 200, 200, 200, 200, 200)),
    "its OpenAPI": (lambda w, u: "/ogc/api", (200, 200, 200, 200, 200, 200, 200)),
    "its pages to try it": (lambda w, u: "/ogc/docs", (200, 200, 200, 200, 200, 200, 200)),
    "its collections": (lambda w, u: "/ogc/collections", (401, 403, 200, 200, 200, 200, 200)),
    "a collection": (lambda w, u: "/ogc/collections/bases", (401, 403, 200, 200, 200, 200, 200)),
    "its schema": (lambda w, u: "/ogc/collections/bases/schema", (401, 403, 200, 200, 200, 200, 200)),
    "features": (lambda w, u: "/ogc/collections/incidents/items", (401, 403, 200, 200, 200, 200, 200)),
    "presences": (lambda w, u: "/ogc/collections/presences/items", (401, 403, 200, 200, 200, 200, 200)),
    "a restricted feature": (
        lambda w, u: f"/ogc/collections/incidents/items/{w.published(sensitivity='restricted').public_id}",
        (401, 403, 404, 404, 404, 200, 200),
    ),
    "a feature that is a draft": (
        lambda w, u: f"/ogc/collections/incidents/items/{w.draft().pk}",
        (401, 403, 404, 404, 200, 200, 200),
    ),
    "another's article": (
        lambda w, u: admin("incidents_article_change", w.article.pk),
        (LOGIN, LOGIN, 403, 404, 200, 200, 200),
    ),
    "one's own article": (
        lambda w, u: admin("incidents_article_change", own_article(w, u).pk),
        (LOGIN, LOGIN, 403, 200, 200, 200, 200),
    ),
    "incidents": (
        lambda w, u: admin("incidents_incident_changelist"),
        (LOGIN, LOGIN, 200, 200, 200, 200, 200),
    ),
    "a draft by its admin address": (
        lambda w, u: admin("incidents_incident_change", w.draft().pk),
        (LOGIN, LOGIN, 404, 404, 302, 302, 302),
    ),
    "actors": (lambda w, u: admin("incidents_actor_changelist"), (LOGIN, LOGIN, 200, 200, 200, 200, 200)),
    "a new actor": (lambda w, u: admin("incidents_actor_add"), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "deleting an actor": (
        lambda w, u: admin("incidents_actor_delete", w.actor.pk),
        (LOGIN, LOGIN, 403, 403, 403, 200, 200),
    ),
    "bases": (lambda w, u: admin("incidents_base_changelist"), (LOGIN, LOGIN, 200, 200, 200, 200, 200)),
    "places": (lambda w, u: admin("incidents_place_changelist"), (LOGIN, LOGIN, 200, 200, 200, 200, 200)),
    "sources": (lambda w, u: admin("incidents_source_changelist"), (LOGIN, LOGIN, 200, 200, 200, 200, 200)),
    "campaigns": (
        lambda w, u: admin("incidents_campaign_changelist"),
        (LOGIN, LOGIN, 200, 200, 200, 200, 200),
    ),
    "what is known": (lambda w, u: admin("knowledge"), (LOGIN, LOGIN, 200, 200, 200, 200, 200)),
    "what is known of an actor": (
        lambda w, u: admin("knowledge_actor", w.actor.key),
        (LOGIN, LOGIN, 200, 200, 200, 200, 200),
    ),
    "what is known of a source": (
        lambda w, u: admin("knowledge_source", w.article.source_id),
        (LOGIN, LOGIN, 200, 200, 200, 200, 200),
    ),
    "a sheet of actors": (
        lambda w, u: admin("knowledge_sheet", "actor"),
        (LOGIN, LOGIN, 200, 200, 200, 200, 200),
    ),
    "a sheet of actors to take away": (
        lambda w, u: admin("knowledge_sheet_export", "actor"),
        (LOGIN, LOGIN, 200, 200, 200, 200, 200),
    ),
    "doubles": (lambda w, u: admin("knowledge_doubles"), (LOGIN, LOGIN, 200, 200, 200, 200, 200)),
    "uniting an actor with another": (
        lambda w, u: admin("knowledge_unite", "actor", w.actor.pk),
        (LOGIN, LOGIN, 403, 403, 403, 200, 200),
    ),
    "the reader's scorecard": (lambda w, u: admin("scorecard"), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "its feedback": (lambda w, u: admin("scorecard_export"), (LOGIN, LOGIN, 403, 403, 200, 200, 200)),
    "batches": (lambda w, u: admin("incidents_batch_changelist"), (LOGIN, LOGIN, 403, 403, 403, 200, 200)),
    "bulk upload": (lambda w, u: admin("batches"), (LOGIN, LOGIN, 403, 200, 200, 200, 200)),
    "a template for bulk upload": (
        lambda w, u: admin("batches_template"),
        (LOGIN, LOGIN, 403, 200, 200, 200, 200),
    ),
    "one's own upload": (
        lambda w, u: admin("batch", batch_of(u or w.people["editor"]).pk),
        (LOGIN, LOGIN, 403, 200, 200, 200, 200),
    ),
    "another's upload": (
        lambda w, u: admin("batch", batch_of(w.people["submitter"]).pk),
        (LOGIN, LOGIN, 403, 200, 404, 200, 200),
    ),
    "how far another's upload is": (
        lambda w, u: admin("batch_progress", batch_of(w.people["submitter"]).pk),
        (LOGIN, LOGIN, 403, 200, 404, 200, 200),
    ),
    "receipts": (
        lambda w, u: admin("incidents_receipt_changelist"),
        (LOGIN, LOGIN, 403, 403, 403, 200, 200),
    ),
    "snapshots": (
        lambda w, u: admin("incidents_snapshot_changelist"),
        (LOGIN, LOGIN, 403, 403, 403, 200, 200),
    ),
    "webhooks": (
        lambda w, u: admin("incidents_webhook_changelist"),
        (LOGIN, LOGIN, 403, 403, 403, 403, 200),
    ),
    "a webhook": (
        lambda w, u: admin("incidents_webhook_change", w.webhook().pk),
        (LOGIN, LOGIN, 403, 403, 403, 403, 200),
    ),
    "deliveries": (
        lambda w, u: admin("incidents_delivery_changelist"),
        (LOGIN, LOGIN, 403, 403, 403, 403, 200),
    ),
    "accounts": (lambda w, u: admin("incidents_user_changelist"), (LOGIN, LOGIN, 403, 403, 403, 403, 200)),
    "roles": (lambda w, u: admin("auth_group_changelist"), (LOGIN, LOGIN, 403, 403, 403, 403, 200)),
    "tokens": (lambda w, u: admin("incidents_token_changelist"), (LOGIN, LOGIN, 403, 403, 403, 403, 200)),
    "a new token": (lambda w, u: admin("incidents_token_add"), (LOGIN, LOGIN, 403, 403, 403, 403, 200)),
}
API: dict[str, tuple[Get, tuple[int, ...]]] = {
    "incidents": (lambda w, u: "/api/v1/incidents", (401, 403, 200, 200, 200, 200, 200)),
    "ACLED-shaped rows": (lambda w, u: "/compat/acled/api/acled/read", (401, 403, 200, 200, 200, 200, 200)),
    "ACLED-shaped list of what is gone": (
        lambda w, u: "/compat/acled/api/deleted/read",
        (401, 403, 200, 200, 200, 200, 200),
    ),
    "UCDP-shaped events": (
        lambda w, u: "/compat/ucdp/gedevents/26.1",
        (401, 403, 404, 404, 404, 404, 404),  # there is no such version yet
    ),
    "TimeMap-shaped events": (
        lambda w, u: "/compat/timemap/events.json",
        (401, 403, 200, 200, 200, 200, 200),
    ),
    "TimeMap-shaped sites": (
        lambda w, u: "/compat/timemap/sites.json",
        (401, 403, 200, 200, 200, 200, 200),
    ),
    "ACLED-shaped list of actors": (
        lambda w, u: "/compat/acled/api/actor/read",
        (401, 403, 200, 200, 200, 200, 200),
    ),
    "a published incident": (
        lambda w, u: f"/api/v1/incidents/{w.published().public_id}",
        (401, 403, 200, 200, 200, 200, 200),
    ),
    "a restricted one": (
        lambda w, u: f"/api/v1/incidents/{w.published(sensitivity='restricted').public_id}",
        (401, 403, 404, 404, 404, 200, 200),
    ),
    "a draft": (
        lambda w, u: f"/api/v1/incidents/{w.draft().pk}",
        (401, 403, 404, 404, 200, 200, 200),
    ),
    "news": (lambda w, u: "/api/v1/incidents.atom", (401, 403, 200, 200, 200, 200, 200)),
    "what is gone": (lambda w, u: "/api/v1/deleted", (401, 403, 200, 200, 200, 200, 200)),
    "statements": (lambda w, u: "/api/v1/statements", (401, 403, 200, 200, 200, 200, 200)),
    "evidence": (lambda w, u: "/api/v1/evidence", (401, 403, 200, 200, 200, 200, 200)),
    "jobs": (lambda w, u: "/api/v1/jobs", (401, 403, 403, 403, 200, 200, 200)),
    "batches": (lambda w, u: "/api/v1/batches", (401, 403, 403, 200, 200, 200, 200)),
    "a draft's comments": (
        lambda w, u: f"/api/v1/incidents/{w.draft().pk}/comments",
        (401, 403, 403, 403, 200, 200, 200),
    ),
    "a draft's statements": (
        lambda w, u: f"/api/v1/incidents/{w.draft().pk}/statements",
        (401, 403, 404, 404, 200, 200, 200),
    ),
    "a draft's revisions": (
        lambda w, u: f"/api/v1/incidents/{w.draft().pk}/revisions",
        (401, 403, 404, 404, 200, 200, 200),
    ),
    "actors": (lambda w, u: "/api/v1/actors", (401, 403, 200, 200, 200, 200, 200)),
    "bases": (lambda w, u: "/api/v1/bases", (401, 403, 200, 200, 200, 200, 200)),
    "places": (lambda w, u: "/api/v1/places", (401, 403, 200, 200, 200, 200, 200)),
    "sources": (lambda w, u: "/api/v1/sources", (401, 403, 200, 200, 200, 200, 200)),
    "campaigns": (lambda w, u: "/api/v1/campaigns", (401, 403, 200, 200, 200, 200, 200)),
    "snapshots": (lambda w, u: "/api/v1/snapshots", (401, 403, 200, 200, 200, 200, 200)),
    "webhooks": (lambda w, u: "/api/v1/webhooks", (401, 403, 200, 200, 200, 200, 200)),
    "another's webhook": (
        lambda w, u: f"/api/v1/webhooks/{w.webhook().pk}",
        (401, 403, 404, 404, 404, 404, 200),
    ),
    "what it was sent": (
        lambda w, u: f"/api/v1/webhooks/{w.webhook().pk}/deliveries",
        (401, 403, 404, 404, 404, 404, 200),
    ),
    **{
        f"incidents.{form.ending}": (
            lambda w, u, ending=form.ending: f"/api/v1/incidents.{ending}",
            (401, 403, 200, 200, 200, 200, 200),
        )
        for form in FORMATS.values()
    },
    "articles": (lambda w, u: "/api/v1/articles", (401, 403, 200, 200, 200, 200, 200)),
    "another's article": (
        lambda w, u: f"/api/v1/articles/{w.article.pk}",
        (401, 403, 404, 404, 200, 200, 200),
    ),
    "an article that an incident cites": (
        lambda w, u: f"/api/v1/articles/{w.published().articles.get().pk}",
        (401, 403, 200, 200, 200, 200, 200),
    ),
    "an article that a restricted one cites": (
        lambda w, u: f"/api/v1/articles/{w.published(sensitivity='restricted').articles.get().pk}",
        (401, 403, 404, 404, 200, 200, 200),
    ),
}
GETS = {f"browser: {name}": door for name, door in BROWSER.items()} | {
    f"API: {name}": door for name, door in API.items()
}


@pytest.mark.parametrize("door", GETS)
def test_who_may_look(world, door):
    address, expected = GETS[door]
    found = []
    for role in ROLES:
        user = world.people.get(role)
        found.append(world.client(role).get(address(world, user)).status_code)
    assert dict(zip(ROLES, found, strict=True)) == dict(zip(ROLES, expected, strict=True))


VERBS = {
    "accept": (accept, Status.DRAFT),
    "acknowledge": (acknowledge, Status.PUBLISHED),
    "edit": (lambda i, **who: edit(i, {"summary": "Corrected."}, **who), Status.DRAFT),
    "publish": (publish, Status.DRAFT),
    "reject": (reject, Status.DRAFT),
    "reopen": (reopen, Status.PUBLISHED),
}
MAY = {"anonymous": False, "nobody": False, "viewer": False, "submitter": False} | dict.fromkeys(
    ("analyst", "editor", "admin"), True
)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("door", ["function", "browser", "API"])
def test_who_may_change(world, verb, door):
    found = {}
    for role in ROLES:
        user = world.people.get(role)
        if door == "function" and user is None:
            found[role] = False
            continue
        incident = world.draft() if VERBS[verb][1] == Status.DRAFT else world.published()
        {"function": by_function, "browser": by_browser, "API": by_api}[door](
            verb, incident, user if door == "function" else world.client(role)
        )
        found[role] = Incident.objects.get(pk=incident.pk).version > incident.version
    assert found == MAY


def by_function(verb: str, incident: Incident, user: User) -> None:
    with suppress(NotAllowed):
        VERBS[verb][0](incident, by=user, seen_version=incident.version, reason="why")


def by_browser(verb: str, incident: Incident, client: Client) -> None:
    from tests.admin.test_desk import filled, url

    typed = {"summary": "Corrected."} if verb == "edit" else {}
    data = filled(incident, "save" if verb == "edit" else verb, reason="why", **typed)
    client.post(url(incident), data)


def by_api(verb: str, incident: Incident, client: Client) -> None:
    address = f"/api/v1/incidents/{incident.public_id or incident.pk}"
    body = {"version": incident.version, "reason": "why"}
    if verb == "edit":
        client.patch(address, body | {"summary": "Corrected."}, content_type="application/json")
    else:
        client.post(f"{address}/{verb}", body, content_type="application/json")


@pytest.mark.parametrize("verb", ["confirm:wounded", "choose", "ground:wounded"])
@pytest.mark.parametrize("by_script", [False, True])
def test_who_may_judge_a_field(world, verb, by_script):
    found = {}
    for role in ROLES:
        incident = world.draft(wounded_min=2)
        said = StatementFactory(incident=incident, article=world.article, is_chosen=True)
        data = {"verb": f"choose:{said.pk}" if verb == "choose" else verb, "seen": "{}"}
        data |= {"seen_version": incident.version, "article": world.article.pk, "start": 0, "end": 7}
        headers = {"HX-Request": "true"} if by_script else {}
        world.client(role).post(admin("review", incident.pk), data, headers=headers)
        found[role] = incident.verdicts.filter(field="wounded").exists()
    assert found == MAY


def test_who_may_ask_for_a_snapshot(world):
    world.published()
    found = {}
    for role in ROLES:
        body = {"title": "All", "key": role}
        world.client(role).post("/api/v1/snapshots", body, content_type="application/json")
        found[role] = Snapshot.objects.filter(key=role).exists()
    assert found == dict.fromkeys(ROLES, False) | {"editor": True, "admin": True}


def test_who_may_say_that_two_likely_doubles_are_two_and_take_it_back(world):
    other = ActorFactory()
    tell = admin("knowledge_two", "actor", world.actor.pk, other.pk)
    told, taken_back = {}, {}
    for role in ROLES:
        client = world.client(role)
        client.post(tell)
        told[role] = Distinct.objects.exists()
        kept = Distinct.objects.first() or distinguish(world.actor, other, by=world.people["admin"])
        client.post(admin("knowledge_ask", kept.pk))
        taken_back[role] = not Distinct.objects.exists()
        Distinct.objects.all().delete()
    assert told == taken_back == MAY


def test_who_may_take_away_the_rows_of_a_sheet_that_cannot_be_used(world):
    address = admin("knowledge_sheet_faults", "actor")
    found = {role: world.client(role).post(address).status_code for role in ROLES}
    # whoever may bring sheets in is told that there is no trial
    assert found == {role: 422 if MAY[role] else 403 for role in ROLES} | dict.fromkeys(ROLES[:2], LOGIN)


def test_the_switch_for_keys_is_ones_own(world):
    analyst = world.people["analyst"]
    assert Client().post(admin("single_keys"), {}).status_code == LOGIN
    assert world.client("analyst").get(admin("single_keys")).status_code == 405
    response = world.client("analyst").post(admin("single_keys"), {"next": "https://elsewhere.example/"})
    assert response["Location"] == admin("index")
    by_name = dict(User.objects.values_list("username", "single_keys"))
    assert [name for name, on in by_name.items() if not on] == [analyst.username]


PAIRS = {
    "apart": lambda a, b, who: apart(a, b, **who),
    "link": lambda a, b, who: link(a, b, "part_of", **who),
    "merge": lambda a, b, who: merge(a, b, into_version=b.version, **who),
    "split": lambda a, b, who: split(a, statements=[a.statements.first().pk], **who),
    "unmerge": lambda a, b, who: unmerge(a, **who),
}


@pytest.mark.parametrize("verb", PAIRS)
def test_who_may_say_what_two_incidents_are_to_each_other(world, verb):
    found = {"anonymous": False}
    for role in ROLES[1:]:
        pair = world.draft(), world.draft()
        if verb == "split":
            for _ in range(2):
                StatementFactory(incident=pair[0], article=world.article)
        if verb == "unmerge":
            merge(
                *pair, by=world.people["editor"], seen_version=pair[0].version, into_version=pair[1].version
            )
            pair[0].refresh_from_db()
        try:
            PAIRS[verb](*pair, {"by": world.people[role], "seen_version": pair[0].version})
        except NotAllowed:
            found[role] = False
        else:
            found[role] = True
    assert found == MAY


Form = Callable[[World, Incident, User | None], tuple[str, dict[str, object]]]
FORMS: dict[str, Form] = {
    "a campaign": lambda w, i, u: (
        admin("review_campaigns", i.pk),
        {"add": Campaign.objects.get_or_create(name="A campaign")[0].pk},
    ),
    "assigning": lambda w, i, u: (admin("assign", i.pk), {"assignee": "the_analyst"}),
    "commenting": lambda w, i, u: (admin("comment", i.pk), {"text": "Hm."}),
    "being there": lambda w, i, u: (admin("review_presence", i.pk), {"version": i.version}),
    "putting back": lambda w, i, u: (
        admin("review_revert", i.pk),
        {"version": 1, "whole": 1, "seen_version": i.version, "reason": "why"},
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_who_may_use_the_forms_beside_the_fields(world, form):
    found = {}
    for role in ROLES:
        user = world.people.get(role)
        incident = world.draft()
        Incident.objects.filter(pk=incident.pk).update(summary="Changed.")
        incident.refresh_from_db()
        address, data = FORMS[form](world, incident, user)
        world.client(role).post(address, data)
        version = Incident.objects.get(pk=incident.pk).version
        found[role] = version > incident.version or incident.comments.exists() or incident.visits.exists()
    assert found == MAY


def test_who_may_undo_what_another_did(world):
    found = {}
    dora = cast.person("dora", "editor")
    for role in ROLES:
        incident = world.draft()
        done = edit(incident, {"killed_min": 3}, by=dora, seen_version=incident.version, reason="why")
        world.client(role).post(admin("review_undo"), {"step": done.step})
        found[role] = Incident.objects.get(pk=incident.pk).killed_min is None
    assert found == MAY | {"analyst": False}
