"""Two incidents that are one event: what each holds, and all of it at a glance."""

from datetime import date

from incidents import models
from incidents.models import Apart, Candidate, Incident
from incidents.vocabulary import Role, Weapon
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    BaseFactory,
    IncidentFactory,
    ReportFactory,
    evidence,
)

FREE = {
    "version",
    "published_version",
    "updated_at",
    "changed_at",
    "waiting_since",
    "last_edited_by_id",
    "search",
    "words",
    "is_new",
}
"""What grows with each change, and does not tell of the event."""


def told(incident: Incident, article: models.Article, killed: int, *, sources: int = 1) -> None:
    ReportFactory(incident=incident, article=article)
    rows = [("killed", {"min": killed, "max": killed}), ("date_start", incident.date_start.isoformat())]
    for field, value in rows:
        statement = models.Statement.objects.create(
            incident=incident, article=article, field=field, value=value, is_chosen=True
        )
        evidence(statement, article.text[:7])


def pair() -> tuple[Incident, Incident]:
    """A later draft and the one that was there before; one article tells of both."""
    both = ArticleFactory(text="Rockets hit the base, killing three, or five.")
    base = BaseFactory(key="ain-al-asad", time_zone="Asia/Baghdad")
    group = ActorFactory(name="Kata'ib Hezbollah")
    older = IncidentFactory(summary="Three were killed.", killed_min=3, killed_max=3, base=base)
    newer = IncidentFactory(
        summary="Five were killed.",
        killed_min=5,
        killed_max=5,
        wounded_min=2,
        date_start=date(2024, 1, 21),
        sub_event_type="air_drone_strike",
        damage="minor",
    )
    for incident, killed, name in ((older, 3, "Kata'ib"), (newer, 5, "Kata'ib Hezbollah")):
        told(incident, both, killed)
        told(incident, ArticleFactory(text=f"Rockets killed {killed} in Anbar."), killed)
        models.Participation.objects.create(incident=incident, role=Role.PERPETRATOR, name=name, actor=group)
        models.Casualties.objects.create(incident=incident, side="Iraq", kind="killed", min=killed)
    models.Participation.objects.create(incident=newer, role=Role.TARGET, name="soldiers")
    models.WeaponUse.objects.create(incident=newer, category=Weapon.ROCKET, launched_min=4)
    for incident in (older, newer):
        incident.refresh_from_db()
    return newer, older


def all_of(*incidents: Incident) -> dict[str, object]:
    """Everything that these hold and are bound to, down to primary keys and marks."""
    found: dict[str, object] = {}
    for n, incident in enumerate(incidents):
        row = Incident.objects.get(pk=incident.pk)
        found[f"{n}"] = {
            f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in FREE
        }
        for name in (
            *("statements", "reports", "participations", "casualties", "weapons"),
            *("relations", "relations_to", "candidates", "candidate_for", "verdicts"),
        ):
            found[f"{n} {name}"] = [
                {key: value for key, value in each.items() if key not in FREE}
                for each in getattr(row, name).order_by("pk").values()
            ]
        found[f"{n} campaigns"] = sorted(row.campaigns.values_list("pk", flat=True))
        found[f"{n} apart"] = sorted(Apart.objects.other_sides(row.pk))
        found[f"{n} merged"] = sorted(row.merged.values_list("pk", flat=True))
    return found


def bound(incident: Incident) -> dict[str, Incident]:
    """Everything that may hang on an incident: bonds both ways, open questions both ways, a campaign."""
    others = {
        name: IncidentFactory(date_start=date(2024, 2, 1)) for name in ("cause", "answer", "like", "asks")
    }
    others["not it"] = IncidentFactory()
    models.Relation.objects.create(incident=incident, kind="retaliates_for", other=others["cause"])
    models.Relation.objects.create(incident=others["answer"], kind="follow_up_of", other=incident)
    Candidate.objects.create(draft=incident, incident=others["like"], score=4)
    Candidate.objects.create(draft=others["asks"], incident=incident, score=4)
    one, other = sorted((incident, others["not it"]), key=lambda each: each.pk)
    from tests import cast

    by = models.User.objects.filter(username="alice").first() or cast.alice()
    Apart.objects.create(one=one, other=other, by=by)
    models.Campaign.objects.create(name="Attacks on bases").incidents.add(incident)
    return others
