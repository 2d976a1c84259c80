"""Sheets of what is known: each kind's columns, what a cell may hold, and how it goes out and comes in again.

A row is known by its key (sources and campaigns by their name; ties and presences by what they bind and since
when). A column that a file leaves out stays as it is; an empty cell empties the field.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import CharWidget, ForeignKeyWidget, ManyToManyWidget, Widget

from incidents.exports.cells import joined, parted
from incidents.gazetteer import files
from incidents.models import Actor, Base, Campaign, Place, Presence, Source, Tie
from incidents.models.doubles import led_on


class Text(CharWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = "" if value is None else str(value).strip()
        if "\0" in text:
            raise ValueError(_("expected text without null characters."))
        return text


class Word(Text):
    """One of a closed list: the code, or its label."""

    def __init__(self, choices: Any):
        super().__init__()
        self.codes = {str(label).casefold(): code for code, label in choices} | {
            code.casefold(): code for code, _label in choices
        }

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = super().clean(value)
        if text and text.casefold() not in self.codes:
            known = ", ".join(dict.fromkeys(self.codes.values()))
            raise ValueError(
                _("expected one of %(known)s; not %(value)s.") % {"known": known, "value": repr(text)}
            )
        return self.codes.get(text.casefold(), "")


class Country(Text):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = super().clean(value).upper()
        if text and text not in {country.iso2 for country in files.countries()}:
            raise ValueError(
                _("expected a country's two letters, IQ, or XZ on the high seas; not %(value)s.")
                % {"value": repr(text)}
            )
        return text


class Day(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or not str(value or "").strip():
            return value or None
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            raise ValueError(
                _("expected a day, 2024-01-20; not %(value)s.") % {"value": repr(value)}
            ) from None

    def render(self, value: date | None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


class Number(Widget):
    def __init__(self, kind: type[int] | type[float], *, blank: Any = None):
        super().__init__()
        self.kind, self.blank = kind, blank

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = str("" if value is None else value).strip()
        if not text:
            return self.blank
        try:
            number = float(text)
            if self.kind is int and number != int(number):
                raise ValueError
            return self.kind(number)
        except (ValueError, OverflowError):
            words = (
                _("expected a whole number; not %(value)s.")
                if self.kind is int
                else _("expected a number, 33.7856; not %(value)s.")
            )
            raise ValueError(words % {"value": repr(value)}) from None

    def render(self, value: Any, **kwargs: Any) -> Any:
        return "" if value is None else value


class Several(Widget):
    """Texts in one cell, with | between them."""

    def __init__(self, each: Text | None = None):
        super().__init__()
        self.each = each or Text()

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return list(dict.fromkeys(self.each.clean(part) for part in parted(value)))

    def render(self, value: Any, **kwargs: Any) -> str:
        return joined(value or [])


class ByLanguage(Widget):
    """``ar: كتائب حزب الله|fa: …``"""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dict[str, str]:
        found = {}
        for part in parted(value):
            code, colon, name = part.partition(":")
            if not colon or not code.strip().replace("-", "").isalnum() or not name.strip():
                raise ValueError(
                    _("expected names by language, ar: الاسم|fa: نام; not %(value)s.") % {"value": repr(part)}
                )
            found[code.strip()] = name.strip()
        return found

    def render(self, value: Any, **kwargs: Any) -> str:
        return joined(f"{code}: {name}" for code, name in sorted((value or {}).items()))


KEY_OF = {
    Actor: gettext_lazy("expected the key of an actor; %(value)s is none."),
    Base: gettext_lazy("expected the key of a base; %(value)s is none."),
    Place: gettext_lazy("expected the key of a place; %(value)s is none."),
}


class _Known:
    """Records by key, looked up once; the key of a double leads on."""

    model: type[Model]

    def found(self, key: str) -> Any:
        known = self.__dict__.setdefault("known", {})
        if key not in known:
            known[key] = self.model._default_manager.filter(key=key).first() or led_on(self.model, key=key)
        if known[key] is None:
            raise ValueError(KEY_OF[self.model] % {"value": repr(key)})
        return known[key]


class ByKey(_Known, ForeignKeyWidget):
    def __init__(self, model: type[Model]):
        super().__init__(model, "key")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        key = Text().clean(value)
        return self.found(key) if key else None

    def render(self, value: Any, **kwargs: Any) -> str:
        return value.key if value else ""


class Keys(_Known, ManyToManyWidget):
    def __init__(self, model: type[Model]):
        super().__init__(model, "|", "key")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        return list(dict.fromkeys(self.found(key) for key in parted(value)))

    def render(self, value: Any, **kwargs: Any) -> str:
        return joined(sorted(record.key for record in value.all())) if value is not None else ""


class Column(Field):
    def __init__(self, name: str, widget: Widget | None = None):
        super().__init__(attribute=name, column_name=name, widget=widget or Text())


class Sheet(ModelResource):
    """``before`` and ``after`` are the cells of each row that came in, by its number."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.before: dict[int, dict[str, str]] = {}
        self.after: dict[int, dict[str, str]] = {}
        self.rows_of: dict[tuple[Any, ...], int] = {}

    def before_import_row(self, row: Any, *, row_number: int, **kwargs: Any) -> None:
        """A row must say which one it is, and no other of the file the same."""
        errors, key = {}, []
        for name in self._meta.import_id_fields:
            try:
                key.append(self.fields[name].clean(row))
            except ValueError as problem:
                errors[name] = [str(problem)]
        for name, value in zip(self._meta.import_id_fields, key, strict=False):
            if value in (None, "") and name != "since":
                errors[name] = [_("expected a value: it says which row this is.")]
        if errors:
            raise ValidationError(errors)
        first = self.rows_of.setdefault(tuple(key), row_number)
        if first != row_number:
            raise ValidationError(
                {self._meta.import_id_fields[0]: _("expected once; an earlier row has it as well.")}
            )

    def after_init_instance(self, instance: Model, new: bool, row: Any, **kwargs: Any) -> None:
        self.before[kwargs["row_number"]] = {} if new else self.cells(instance)

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        self.after[kwargs["row_number"]] = self.cells(row_result.instance)

    def import_instance(self, instance: Model, row: Any, **kwargs: Any) -> None:
        """The keys of what a campaign is about are checked here too, before any of the row is saved."""
        errors: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as problem:
            errors = problem.error_dict
        for name, field in self.fields.items():
            if isinstance(field.widget, Keys) and name in row:
                try:
                    field.clean(row)
                except ValueError as problem:
                    errors[name] = ValidationError(str(problem))
        if errors:
            raise ValidationError(errors)

    def cells(self, record: Model) -> dict[str, str]:
        return {name: str(field.export(record)) for name, field in self.fields.items()}


