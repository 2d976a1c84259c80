"""Two records of what is known that a machine may take for one, and a person does not."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

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
        raise ValidationError({"other": _("expected two records of one kind.")})
    if one.pk == other.pk:
        raise ValidationError({"other": _("expected another record, and not the same.")})
    _demand(model, by)
    with recorded(user=by.pk, verb="distinguish", reason=reason), transaction.atomic():
        first, second = sorted((one.pk, other.pk))
        found, _is_new = Distinct.objects.get_or_create(
            kind=model._meta.model_name,
            one_id=first,
            other_id=second,
            defaults={"by": by, "reason": reason.strip()},
        )
        return found


def ask_about(distinct: Distinct, *, by: User, reason: str = "") -> None:
    """Take it back: they may be one after all."""
    _demand(distinct.model, by)
    with recorded(user=by.pk, verb="ask_about", reason=reason), transaction.atomic():
        distinct.delete()


def _demand(model: type[models.Model], by: User) -> None:
    if not may_distinguish(model, by):
        kinds = model._meta.verbose_name_plural
        raise NotAllowed(_("%(by)s may not say which %(kinds)s are two.") % {"by": by, "kinds": kinds})
