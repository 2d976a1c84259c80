"""What a person may type into an incident's columns, and what is expected instead of what is wrong."""

import re
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import Group
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents.gazetteer import files
from incidents.models import Actor, Base, Incident, Place, User
from incidents.models.doubles import led_on
from incidents.vocabulary import DatePrecision

EDITABLE = (
    "sub_event_type",
    "certainty",
    "summary",
    "date_start",
    "date_end",
    "date_precision",
    "date_how",
    "time_local",
    "time_zone",
    "place_name",
    "place",
    "base",
    "latitude",
    "longitude",
    "geo_precision",
    "country",
    "admin1",
    "killed_min",
    "killed_max",
    "wounded_min",
    "wounded_max",
    "civilian_targeting",
    "intercepted",
    "damage",
    "origin_of_fire",
    "sensitivity",
    "restricted_to",
    "embargo_until",
    "assignee",
)
AS_ONE = re.compile(r"([a-z0-9_]+)(?: and ([a-z0-9_]+))?: (.+)", re.DOTALL)


def countries() -> dict[str, str]:
    """Name by ISO 3166-1 alpha-2 code, ``XZ`` included, in the language of who asks."""
    return _countries(get_language())


@cache
def _countries(language: str | None) -> dict[str, str]:
    return {country.iso2: _(country.name) for country in files.countries()}


def cleaned(model: type[models.Model], name: str, value: Any) -> Any:
    """The value as the column holds it. Raises a ValidationError that says what was expected."""
    field = model._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return _referred(field, value)
    if isinstance(value, list | tuple | dict | set):
        raise ValidationError(_("expected one value."))
    if isinstance(field, models.IntegerField) and isinstance(value, bool | float):
        raise ValidationError(_("expected a whole number."))
    if isinstance(value, str):
        value = value.strip()
        if "\x00" in value:
            raise ValidationError(_("expected text without null characters."))
    if value is None and isinstance(field, models.CharField | models.TextField):
        value = ""
    if value == "" and field.null:
        value = None
    if value in (None, "") and not field.blank:
        raise ValidationError(_("expected a value."))
    if field.choices and value and value not in dict(field.flatchoices):
        raise ValidationError(
            _("expected one of %(names)s.") % {"names": ", ".join(code for code, _label in field.flatchoices)}
        )
    if name == "country" and value and value not in countries():
        raise ValidationError(
            _("expected a country's two letters, IQ, or XZ on the high seas; not %(value)s.")
            % {"value": repr(value)}
        )
    if name == "time_zone" and value and value not in available_timezones():
        raise ValidationError(
            _("expected a zone's IANA name, Asia/Baghdad; not %(value)s.") % {"value": repr(value)}
        )
    value = field.clean(value, None)
    if isinstance(value, datetime) and timezone.is_naive(value):
        value = timezone.make_aware(value)
    return value


def _referred(field: models.ForeignKey, value: Any) -> models.Model | None:
    """An actor, base, place or person by instance, primary key or name."""
    model = field.related_model
    if value is None or value == "" or isinstance(value, model):
        return value or None
    by_name = {User: "username", Group: "name"}.get(model, "key")
    found = model.objects.filter(**{"pk" if isinstance(value, int) else by_name: value}).first()
    if found is None and by_name == "key":
        found = led_on(model, **{"record_id" if isinstance(value, int) else "key": value})
    if found is None:
        kinds = {
            Actor: _("the key of an actor"),
            Base: _("the key of a base"),
            Place: _("the key of a place"),
        }
        kinds |= {User: _("a user name"), Group: _("the name of a group")}
        raise ValidationError(
            _("expected %(kind)s; %(value)s is none.") % {"kind": kinds[model], "value": repr(value)}
        )
    return found


def check(incident: Incident) -> None:
    """What must hold between columns; the database would refuse it too, without naming a field as well."""
    errors: dict[str, list[str]] = {}
    limit = timezone.now().year + 1
    for name in ("date_start", "date_end"):
        day = getattr(incident, name)
        if day and day.year > limit:
            errors[name] = [_("expected a day from 1900 to %(limit)s.") % {"limit": limit}]
    if incident.date_end and not incident.date_start:
        errors["date_start"] = [_("expected a first day, where there is a last one.")]
    try:
        incident.validate_constraints()
    except ValidationError as problem:
        for name, messages in named(problem).items():
            errors.setdefault(name, []).extend(messages)
    if errors:
        raise ValidationError(errors)


def named(problem: ValidationError) -> dict[str, list[str]]:
    """Messages by field: constraints name theirs at the beginning of the message."""
    by_field: dict[str, list[str]] = {}
    errors = problem.message_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: problem.messages}
    for name, messages in errors.items():
        for message in messages:
            parts = AS_ONE.fullmatch(message) if name == NON_FIELD_ERRORS else None
            for each in filter(None, parts.groups()[:2]) if parts else [name]:
                by_field.setdefault(each, []).append(parts[3] if parts else message)
    return by_field


def moment_of(incident: Incident) -> datetime | None:
    """The moment in UTC, where day, clock time and zone are all known."""
    if (
        incident.date_start
        and incident.time_local
        and incident.time_zone
        and incident.date_precision == DatePrecision.DAY
    ):
        return datetime.combine(incident.date_start, incident.time_local, ZoneInfo(incident.time_zone))
    return None
