"""Catalogue entries by what people type: suggestions while they type, and the one entry that is meant."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import BooleanField, Case, F, Func, Model, Q, QuerySet, TextField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from incidents.models import Actor, Base, Place
from incidents.models.distance import km_from
from incidents.models.doubles import led_on
from incidents.models.spelling import Spelling, Wanted
from incidents.review import points
from incidents.review.values import countries

KINDS: dict[str, type[Model]] = {"actor": Actor, "base": Base, "place": Place}
ONE_OF = {
    Actor: gettext_lazy("expected one actor; “%(typed)s” may be %(names)s."),
    Base: gettext_lazy("expected one base; “%(typed)s” may be %(names)s."),
    Place: gettext_lazy("expected one place; “%(typed)s” may be %(names)s."),
}
UNKNOWN = {
    Actor: gettext_lazy("expected the name or key of an actor we know; “%(typed)s” is none."),
    Base: gettext_lazy("expected the name or key of a base we know; “%(typed)s” is none."),
    Place: gettext_lazy("expected the name or key of a place we know; “%(typed)s” is none."),
}
NAMES = {Actor: ("name", "aliases", "names"), Base: ("name", "aliases"), Place: ("name", "aliases")}
MOST = 12

Near = tuple[float, float]


class LowerAliases(Func):
    template = "lower(%(expressions)s::text)::text[]"
    output_field = ArrayField(TextField())


def label(record: Model | None) -> str:
    """How an entry stands in a form: its name, and its key, which decides."""
    return f"{record} ({record.key})" if record else ""


def meant(model: type[Model], typed: str) -> Model | None:
    """The entry of this key, label, name or alias; an error that lists them where several have the name."""
    typed = typed.strip()
    if not typed:
        return None
    key = typed[typed.rfind("(") + 1 : -1] if typed.endswith(")") and "(" in typed else typed
    if found := model.objects.filter(key=key).first() or led_on(model, key=key):
        return found
    named = list(like(model, typed).filter(very=True)[:MOST])
    if len(named) == 1:
        return named[0]
    if named:
        raise ValidationError(
            ONE_OF[model] % {"typed": typed, "names": ", ".join(label(record) for record in named)}
        )
    close = [label(record) for record in like(model, typed)[:3]]
    raise ValidationError(
        UNKNOWN[model] % {"typed": typed}
        + (_(" Is it %(names)s?") % {"names": _(" or ").join(close)} if close else "")
    )


@dataclass(frozen=True, slots=True)
class Option:
    record: Model
    label: str
    kind: str
    country: str
    also: str  # the other name by which it was found
    km: float | None

    @property
    def away(self) -> str:
        if self.km is None:
            return ""
        return _("%(n)s km") % {"n": f"{self.km:.1f}" if self.km < 10 else f"{self.km:,.0f}"}


@require_GET
def suggest(request: HttpRequest, kind: str) -> HttpResponse:
    """The list of a combobox: what is like the words, the nearest first; and to make a new one, for who may."""
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    if not request.user.has_perm(f"incidents.view_{kind}"):
        raise PermissionDenied
    typed = request.GET.get("q", "").replace("\0", "").strip()
    typed = typed if len(typed) >= 2 else ""
    found = options(model, typed, near=_near(request)) if typed else []
    context: dict[str, Any] = {"options": found, "kind": kind, "typed": typed}
    context["may_add"] = bool(typed) and request.user.has_perm(f"incidents.add_{kind}")
    return render(request, "admin/review/options.html", context)


def _near(request: HttpRequest) -> Near | None:
    try:
        point = points.read(request.GET.get("near", ""))
    except ValidationError:
        return None
    return point.latitude, point.longitude


def options(model: type[Model], typed: str, *, near: Near | None = None) -> list[Option]:
    names = countries()
    records = list(like(model, typed, near=near)[:MOST])
    return [
        Option(
            record,
            label(record),
            record.get_kind_display(),
            names.get(record.country, ""),
            also,
            getattr(record, "km", None),
        )
        for record, also in zip(records, other_names(records, typed), strict=True)
    ]


def like(model: type[Model], typed: str, *, near: Near | None = None) -> QuerySet:
    """Entries of whose names each word begins with one of the words typed, however they are spelt.

    The nearest come first, and who has the very name (``very``) counts as ten times nearer. Without a point the
    very name comes first, then the largest.
    """
    wanted = query(typed)
    if not wanted:
        return model.objects.none()
    spelt = model.objects.alias(spelling=Spelling(*NAMES[model]))
    found = spelt.filter(Q(spelling=Wanted(wanted)) | Q(key=typed))
    called = Q(name__iexact=typed) | Q(lower_aliases__contains=[typed.lower()]) | Q(key=typed)
    very = Case(
        When(called, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    order = ["-very", "name", "id"]
    if model is Place:
        order.insert(1, "-population")
    found = found.alias(lower_aliases=LowerAliases(F("aliases"))).alias(very=very)
    if near and model is not Actor:
        found = found.annotate(km=km_from(*near))
        found = found.alias(felt=Case(When(very=True, then=F("km") / 10.0), default=F("km")))
        order.insert(0, "felt")
    return found.order_by(*order)


def query(typed: str) -> str:
    """``('ain':* | 'ain':*) & ('assad':* | 'asad':*)``: every word as it stands, or as others spell it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, respelt(word) FROM unnest(plain_words(%s)) word", [typed])
        words = cursor.fetchall()
    return " & ".join(
        _lexeme(word) if len(other) < 2 else f"({_lexeme(word)} | {_lexeme(other)})" for word, other in words
    )


def _lexeme(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}':*"


OTHER_NAME = """
    SELECT (SELECT said FROM unnest(%s::text[]) WITH ORDINALITY AS other (said, place)
            WHERE spelling(said, '{}') @@ %s::tsquery ORDER BY place LIMIT 1)
"""


def other_names(records: list[Model], typed: str) -> list[str]:
    """For each the alias, or name in another language, that the words find; "" where its own name does."""
    wanted = query(typed)
    if not records or not wanted:
        return [""] * len(records)
    names = [[r.name, *r.aliases, *getattr(r, "names", {}).values()] for r in records]
    sql = " UNION ALL ".join(f"({OTHER_NAME})" for _ in records)
    with connection.cursor() as cursor:
        cursor.execute(sql, [each for said in names for each in (said, wanted)])
        found = [row[0] or "" for row in cursor.fetchall()]
    return ["" if said == record.name else said for record, said in zip(records, found, strict=True)]