class Options:
    clean_model_instances = True
    skip_unchanged = True
    report_skipped = True
    store_instance = True
    skip_html_diff = True
    use_transactions = True


class ActorSheet(Sheet):
    key, name = Column("key"), Column("name")
    names = Column("names", ByLanguage())
    aliases = Column("aliases", Several())
    kind = Column("kind", Word(Actor._meta.get_field("kind").flatchoices))
    country = Column("country", Country())
    active_from, active_to = Column("active_from", Day()), Column("active_to", Day())
    wikidata, note, source = Column("wikidata"), Column("note"), Column("source")

    class Meta(Options):
        model = Actor
        import_id_fields = ("key",)
        fields = (
            *("key", "name", "names", "aliases", "kind", "country", "active_from", "active_to"),
            *("wikidata", "note", "source"),
        )


class TieSheet(Sheet):
    actor, other = Column("actor", ByKey(Actor)), Column("other", ByKey(Actor))
    kind = Column("kind", Word(Tie._meta.get_field("kind").flatchoices))
    since, until = Column("since", Day()), Column("until", Day())
    source = Column("source")

    class Meta(Options):
        model = Tie
        import_id_fields = ("actor", "kind", "other", "since")
        fields = ("actor", "kind", "other", "since", "until", "source")


class BaseSheet(Sheet):
    key, name = Column("key"), Column("name")
    aliases = Column("aliases", Several())
    kind = Column("kind", Word(Base._meta.get_field("kind").flatchoices))
    country, admin1 = Column("country", Country()), Column("admin1")
    latitude, longitude = Column("latitude", Number(float)), Column("longitude", Number(float))
    icao, wikidata, operator = Column("icao"), Column("wikidata"), Column("operator")
    time_zone, source = Column("time_zone"), Column("source")

    class Meta(Options):
        model = Base
        import_id_fields = ("key",)
        fields = (
            *("key", "name", "aliases", "kind", "country", "admin1", "latitude", "longitude", "icao"),
            *("wikidata", "operator", "time_zone", "source"),
        )


