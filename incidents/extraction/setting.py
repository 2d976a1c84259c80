"""When and where: the fields of a draft that tell of its day, hour and place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from incidents.extraction import scene
from incidents.extraction.news import is_told_as_news, latest_day
from incidents.extraction.records import Draft, Event
from incidents.extraction.sheet import Sheet
from incidents.extraction.spot import is_position, spot
from incidents.extraction.story import Story
from incidents.gazetteer.records import Base, Place
from incidents.vocabulary import DatePrecision, GeoPrecision


def when(draft: Draft, event: Event, sheet: Sheet, story: Story) -> Draft:
    told = scene.when(event)
    borrowed = bool(story.main and not story.is_lead(event) and told in story.main.dates)
    if told is not None and sheet.stand("date", [(told.span, told.sentence)], taken_over=borrowed):
        start, end = scene.extent(told)
        draft = replace(
            draft, date_start=start, date_end=end, date_precision=told.precision, date_how=told.how
        )
    elif story.article.published:
        draft = _as_news(draft, event, sheet, story, story.article.published)
    return draft


def _as_news(draft: Draft, event: Event, sheet: Sheet, story: Story, published: date) -> Draft:
    """No day is named. Digests tell of the day they are published on; of a lead that tells what was done, the day
    may be presumed, never of what follows it.
    """
    day, how = published, "told in the present tense"
    if not event.is_present:
        lead = story.lead()
        if lead is None or any(e.dates for e in story.events) or not is_told_as_news(event, lead):
            return draft  # a story that names days names this one too, in words not understood
        latest = latest_day(lead, published)
        if latest is None:
            return draft
        day, how = latest, f"told as news without a day, presumed to be {latest}"
    words = [(t.span, t.sentence) for t in sorted(event.triggers, key=lambda t: t.is_nominal)][:1]
    if not sheet.stand("date", words, taken_over=True, presumed=not event.is_present):
        return draft
    how = f"{how} + published {published}"
    return replace(draft, date_start=day, date_end=day, date_precision=DatePrecision.DAY, date_how=how)


def where(draft: Draft, event: Event, sheet: Sheet, story: Story) -> Draft:
    found = scene.wheres(event)
    town = None if found else story.town_of(event)
    if town is not None:
        found = [town]
    if not found:
        return _country_taken_over(draft, event, sheet, story)
    best = found[0]
    taken_over = town is not None or bool(
        story.main and not story.is_lead(event) and best.mention in (*story.main.places, *story.main.bases)
    )
    sheet.stand("place", [(best.mention.span, best.mention.sentence)], taken_over=taken_over)
    here = spot(found)
    draft = replace(
        draft,
        place=best.mention.span.of(story.article.text),
        place_key=_key(best),
        admin1=here.admin1,
        latitude=here.latitude,
        longitude=here.longitude,
        geo_precision=here.precision,
        time_zone=here.time_zone,
    )
    country = here.country or next((w.country for w in found if w.country), "")
    if country:
        known = next((w for w in found if w.country == country), best)
        sheet.stand("country", [(known.mention.span, known.mention.sentence)], taken_over=taken_over)
        draft = replace(draft, country=country)
    else:
        draft = _country_taken_over(draft, event, sheet, story)
    base = next((w for w in found if isinstance(w.entry, Base)), None)
    if base is not None and isinstance(base.entry, Base):
        sheet.stand("base", [(base.mention.span, base.mention.sentence)], taken_over=taken_over)
        draft = replace(draft, base=base.entry.name, base_key=base.entry.key)
    if event.origins and sheet.stand("origin", [(event.origins[0].span, event.origins[0].sentence)]):
        draft = replace(draft, origin=event.origins[0].span.of(story.article.text))
    return draft


def _key(where: scene.Where) -> str | None:
    """Into the gazetteer, which has no positions."""
    is_listed = isinstance(where.entry, Place) and not is_position(where)
    return where.entry.key if is_listed and where.entry else None


def _country_taken_over(draft: Draft, event: Event, sheet: Sheet, story: Story) -> Draft:
    near = story.country_near(event)
    if near and sheet.stand("country", [near[1:]], taken_over=True):
        return replace(draft, country=near[0], geo_precision=GeoPrecision.COUNTRY)
    return draft


def hour(draft: Draft, event: Event, sheet: Sheet) -> Draft:
    """The clock where it happened, and the moment in UTC where day, time and zone are all known. Of an hour told
    in another zone nothing local is known unless the place's own zone is.
    """
    told = event.times[0] if event.times else None
    if told is None or told.time is None:
        return draft
    there = ZoneInfo(draft.time_zone) if draft.time_zone else None
    elsewhere = ZONES.get(told.zone)
    day = draft.date_start if draft.date_precision is DatePrecision.DAY else None
    moment = None
    if day and (elsewhere or there):
        moment = datetime.combine(day, told.time, ZoneInfo(elsewhere) if elsewhere else there)
    if elsewhere and (moment is None or there is None):
        return draft
    local = moment.astimezone(there).time() if moment and elsewhere else told.time
    if not sheet.stand("time_local", [(told.span, told.sentence)]):
        return draft
    return replace(draft, time_local=local, moment=moment.astimezone(UTC) if moment else None)


ZONES = {
    "UTC": "UTC", "ET": "America/New_York", "EST": "America/New_York", "EDT": "America/New_York",
    "CET": "Europe/Paris", "CEST": "Europe/Paris", "EET": "Europe/Athens", "BST": "Europe/London",
    "Moscow": "Europe/Moscow",
}  # fmt: skip
"""Zones that are not those of the place; "local", and a town's own time, are the place's."""
