"""A new actor, base or place in the catalogue."""

from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from incidents.models import Actor, Base, Place, User
from incidents.review.change import recorded
from incidents.review.errors import NotAllowed

Entry = Actor | Base | Place
NEIGHBOURHOOD = 2.0
"""Degrees within which a place is asked for its time zone."""


def add(model: type[Entry], *, by: User, **values: Any) -> Entry:
    """Its key is made of the name, and its time zone is that of the nearest place of its country.

    Raises a ValidationError that names the fields.
    """
    if not by.has_perm(f"incidents.add_{model._meta.model_name}"):
        raise NotAllowed(
            _("%(by)s may not add to the %(what)s.")
            % {
                "by": by,
                "what": model._meta.verbose_name_plural,
            }
        )
    with recorded(user=by.pk, verb="add"), transaction.atomic():
        entry = model(**values)
        entry.key = _free_key(model, entry.name)
        if not isinstance(entry, Actor) and not entry.time_zone:
            entry.time_zone = _time_zone(entry)
        entry.full_clean()
        known = model.objects.filter(name__iexact=entry.name, country=entry.country).first()
        if known is not None:
            raise ValidationError(
                {
                    "name": _("expected a name that is not taken; there is %(known)s (%(key)s).")
                    % {"known": known, "key": known.key}
                }
            )
        entry.save()
        return entry


def _free_key(model: type[Entry], name: str) -> str:
    stem = slugify(name)[:70] or model._meta.model_name
    taken = set(model.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for n in count(1) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)


def _time_zone(entry: Base | Place) -> str:
    if entry.latitude is None or entry.longitude is None:
        return ""
    near = Place.objects.filter(
        country=entry.country,
        latitude__range=(entry.latitude - NEIGHBOURHOOD, entry.latitude + NEIGHBOURHOOD),
        longitude__range=(entry.longitude - NEIGHBOURHOOD, entry.longitude + NEIGHBOURHOOD),
    ).exclude(time_zone="")
    away = (F("latitude") - entry.latitude) ** 2 + (F("longitude") - entry.longitude) ** 2
    return near.order_by(away).values_list("time_zone", flat=True).first() or ""