class PresenceSheet(Sheet):
    base, actor = Column("base", ByKey(Base)), Column("actor", ByKey(Actor))
    since, until = Column("since", Day()), Column("until", Day())
    source = Column("source")

    class Meta(Options):
        model = Presence
        import_id_fields = ("base", "actor", "since")
        fields = ("base", "actor", "since", "until", "source")


class PlaceSheet(Sheet):
    key, name = Column("key"), Column("name")
    geonames_id = Column("geonames_id", Number(int))
    aliases = Column("aliases", Several())
    kind = Column("kind", Word(Place._meta.get_field("kind").flatchoices))
    country, admin1 = Column("country", Country()), Column("admin1")
    latitude, longitude = Column("latitude", Number(float)), Column("longitude", Number(float))
    population, time_zone = Column("population", Number(int, blank=0)), Column("time_zone")

    class Meta(Options):
        model = Place
        import_id_fields = ("key",)
        fields = (
            *("key", "geonames_id", "name", "aliases", "kind", "country", "admin1", "latitude", "longitude"),
            *("population", "time_zone"),
        )


class SourceSheet(Sheet):
    name, domain = Column("name"), Column("domain")
    aliases = Column("aliases", Several())
    country, language = Column("country", Country()), Column("language")
    reliability = Column("reliability", Word(Source._meta.get_field("reliability").flatchoices))
    scale = Column("scale", Word(Source._meta.get_field("scale").flatchoices))

    class Meta(Options):
        model = Source
        import_id_fields = ("name",)
        fields = ("name", "aliases", "domain", "country", "language", "reliability", "scale")

    def get_instance(self, instance_loader: Any, row: Any) -> Source | None:
        return Source.objects.filter(name__iexact=self.fields["name"].clean(row)).first()


class CampaignSheet(Sheet):
    name, description = Column("name"), Column("description")
    actors, targets = Column("actors", Keys(Actor)), Column("targets", Keys(Actor))
    places = Column("places", Keys(Place))
    countries = Column("countries", Several(Country()))
    since, until = Column("since", Day()), Column("until", Day())

    class Meta(Options):
        model = Campaign
        import_id_fields = ("name",)
        fields = ("name", "description", "actors", "targets", "places", "countries", "since", "until")


SHEETS: dict[str, type[Sheet]] = {
    "actor": ActorSheet,
    "tie": TieSheet,
    "base": BaseSheet,
    "presence": PresenceSheet,
    "place": PlaceSheet,
    "source": SourceSheet,
    "campaign": CampaignSheet,
}


def rows(kind: str, found: QuerySet[Any]) -> Any:
    """The header, then a row of cells for each record, in an order of its own that stays."""
    sheet = SHEETS[kind]()
    columns = sheet._meta.fields
    foreign = [name for name in columns if isinstance(sheet.fields[name].widget, ByKey)]
    many = [name for name in columns if isinstance(sheet.fields[name].widget, Keys)]
    found = found.select_related(*foreign) if foreign else found
    found = found.prefetch_related(*many) if many else found
    yield list(columns)
    for record in found.order_by(*_order(sheet)).iterator(chunk_size=1000):
        yield [sheet.fields[name].export(record) for name in columns]


def _order(sheet: Sheet) -> list[str]:
    return [
        f"{name}__key" if isinstance(sheet.fields[name].widget, ByKey) else name
        for name in sheet._meta.import_id_fields
    ]
