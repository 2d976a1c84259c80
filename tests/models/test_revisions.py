"""Every change of every record leaves a revision, whoever makes it and however."""

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from incidents.models import Actor, Casualties, Incident
from incidents.models.revisions import revision_model, revisions_of
from tests.cast import alice
from tests.factories import ActorFactory, IncidentFactory

pytestmark = pytest.mark.django_db

UNTRACKED = {
    *("User", "PublicIdCounter"),  # accounts hold password hashes; the counter holds nothing else
    *("Notice", "Visit", "Skip", "SavedView"),  # a person's own desk, which says nothing about an incident
    *(
        "GedEvent",
        "Snapshot",
        "SnapshotFile",
    ),  # never change, but for a withdrawal, which they tell themselves
    *("Tally", "Tombstone", "IdempotencyKey"),  # follow from what is recorded, or from a request
    *("Job", "JobRow"),  # records of what was done themselves
    *("Webhook", "Delivery"),  # its owner's, who is told what became of each message
}


def test_a_revision_cannot_be_rewritten_or_removed():
    revision = revision_model(Actor).objects.filter(pgh_obj_id=ActorFactory().pk)
    for change in (lambda: revision.update(name="never was"), revision.delete):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()


def test_no_noun_goes_unrecorded():
    nouns = {
        model.__name__
        for model in apps.get_app_config("incidents").get_models()
        if not model.__name__.endswith("Revision") and not model._meta.auto_created
    }
    recorded = {noun for noun in nouns if f"{noun.lower()}revision" in apps.all_models["incidents"]}
    assert nouns - recorded == UNTRACKED


def test_bulk_changes_raw_sql_and_deletes_are_recorded():
    actors = Actor.objects.bulk_create(ActorFactory.build_batch(3))
    Actor.objects.filter(pk__in=[a.pk for a in actors]).update(country="IQ")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_actor SET note = 'by hand' WHERE id = %s", [actors[0].pk])
    Actor.objects.filter(pk=actors[0].pk).delete()

    labels = revision_model(Actor).objects.filter(pgh_obj_id=actors[0].pk).order_by("pgh_id")
    assert [r.pgh_label for r in labels] == ["insert", "update", "update", "delete"]


def test_a_revision_says_who_what_and_why_with_the_rows_below():
    user = alice()
    incident = IncidentFactory(country="")
    with pghistory.context(user=user.pk, verb="edit", reason="the second report says so"):
        Incident.objects.filter(pk=incident.pk).update(country="IQ")
        side = Casualties.objects.create(incident=incident, side="Iraq", kind="wounded", min=1)
    with pghistory.context(actor="task read_article"):
        side.delete()

    _, country, added, removed = revisions_of(incident, "casualties")
    assert (country.user, country.verb, country.reason) == (user.pk, "edit", "the second report says so")
    assert country.changes == {"country": ("", "IQ")}
    assert (added.record, added.label, added.changes["min"]) == ("casualties", "insert", (None, 1))
    assert (removed.label, removed.actor, removed.user) == ("delete", "task read_article", None)
    assert removed.changes["side"] == ("Iraq", None)
