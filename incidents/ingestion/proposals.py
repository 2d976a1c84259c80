"""Drafts of the reader -> rows of the database, as unvouched-for incidents.

A value that the model refuses costs the draft that value, never more; a note says so.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from incidents import models
from incidents.extraction import records
from incidents.extraction.jsonl import field_value
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.ingestion.alike import Telling
from incidents.ingestion.fill import fill
from incidents.ingestion.held import Value, as_json, comparable, held_values, stands_on
from incidents.ingestion.match import telling
from incidents.models.incidents import FIRST_YEAR
from incidents.vocabulary import (
    Basis,
    CasualtyKind,
    Certainty,
    Damage,
    DatePrecision,
    GeoPrecision,
    Interception,
    ReferentKind,
    Role,
    Stance,
)

LARGEST = 2**31 - 1
NOT_SAID = 1.0  # how sure the reader was of a draft for which it gave no confidence
_RESPONSIBILITY = {"perpetrators", "claimed_by"}


@dataclass
class Catalogue:
    """Rows by the keys that drafts name; one query a kind, for all drafts of an article."""

    gazetteer: Gazetteer
    places: dict[str, models.Place]
    bases: dict[str, models.Base]
    actors: dict[str, models.Actor]
    _by_name: dict[str, models.Actor | None] = field(default_factory=dict)

    @classmethod
    def of(cls, drafts: Iterable[records.Draft], gazetteer: Gazetteer) -> "Catalogue":
        drafts = list(drafts)
        parties = [p for draft in drafts for p in (*draft.perpetrators, *draft.targets, *draft.casualties)]
        return cls(
            gazetteer,
            places=_rows(models.Place, (draft.place_key for draft in drafts)),
            bases=_rows(models.Base, (draft.base_key for draft in drafts)),
            actors=_rows(models.Actor, (party.actor for party in parties)),
        )

    def actor_named(self, name: str) -> models.Actor | None:
        """The one actor of this name; none where the name alone does not decide."""
        if name not in self._by_name:
            keys = {e.key for e in self.gazetteer.lookup(name) if type(e).__name__ == "Actor"}
            self._by_name[name] = (
                models.Actor.objects.filter(key__in=keys).first() if len(keys) == 1 else None
            )
        return self._by_name[name]


def _rows(model: Any, keys: Iterable[str | None]) -> dict[str, Any]:
    return {row.key: row for row in model.objects.filter(key__in={key for key in keys if key})}


@dataclass
class Proposal:
    """One draft on its way into the database."""

    draft: records.Draft
    article: models.Article
    catalogue: Catalogue
    notes: list[str] = field(default_factory=list)
    incident: models.Incident = field(init=False)  # as it would be, not in the database yet

    def __post_init__(self) -> None:
        self.incident = models.Incident(**self.columns())

    def write(self, *, reading: models.Reading, position: int) -> models.Incident:
        incident = self.incident
        incident.save(force_insert=True)
        models.Report.objects.create(
            incident=incident,
            article=self.article,
            reading=reading,
            prominence=self.draft.prominence,
            position=position,
        )
        models.Participation.objects.bulk_create(self.participations(incident))
        models.Casualties.objects.bulk_create(self.casualties(incident))
        models.WeaponUse.objects.bulk_create(self.weapons(incident))
        self.write_statements(incident)
        return incident

    def telling(self) -> Telling:
        """What it tells, to be compared with what we hold."""
        return telling(
            self.incident, self.participations(self.incident), {use.category for use in self.draft.weapons}
        )

    def join(self, incident: models.Incident, *, reading: models.Reading, position: int) -> models.Incident:
        """Say it of an incident that is there. Its own values stay; ours stand beside them, to be chosen.

        Only what it left empty is filled, and only while no person has taken it up.
        """
        filled = fill(
            incident,
            self.incident,
            self.participations(incident),
            self.casualties(incident),
            self.weapons(incident),
        )
        incident.add_source(
            self.article, reading=reading, prominence=self.draft.prominence, position=position
        )
        ours = held_values(self.draft)
        held = {comparable(name, ours[name]) for name in filled & ours.keys()}
        self.write_statements(incident, held=held | _chosen(incident))
        return incident

    def leave_out(self, what: str, value: object, expected: str) -> None:
        self.notes.append(f"{what} ({value}): expected {expected}")

    # --- the incident's own columns ---------------------------------------------------------------

    def columns(self) -> dict[str, Any]:
        draft = self.draft
        return {
            "sub_event_type": draft.event_type,
            "certainty": draft.status or Certainty.CONFIRMED,
            "summary": draft.summary,
            **self._when(),
            **self._where(),
            **self._range("killed", draft.killed),
            **self._range("wounded", draft.wounded),
            "civilian_targeting": draft.civilian_targeting,
            "intercepted": draft.intercepted or Interception.UNKNOWN,
            "damage": draft.damage or Damage.UNKNOWN,
            "origin_of_fire": draft.origin[:300],
            "confidence": self._confidence(),
        }

    def _when(self) -> dict[str, Any]:
        draft, start, end = self.draft, self.draft.date_start, self.draft.date_end
        last = timezone.now().year + 1
        if start and not FIRST_YEAR <= start.year <= last:
            self.leave_out("date_start", start, f"a day from {FIRST_YEAR} to {last}")
            start = None
        if start and end and (end < start or end.year > last):
            self.leave_out("date_end", end, f"a day from {start} to {last}")
            end = None
        precision = draft.date_precision
        if start and precision == DatePrecision.UNKNOWN:
            precision = DatePrecision.DAY
        is_dated = start is not None
        return {
            "date_start": start,
            "date_end": (end or start) if is_dated else None,
            "date_precision": precision if is_dated else DatePrecision.UNKNOWN,
            "date_how": draft.date_how[:500] if is_dated else "",
            "time_local": draft.time_local and draft.time_local.replace(tzinfo=None),
            "time_zone": draft.time_zone[:64],
            "moment": draft.moment if is_dated and draft.moment and draft.moment.tzinfo else None,
        }

    def _where(self) -> dict[str, Any]:
        draft = self.draft
        point = (draft.latitude, draft.longitude)
        precision = draft.geo_precision or GeoPrecision.UNKNOWN
        if not _on_earth(point):
            if point != (None, None):
                self.leave_out("latitude and longitude", point, "-90 to 90 and -180 to 180")
            point, precision = (None, None), GeoPrecision.UNKNOWN
        country = draft.country or ""
        if country and not re.fullmatch(r"[A-Z]{2}", country):
            self.leave_out("country", country, "two letters of ISO 3166-1")
            country = ""
        return {
            "place": self.catalogue.places.get(draft.place_key or ""),
            "place_name": (draft.place or "")[:300],
            "base": self.catalogue.bases.get(draft.base_key or ""),
            "latitude": point[0],
            "longitude": point[1],
            "geo_precision": precision,
            "country": country,
            "admin1": draft.admin1[:200],
        }

    def _range(self, name: str, said: records.Range | None) -> dict[str, int | None]:
        low, high = self._ends(name, said)
        return {f"{name}_min": low, f"{name}_max": high}

    def _ends(self, name: str, said: records.Range | None) -> tuple[int | None, int | None]:
        low, high = (said.min, said.max) if said else (None, None)
        ends = [end for end in (low, high) if end is not None]
        if ends != sorted(ends) or not all(0 <= end <= LARGEST for end in ends):
            self.leave_out(name, f"{low} to {high}", "numbers >= 0, the first not above the second")
            return None, None
        return low, high

    def _confidence(self) -> float | None:
        """A draft is as sure as its fields are on average; null where the reader did not say."""
        values = [value for _, value in self.draft.confidence if 0 <= value <= 1]
        return sum(values) / len(values) if values else None

    # --- rows below -------------------------------------------------------------------------------

    def participations(self, incident: models.Incident) -> list[models.Participation]:
        seen: dict[Role, list[str]] = {}
        rows = []
        for role, name, actor, basis, referent in self._parts():
            names = seen.setdefault(role, [])
            if name and name.casefold() not in names:
                rows.append(
                    models.Participation(
                        incident=incident,
                        actor=actor,
                        name=name[:300],
                        role=role,
                        basis=basis,
                        referent=referent,
                        order=len(names),
                    )
                )
                names.append(name.casefold())
        return rows

    def _parts(self) -> Iterator[tuple[Role, str, models.Actor | None, Basis, ReferentKind]]:
        """Its basis says on whose word we name a perpetrator; claiming and being accused are roles as well."""
        for party in self.draft.perpetrators:
            actor = self.catalogue.actors.get(party.actor or "")
            yield Role.PERPETRATOR, party.name, actor, party.basis, party.referent
            if party.basis == Basis.ACCUSED:
                yield Role.ACCUSED, party.name, actor, party.basis, party.referent
        for party in self.draft.targets:
            actor = self.catalogue.actors.get(party.actor or "")
            yield Role.TARGET, party.name, actor, Basis.STATED, party.referent
        for name in (self.draft.claimed_by or "").split("; "):
            yield Role.CLAIMANT, name, self._actor_called(name), Basis.CLAIMED, ReferentKind.ORGANISATION
        for said in self.draft.statements:
            if said.stance == Stance.DENIED and said.field in _RESPONSIBILITY and said.speaker:
                actor = self._actor_called(said.speaker)
                yield Role.DENIER, said.speaker, actor, Basis.STATED, ReferentKind.ORGANISATION

    def _actor_called(self, name: str) -> models.Actor | None:
        for party in (*self.draft.perpetrators, *self.draft.targets):
            if name in (party.name, party.canonical):
                return self.catalogue.actors.get(party.actor or "")
        return self.catalogue.actor_named(name) if name else None

    def casualties(self, incident: models.Incident) -> list[models.Casualties]:
        rows: dict[tuple[str, CasualtyKind], models.Casualties] = {}
        for hurt in self.draft.casualties:
            low, high = self._ends(f"{hurt.kind} of {hurt.side}", hurt.range)
            if low is None and high is None:
                continue
            side = hurt.side.strip()[:200] or "Not stated"
            rows.setdefault(
                (side, hurt.kind),
                models.Casualties(
                    incident=incident,
                    side=side,
                    actor=self.catalogue.actors.get(hurt.actor or ""),
                    is_civilian=hurt.is_civilian,
                    kind=hurt.kind,
                    min=low,
                    max=high,
                ),
            )
        return list(rows.values())

    def weapons(self, incident: models.Incident) -> list[models.WeaponUse]:
        rows: dict[tuple[str, str], models.WeaponUse] = {}
        for use in self.draft.weapons:
            ranges: dict[str, int | None] = {}
            for what in ("launched", "intercepted", "failed", "hit"):
                ranges |= self._range(what, getattr(use, what))
            key = (use.category, use.system[:100])
            rows.setdefault(
                key, models.WeaponUse(incident=incident, category=key[0], system=key[1], **ranges)
            )
        return list(rows.values())

    # --- who says so ------------------------------------------------------------------------------

    def write_statements(self, incident: models.Incident, *, held: set[Value] | None = None) -> None:
        """One statement for a value and whoever gives it, on all its words; else the outlet's.

        Chosen are those that the incident follows: all that the draft holds, or those among them that are
        ``held`` by an incident which was there before.
        """
        values = held_values(self.draft)
        spoken: dict[tuple[str, ...], tuple[models.Statement, list[Any]]] = {}
        told: set[str] = set()
        covered = set()

        def said_by(
            name: str, value: Any, speaker: str, stance: Stance, sure: float, is_ours: bool
        ) -> list[Any]:
            key = (*comparable(name, value), speaker, stance)
            if is_ours:
                told.add(name)
            if key not in spoken:
                is_chosen = is_ours and (held is None or comparable(name, value) in held)
                statement = self._statement(incident, name, value, sure, is_chosen=is_chosen)
                statement.speaker, statement.stance = speaker[:300], stance
                spoken[key] = statement, []
            return spoken[key][1]

        for said in self.draft.statements:
            covered.add((said.field, said.span))
            for name, value, is_ours in self._said(said, values):
                words = said_by(name, value, said.speaker, said.stance, said.confidence, is_ours)
                words.append(said)
        spoken_for = set(told)
        sure, worked_out = dict(self.draft.confidence), self._confidence()
        for name, value in values.items():
            source = stands_on(name)
            words = [e for e in self.draft.evidence if e.field == source and (source, e.span) not in covered]
            if not words and held is not None and (name == "summary" or comparable(name, value) in held):
                continue  # worked out and not said: it adds nothing to what is there
            if words or name not in spoken_for:
                # what stands on no words of its own is as sure as what it was worked out from
                share = sure.get(source, NOT_SAID if worked_out is None else worked_out)
                said_by(name, value, "", Stance.STATED, share, True).extend(words)
        models.Statement.objects.bulk_create(statement for statement, _ in spoken.values())
        models.Evidence.objects.bulk_create(
            row for statement, words in spoken.values() for row in self._evidence(statement, words)
        )

    def _said(self, said: records.Statement, values: dict[str, Any]) -> Iterator[tuple[str, Any, bool]]:
        """(field of ours, value, whether it is the draft's). The reader's one "date" is our start and end."""
        is_known = said.field == "date" or hasattr(self.draft, said.field)
        if is_known and said.value == field_value(self.draft, said.field):
            for name in values:
                if stands_on(name) == said.field:
                    yield name, values[name], True
        else:
            name = "date_start" if said.field == "date" else said.field
            value = as_json(said.value)
            yield name, value, values.get(name) == value

    def _statement(
        self, incident: models.Incident, name: str, value: Any, sure: float, *, is_chosen: bool
    ) -> models.Statement:
        return models.Statement(
            incident=incident,
            article=self.article,
            field=name[:40],
            value=value,
            confidence=min(1.0, max(0.0, sure)),
            is_chosen=is_chosen,
        )

    def _evidence(self, statement: models.Statement, words: list[Any]) -> Iterator[models.Evidence]:
        seen = set()
        for each in words:
            start, end = each.span.start, each.span.end
            if (start, end) in seen:
                continue
            seen.add((start, end))
            if not (0 <= start < end and self.article.text[start:end] == each.quote):
                self.leave_out(f"words for {statement.field}", f"{start} to {end}", "the article's own")
                continue
            yield models.Evidence(
                statement=statement, article=self.article, start=start, end=end, quote=each.quote
            )


def _chosen(incident: models.Incident) -> set[Value]:
    rows = incident.statements.filter(is_chosen=True).values_list("field", "value")
    return {comparable(name, value) for name, value in rows}


def _on_earth(point: tuple[float | None, float | None]) -> bool:
    latitude, longitude = point
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180
