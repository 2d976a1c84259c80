"""Catalogue entries by what people type: suggestions while they type, and the one entry that is meant."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import CharField, Func, Model, Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from incidents.models import Actor, Base, Place

KINDS: dict[str, type[Model]] = {"actor": Actor, "base": Base, "place": Place}
MOST = 12


def label(record: Model | None) -> str:
    """How an entry stands in a form: its name, and its key, which decides."""
    return f"{record} ({record.key})" if record else ""


def meant(model: type[Model], typed: str) -> Model | None:
    """The entry of this key, label, name or alias; an error that lists them where several have the name."""
    typed = typed.strip()
    if not typed:
        return None
    key = typed[typed.rfind("(") + 1 : -1] if typed.endswith(")") and "(" in typed else typed
    if found := model.objects.filter(key=key).first():
        return found
    named = list(model.objects.filter(Q(name__iexact=typed) | Q(aliases__contains=[typed]))[:MOST])
    if len(named) == 1:
        return named[0]
    what = model._meta.verbose_name
    if named:
        raise ValidationError(
            f"expected one {what}; “{typed}” may be {', '.join(label(record) for record in named)}."
        )
    raise ValidationError(
        f"expected the name or key of {'an' if model is Actor else 'a'} {what} we know; “{typed}” is none."
    )


@require_GET
def suggest(request: HttpRequest, kind: str) -> JsonResponse:
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    if not request.user.has_perm(f"incidents.view_{kind}"):
        raise PermissionDenied
    typed = request.GET.get("q", "").replace("\0", "").strip()
    found = like(model, typed)[:MOST] if len(typed) >= 2 else []
    return JsonResponse({"options": [label(record) for record in found]})


def like(model: type[Model], typed: str) -> QuerySet:
    if model is Place:  # tens of thousands: by the beginning of the name, which an index serves
        return model.objects.filter(Q(name__istartswith=typed) | Q(aliases__contains=[typed])).order_by(
            "-population", "name"
        )
    aliases = Func("aliases", function="array_to_string", template="%(function)s(%(expressions)s, '|')")
    aliases.output_field = CharField()
    return model.objects.alias(all_aliases=aliases).filter(
        Q(name__icontains=typed) | Q(all_aliases__icontains=typed) | Q(key=typed)
    )
