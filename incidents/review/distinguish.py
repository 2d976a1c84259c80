"""Two records of what is known that a machine may take for one, and a person does not."""

from django.core.exceptions import ValidationError
from django.db import models, transaction

from incidents.models import Distinct, User
from incidents.models.doubles import KINDS
from incidents.review.change import recorded
from incidents.review.errors import NotAllowed


def may_distinguish(model: type[models.Model], person: User) -> bool:
    return person.has_perm(f"incidents.change_{model._meta.model_name}")


def distinguish(one: models.Model, other: models.Model, *, by: User, reason: str = "") -> Distinct:
    """Say that they are two. Nothing of either changes; what was said first stands, with who said it."""
    model = type(one)
    if type(other) is not model or model not in KINDS.values():
        raise ValidationError({"other": f"expected {model._meta.verbose_name_plural}, both of them."})
    if one.pk == other.pk:
        raise ValidationError({"other": "expected another record, and not the same."})
    _demand(model, by, "tell apart")
    with recorded(user=by.pk, verb="distinguish", reason=reason), transaction.atomic():
        first, second = sorted((one.pk, other.pk))
        found, _ = Distinct.objects.get_or_create(
            kind=model._meta.model_name,
            one_id=first,
            other_id=second,
            defaults={"by": by, "reason": reason.strip()},
        )
        return found


def ask_about(distinct: Distinct, *, by: User, reason: str = "") -> None:
    """Take it back: they may be one after all."""
    _demand(distinct.model, by, "ask again about")
    with recorded(user=by.pk, verb="ask_about", reason=reason), transaction.atomic():
        distinct.delete()


def _demand(model: type[models.Model], by: User, verb: str) -> None:
    if not may_distinguish(model, by):
        raise NotAllowed(f"{by} may not {verb} {model._meta.verbose_name_plural}.")
