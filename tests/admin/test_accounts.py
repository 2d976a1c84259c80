"""Accounts: logging in with a second factor, being locked out, who may close what."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from incidents.models import Token, User
from incidents.review import edit
from incidents.vocabulary import Scope
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db

LOGIN, FACTOR, FACTORS = "/admin/account/login/", "/admin/account/login/factor/", "/admin/account/factors/"
SECRET = "JBSWY3DPEHPK3PXP"
HERE, ELSEWHERE = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "198.51.100.7"}


def log_in(client: Client, username: str, password: str = cast.PASSWORD, **where: str):
    return client.post(LOGIN, {"login": username, "password": password, "next": "/admin/"}, **where)


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def with_app(user: User) -> User:
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def code(steps: int = 0) -> str:
    """What the app shows; a code is taken once, so a test that needs two takes the next step's."""
    counter = next(iter(yield_hotp_counters_from_time())) + steps
    cache.clear()
    return format_hotp_value(hotp_value(SECRET, counter))


# Logging in


def test_a_wrong_password_opens_nothing_and_says_so():
    cast.alice()
    client = Client()
    answer = log_in(client, "alice", "not hers")
    assert (answer.status_code, is_in(client)) == (200, False)
    assert "not correct" in answer.content.decode()


def test_nobody_signs_up():
    for address in ("/admin/account/signup/", "/accounts/signup/"):
        assert Client().get(address).status_code in (302, 404)
    assert (
        Client().get("/admin/account/signup/").status_code == 302
    )  # to the login, as all the admin site does


