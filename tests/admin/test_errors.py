"""Pages for what went wrong: they say so, look like ours, and lead on."""

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from tests import cast

pytestmark = pytest.mark.django_db


def test_nothing_is_told_of_what_is_not_there(desk):
    answer = desk.get("/admin/review/999999/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "or nothing that you may see" in page
    assert 'href="/admin/"' in page


def test_an_address_that_nobody_knows_needs_no_login():
    answer = Client().get("/nothing-here")
    assert answer.status_code == 404
    assert "Nothing is at this address" in answer.content.decode()


def test_whoever_may_not_is_told_so_and_led_on():
    client = Client()
    client.force_login(cast.person("vera", "viewer"))
    answer = client.get("/admin/review/")
    assert answer.status_code == 403
    assert "Admins give roles" in answer.content.decode()


def test_a_fault_of_ours_is_told_without_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = server_error(RequestFactory().get("/")).content.decode()
    assert "The fault is ours" in page
