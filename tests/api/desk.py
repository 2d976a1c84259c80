"""Somebody who does whatever may be done next, by the verbs of the desk and past them."""

import random
from datetime import timedelta

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from incidents import review
from incidents.models import Incident
from incidents.vocabulary import Sensitivity, Status
from tests import cast, factories

SOON = timedelta(milliseconds=40)
NAMES = ([], ["Militants"], ["Militants", "Gunmen"])


class Desk:
    """Somebody who does whatever may be done next, by the verbs of the desk."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.bob = cast.bob()
        self.bob.is_superuser = True
        self.bob.save()
        self.group = Group.objects.create(name="Northern team")

    def act(self) -> None:
        incident = self.chance.choice(Incident.objects.order_by("pk"))
        verbs = "draft publish publish reopen reject edit merge unmerge restrict embargo undo delete raw"
        act = getattr(self, self.chance.choice(verbs.split()))
        try:
            with transaction.atomic():
                act(incident, by=self.bob, seen_version=incident.version, reason="By chance.")
        except (ValidationError, review.WrongStatus, review.NotAllowed, review.ChangedSince):
            pass

    def draft(self, _incident, **_who):
        factories.IncidentFactory()

    def publish(self, incident, **who):
        self.step = review.publish(incident, **who).step

    def reopen(self, incident, **who):
        self.step = review.reopen(incident, **who).step

    def reject(self, incident, **who):
        self.step = review.reject(incident, **who).step

    def edit(self, incident, **who):
        count = self.chance.choice([None, 0, 3])
        changes = {
            "summary": f"Reworded, {self.chance.random()}.",
            "killed_min": count,
            "country": self.chance.choice(["IQ", "SY"]),
            "weapons": self.chance.choice([[], [{"category": "drone"}], [{"category": "rocket"}]]),
            "casualties": [{"side": "Iraq", "kind": "wounded", "min": count, "max": None}] if count else [],
            "participations": [{"role": "perpetrator", "name": name} for name in self.chance.choice(NAMES)],
        }
        chosen = self.chance.sample(sorted(changes), 2)
        self._edited(incident, {name: changes[name] for name in chosen}, **who)

    def restrict(self, incident, **who):
        level = self.chance.choice([Sensitivity.RESTRICTED, Sensitivity.NORMAL, Sensitivity.GRAPHIC])
        self._edited(incident, {"sensitivity": level}, **who)

    def embargo(self, incident, **who):
        until = self.chance.choice([None, SOON, timedelta(days=1), -SOON])
        self._edited(incident, {"embargo_until": until and timezone.now() + until}, **who)

    def _edited(self, incident, changes, **who):
        is_public = incident.status == Status.PUBLISHED
        if is_public:
            incident = review.reopen(incident, **who)
        self.step = review.edit(incident, changes, **who | {"seen_version": incident.version}).step
        if is_public:
            incident.refresh_from_db()
            review.publish(incident, **who | {"seen_version": incident.version})

    def merge(self, incident, **who):
        into = self.chance.choice(Incident.objects.order_by("pk"))
        self.step = review.merge(incident, into, into_version=into.version, **who).step

    def unmerge(self, _incident, **who):
        merged = Incident.objects.filter(status=Status.MERGED).first()
        if merged:
            review.unmerge(merged, **who | {"seen_version": merged.version})

    def undo(self, _incident, *, by, reason, **_version):
        if getattr(self, "step", None):
            review.undo_step(self.step, by=by, reason=reason)
            self.step = None

    def delete(self, incident, **_who):
        if self.chance.random() < 0.3 and not incident.merged.exists():
            incident.delete()

    def raw(self, incident, **_who):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE incidents_incident SET embargo_until = %s, sensitivity = %s WHERE id = %s",
                [
                    self.chance.choice([None, timezone.now() + SOON]),
                    self.chance.choice(["normal", "graphic", "restricted"]),
                    incident.pk,
                ],
            )