def test_the_admin_login_leads_to_the_account_login_and_keeps_where_one_was_going():
    answer = Client().get("/admin/review/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{LOGIN}?next=/admin/review/"


def test_a_password_lets_in_who_has_no_second_factor():
    cast.alice()
    client = Client()
    assert log_in(client, "alice").headers["Location"] == "/admin/"
    assert is_in(client)


def test_after_logging_in_nobody_is_sent_to_another_site():
    cast.alice()
    answer = Client().post(
        LOGIN, {"login": "alice", "password": cast.PASSWORD, "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/admin/"


def test_who_has_no_role_is_told_and_not_sent_round_in_circles():
    cast.charlie()
    client = Client()
    answer = client.post(
        LOGIN, {"login": "charlie", "password": cast.PASSWORD, "next": "/admin/"}, follow=True
    )
    assert "No role yet" in answer.content.decode()


# Second factor


def test_with_a_second_factor_the_password_alone_opens_nothing():
    with_app(cast.alice())
    client = Client()
    assert log_in(client, "alice").headers["Location"] == FACTOR
    assert not is_in(client)
    assert client.get("/api/v1/incidents").status_code == 401


def test_a_copy_of_the_database_gives_nobody_a_second_factor():
    alice = with_app(cast.alice())
    held = str(list(alice.authenticator_set.values_list("data", flat=True)))
    assert SECRET not in held
    assert held.count("gAAAA") == 2, "the app's secret and the seed of the recovery codes"


def test_with_another_secret_key_nothing_opens_and_with_the_earlier_one_kept_all_does(settings):
    alice = with_app(cast.alice())
    app = alice.authenticator_set.get(type="totp").wrap()
    earlier, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(InvalidToken):
        app.validate_code(code())
    settings.SECRET_KEY_FALLBACKS = [earlier]
    assert app.validate_code(code())


def test_a_wrong_code_opens_nothing():
    with_app(cast.alice())
    client = Client()
    log_in(client, "alice")
    answer = client.post(FACTOR, {"code": "000000"})
    assert (answer.status_code, is_in(client)) == (200, False)


def test_the_code_of_the_app_lets_in():
    with_app(cast.alice())
    client = Client()
    log_in(client, "alice")
    assert client.post(FACTOR, {"code": code()}).headers["Location"] == "/admin/"
    assert is_in(client)


def test_a_recovery_code_lets_in_once():
    alice = with_app(cast.alice())
    codes = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()
    first, second = Client(), Client()
    for client in (first, second):
        log_in(client, "alice")
        client.post(FACTOR, {"code": codes[0]})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_factor_is_not_changed_before_the_password_is_given_again():
    alice = cast.alice()
    client = Client()
    client.force_login(alice)
    answer = client.get(f"{FACTORS}app/")
    assert answer.headers["Location"].startswith("/admin/account/confirm/?")
    assert client.post("/admin/account/confirm/", {"password": "not hers"}).status_code == 200
    assert client.get(f"{FACTORS}app/").status_code == 302
    client.post("/admin/account/confirm/", {"password": cast.PASSWORD})
    assert "<img" in client.get(f"{FACTORS}app/").content.decode()


def test_the_secrets_of_second_factors_are_shown_to_no_admin():
    root = User.objects.create_superuser("root", password=cast.PASSWORD)
    client = Client()
    client.force_login(root)
    for app, model in (
        ("mfa", "authenticator"),
        ("usersessions", "usersession"),
        ("account", "emailaddress"),
    ):
        assert client.get(f"/admin/{app}/{model}/").status_code == 404


def test_an_admin_removes_the_factors_of_who_lost_them_but_not_a_superusers():
    ada, alice = cast.person("ada", "admin"), with_app(cast.alice())
    root = with_app(User.objects.create_superuser("root", password=cast.PASSWORD))
    client = Client()
    client.force_login(ada)
    chosen = {"action": "remove_factors", "_selected_action": [alice.pk, root.pk]}
    client.post(reverse("admin:incidents_user_changelist"), chosen)
    assert set(Authenticator.objects.values_list("user", flat=True)) == {root.pk}


# Roles that need one


def test_a_role_that_needs_a_second_factor_gets_nowhere_without_one(settings):
    settings.REQUIRE_MFA = ["editor"]
    bob, client = cast.bob(), Client()
    client.force_login(bob)
    for address in ("/admin/", "/admin/review/", "/admin/account/tokens/"):
        assert client.get(address).headers["Location"] == FACTORS
    assert client.get("/api/v1/incidents").status_code == 403
    assert client.get(FACTORS).status_code == 200
    with_app(bob)
    assert client.get("/admin/review/").status_code == 200


def test_a_superuser_counts_as_admin_there_and_other_roles_are_left_alone(settings):
    settings.REQUIRE_MFA = ["admin"]
    root = User.objects.create_superuser("root", password=cast.PASSWORD)
    found = {}
    for user in (root, cast.alice()):
        client = Client()
        client.force_login(user)
        found[user.username] = client.get("/admin/").status_code
    assert found == {"root": 302, "alice": 200}


# Lockout


def test_five_wrong_passwords_close_the_account_from_that_address_only():
    cast.alice()
    for _ in range(4):
        assert log_in(Client(), "alice", "wrong", **HERE).status_code == 200
    locked = log_in(Client(), "alice", "wrong", **HERE)
    assert locked.status_code == 429
    assert "Too many wrong passwords" in locked.content.decode()
    assert log_in(Client(), "alice", **HERE).status_code == 429
    assert log_in(Client(), "alice", **ELSEWHERE).status_code == 302


def test_a_colleague_at_the_same_address_is_not_locked_out():
    cast.alice(), cast.bob()
    for _ in range(6):
        log_in(Client(), "alice", "wrong", **HERE)
    assert log_in(Client(), "bob", **HERE).status_code == 302


def test_behind_a_proxy_the_address_is_that_of_the_browser(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cast.alice()
    for _ in range(6):
        log_in(Client(), "alice", "wrong", HTTP_X_FORWARDED_FOR="192.0.2.1", **HERE)
    assert log_in(Client(), "alice", HTTP_X_FORWARDED_FOR="198.51.100.7", **HERE).status_code == 302
    assert log_in(Client(), "alice", HTTP_X_FORWARDED_FOR="192.0.2.1", **HERE).status_code == 429


def test_five_wrong_codes_lock_as_wrong_passwords_do_even_for_the_right_code():
    with_app(cast.alice())
    client = Client()
    log_in(client, "alice", **HERE)
    found = [client.post(FACTOR, {"code": "000000"}, **HERE).status_code for _ in range(5)]
    assert found == [200, 200, 200, 200, 429]
    assert client.post(FACTOR, {"code": code()}, **HERE).status_code == 429
    assert not is_in(client)
    elsewhere = Client()
    log_in(elsewhere, "alice", **ELSEWHERE)
    assert elsewhere.post(FACTOR, {"code": code()}, **ELSEWHERE).status_code == 302


def test_the_right_password_does_not_set_the_count_of_wrong_codes_back():
    with_app(cast.alice())
    for _ in range(4):
        client = Client()
        log_in(client, "alice", **HERE)
        client.post(FACTOR, {"code": "000000"}, **HERE)
    client = Client()
    log_in(client, "alice", **HERE)
    assert client.post(FACTOR, {"code": "000000"}, **HERE).status_code == 429


# Password and sessions


def test_the_rules_for_passwords_are_shown_and_held():
    client = Client()
    client.force_login(cast.alice())
    shown = client.get("/admin/account/password/").content.decode()
    assert "at least 10 characters" in shown
    answer = client.post(
        "/admin/account/password/", {"oldpassword": cast.PASSWORD, "password1": "short", "password2": "short"}
    )
    assert "too short" in answer.content.decode()
    assert User.objects.get(username="alice").check_password(cast.PASSWORD)


def test_a_new_password_ends_all_other_sessions():
    cast.alice()
    here, there = Client(), Client()
    for client in (here, there):
        log_in(client, "alice")
    new = {
        "oldpassword": cast.PASSWORD,
        "password1": "battery-staple-horse",
        "password2": "battery-staple-horse",
    }
    assert here.post("/admin/account/password/", new).headers["Location"] == "/admin/account/"
    assert (is_in(here), is_in(there)) == (True, False)


def test_one_sees_ones_own_sessions_and_ends_one_of_them():
    cast.alice(), cast.bob()
    here, there, bobs = Client(), Client(HTTP_USER_AGENT="Lynx"), Client()
    log_in(here, "alice"), log_in(there, "alice"), log_in(bobs, "bob")
    page = here.get("/admin/account/sessions/").content.decode()
    assert (page.count("<tr>"), "Lynx" in page) == (3, True)
    for session in (
        UserSession.objects.get(user__username="bob"),
        UserSession.objects.get(user_agent="Lynx"),
    ):
        here.post("/admin/account/sessions/", {"end": session.pk})
    assert (is_in(here), is_in(there), is_in(bobs)) == (True, False, True)


def test_a_forgotten_password_is_for_an_admin_where_there_is_no_mail(settings):
    settings.EMAIL_HOST = ""
    assert "Ask an admin" in Client().get("/admin/account/password/forgotten/").content.decode()


def test_a_forgotten_password_is_set_anew_by_mail(settings):
    settings.EMAIL_HOST = "mail.example"
    alice = cast.alice()
    User.objects.filter(pk=alice.pk).update(email="alice@example.org")
    Client().post("/admin/account/password/forgotten/", {"email": "alice@example.org"})
    [letter] = mail.outbox
    address = re.search(r"http://testserver(\S+)", letter.body)[1]
    client = Client()
    form = client.get(address, follow=True)
    new = {"password1": "battery-staple-horse", "password2": "battery-staple-horse"}
    client.post(form.redirect_chain[-1][0], new)
    assert User.objects.get(pk=alice.pk).check_password("battery-staple-horse")


# The admin's side


def change(client: Client, user: User, **values: object):
    data = {
        "username": user.username,
        "is_active": "on",
        "groups": list(user.group_keys),
        "date_joined_0": "2024-01-01",
        "date_joined_1": "00:00",
    } | values
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(reverse("admin:incidents_user_change", args=[user.pk]), data)


def test_an_admin_cannot_shut_himself_out():
    ada, client = cast.person("ada", "admin"), Client()
    client.force_login(ada)
    for values in ({"is_active": None}, {"groups": [Group.objects.get(name="viewer").pk]}):
        answer = change(client, ada, **values)
        assert answer.status_code == 200
        assert "expected" in answer.content.decode()
    assert (
        client.post(reverse("admin:incidents_user_delete", args=[ada.pk]), {"post": "yes"}).status_code == 403
    )
    chosen = {"action": "deactivate", "_selected_action": [ada.pk]}
    client.post(reverse("admin:incidents_user_changelist"), chosen)
    ada = User.objects.get(pk=ada.pk)
    assert (ada.is_active, ada.roles) == (True, ["admin"])


def test_who_stands_in_the_history_is_not_deleted_and_the_admin_is_told_what_to_do_instead():
    ada, alice, client = cast.person("ada", "admin"), cast.alice(), Client()
    incident = IncidentFactory()
    edit(incident, {"summary": "Corrected."}, by=alice, seen_version=1, reason="why")
    client.force_login(ada)
    answer = client.post(
        reverse("admin:incidents_user_delete", args=[alice.pk]), {"post": "yes"}, follow=True
    )
    assert "stands in the history" in answer.content.decode()
    assert User.objects.filter(pk=alice.pk).exists()


def test_who_has_done_nothing_is_deleted():
    ada, charlie, client = cast.person("ada", "admin"), cast.charlie(), Client()
    client.force_login(ada)
    client.post(reverse("admin:incidents_user_delete", args=[charlie.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=charlie.pk).exists()


def test_a_closed_account_neither_logs_in_nor_keeps_its_sessions_and_tokens():
    ada, alice, client, hers = cast.person("ada", "admin"), cast.alice(), Client(), Client()
    log_in(hers, "alice")
    _, secret = Token.objects.issue(alice, name="Map", scopes=[Scope.READ])
    client.force_login(ada)
    chosen = {"action": "deactivate", "_selected_action": [alice.pk]}
    client.post(reverse("admin:incidents_user_changelist"), chosen)
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert not is_in(hers)
    assert Client().get("/api/v1/incidents", **bearer).status_code == 401
    assert log_in(Client(), "alice").status_code == 200


def test_an_access_group_gives_no_right_to_log_in_to_the_desk():
    ada, charlie, client = cast.person("ada", "admin"), cast.charlie(), Client()
    client.force_login(ada)
    change(client, charlie, groups=[Group.objects.create(name="Northern team").pk])
    assert not User.objects.get(pk=charlie.pk).is_staff


def test_a_role_is_looked_at_and_never_changed_or_deleted():
    ada, client = cast.person("ada", "admin"), Client()
    client.force_login(ada)
    viewer = Group.objects.get(name="viewer")
    page = reverse("admin:auth_group_change", args=[viewer.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "renamed"}).status_code == 403
    assert (
        client.post(reverse("admin:auth_group_delete", args=[viewer.pk]), {"post": "yes"}).status_code == 403
    )


def test_preferences_are_ones_own():
    alice, client = cast.alice(), Client()
    client.force_login(alice)
    client.post("/admin/account/", {})
    assert not User.objects.get(pk=alice.pk).single_keys
    client.post("/admin/account/", {"single_keys": "on"})
    assert User.objects.get(pk=alice.pk).single_keys
