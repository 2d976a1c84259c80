"""The desk's form. It carries what was typed, as typed, and what was shown when the page was opened.

Where one input tells several columns (a day, a point, a range), it is taken apart here and its columns are held;
all else is for the verb ``edit``, which cleans every value and names what it expected. Its errors come back to the
inputs they are about. What counts as changed is what differs from what was *shown*, so that two people who
change different fields do not undo each other's.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from incidents.admin.review import tables
from incidents.admin.review.inputs import INPUT_OF, INPUTS, Input, InputsForm, whole
from incidents.admin.review.layout import FIELDS_OF, ROW_OF_COLUMN
from incidents.admin.review.lookup import KINDS, label, meant
from incidents.admin.review.merging import Conflict, Taken, merge, settle, written
from incidents.admin.review.merging import read as read_conflicts
from incidents.models import Incident, User
from incidents.review.ledger import Account
from incidents.review.permissions import access_groups
from incidents.review.rows import COLUMNS, held
from incidents.review.statements import FIELD_OF_ROLE
from incidents.review.steps import Why, since_version
from incidents.review.values import countries
from incidents.review.words import Words
from incidents.vocabulary import (
    Basis,
    CasualtyKind,
    Certainty,
    Damage,
    DatePrecision,
    EventType,
    GeoPrecision,
    Interception,
    ReferentKind,
    Role,
    Sensitivity,
    SubEventType,
    Weapon,
)

Shown = dict[str, Any]

REASONS = (
    _lazy("The reader misread the article"),
    _lazy("The article's own words"),
    _lazy("A later report says otherwise"),
    _lazy("Two sources agree"),
    _lazy("Same event as another incident"),
    _lazy("Not an incident of conflict"),
    _lazy("Outside our scope"),
)


def text(placeholder: Any = "", name: str = "", **attrs: Any) -> forms.CharField:
    """A line of text; ``name`` is its label where the row's own does not do."""
    attrs |= {"placeholder": placeholder} if placeholder else {}
    return forms.CharField(required=False, label=_lazy(name), widget=forms.TextInput(attrs))


def number(name: str) -> forms.CharField:
    return text(name=name, inputmode="numeric", size=5, autocomplete="off")


def entry(kind: str, name: str = "", placeholder: Any = "") -> forms.CharField:
    """A catalogue entry by name or key; picker.js suggests while one types."""
    return text(placeholder, name, autocomplete="off", dir="auto", **{"data-lookup": kind})


def one_of(choices: Any, name: str = "", *, blank: str | None = None) -> forms.CharField:
    first = [] if blank is None else [("", _lazy(blank))]
    return forms.CharField(
        required=False, label=_lazy(name), widget=forms.Select(choices=[*first, *_lazily(choices)])
    )  # not a ChoiceField: what is wrong is for the verb to say


def _lazily(choices: Any) -> list[tuple[str, Any]]:
    """Forms are made before anybody has said in which language: labels wait until they are shown."""
    return [
        (_lazy(value), _lazily(label)) if isinstance(label, list) else (value, _lazy(label))
        for value, label in choices
    ]


def _types() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (kind.label, [(sub.value, sub.label) for sub in SubEventType if sub.event_type == kind])
        for kind in EventType
    ]


class IncidentForm(forms.Form):
    sub_event_type = one_of(_types(), "Type")
    certainty = one_of(Certainty.choices(), "Certainty")
    summary = forms.CharField(
        required=False, label=_lazy("Summary"), widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )
    date_start = text("YYYY-MM-DD", "First day", size=11)
    date_end = text("YYYY-MM-DD", "Last day", size=11)
    date_precision = one_of(DatePrecision.choices(), "Precise to the")
    time_local = text("HH:MM", "Clock time", size=6)
    time_zone = text("Asia/Baghdad", "Zone", list="zones")
    place_name = text(name="As named")
    place = entry("place", "In the catalogue")
    base = entry("base", "Base")
    country = one_of((), "Country", blank="unknown")
    admin1 = text(name="Region")
    latitude = text(_lazy("-90 to 90"), "Latitude", inputmode="decimal", size=9)
    longitude = text(_lazy("-180 to 180"), "Longitude", inputmode="decimal", size=9)
    geo_precision = one_of(GeoPrecision.choices(), "Precision")
    killed_min = number("at least")
    killed_max = number("at most")
    wounded_min = number("at least")
    wounded_max = number("at most")
    civilian_targeting = one_of((("True", "Yes"), ("False", "No")), "Civilians targeted", blank="not stated")
    intercepted = one_of(Interception.choices(), "Intercepted")
    damage = one_of(Damage.choices(), "Damage")
    origin_of_fire = text(name="Origin of fire")
    sensitivity = one_of(Sensitivity.choices(), "Sensitivity")
    restricted_to = one_of((), "Only for", blank="everybody who may see restricted ones")
    embargo_until = text("YYYY-MM-DD HH:MM", "Embargo until", size=18)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = sorted(countries().items(), key=lambda item: item[1])
        self.fields["country"].widget.choices = [("", _("unknown")), *names]


class LineForm(forms.Form):
    """A line of a table: what it is about, and perhaps cells of figures."""

    CELLS: tuple[str, ...] = ()

    def cells(self) -> list[forms.BoundField]:
        return [self[name] for name in self.CELLS]

    def named(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in {*self.CELLS, "DELETE"}]


class ParticipationForm(LineForm):
    role = one_of(Role.choices(), "Role")
    name = text(name="Name as said")
    actor = entry("actor", "Actor")
    basis = one_of(Basis.choices(), "On whose word")
    referent = one_of(ReferentKind.choices(), "What it is")


class SideForm(LineForm):
    """A line of the grid: one side, and a cell for each kind."""

    CELLS = tables.KINDS

    side = text(name="Side", dir="auto")
    actor = entry("actor", "Actor", _lazy("who that is"))
    is_civilian = forms.CharField(
        required=False,
        label=_lazy("Civilians"),
        widget=forms.CheckboxInput(check_test=lambda value: value in {True, "True"}),
    )
    killed = tables.count(_lazy(CasualtyKind.KILLED.in_english))
    wounded = tables.count(_lazy(CasualtyKind.WOUNDED.in_english))
    missing = tables.count(_lazy(CasualtyKind.MISSING.in_english))
    captured = tables.count(_lazy(CasualtyKind.CAPTURED.in_english))
    displaced = tables.count(_lazy(CasualtyKind.DISPLACED.in_english))


class WeaponForm(LineForm):
    """A line of the ledger: a weapon, and what became of it."""

    CELLS = tables.COUNTS

    category = one_of(Weapon.choices(), "Weapon", blank="choose")
    system = text("Shahed-136", "System", list="systems", autocomplete="off")
    launched = tables.count(_lazy("Launched"))
    intercepted = tables.count(_lazy("Intercepted"))
    failed = tables.count(_lazy("Failed"))
    hit = tables.count(_lazy("Hit"))

    def account(self) -> Account:
        return tables.account_of({name: self.data.get(self.add_prefix(name), "") for name in tables.COUNTS})


ROW_FORMS = {"participations": ParticipationForm, "casualties": SideForm, "weapons": WeaponForm}
TYPED = ("name", "actor")
"""A participant of whom none of these is filled in is a blank line."""
FORMSETS = {
    kind: forms.formset_factory(form, extra=1, can_delete=True, max_num=500)
    for kind, form in ROW_FORMS.items()
}


def shown(incident: Incident) -> Shown:
    """Every value as it stands in the inputs."""
    values: Shown = {name: as_typed(getattr(incident, name)) for name in IncidentForm.base_fields}
    for kind in COLUMNS:
        values[kind] = [
            {name: as_typed(value) for name, value in row.items()} for row in held(incident, kind)
        ]
    values["casualties"] = tables.in_order(values["casualties"])
    return values


def as_typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Group):
        return value.name
    if isinstance(value, Model):
        return label(value)
    if isinstance(value, datetime):
        return timezone.localtime(value, timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.isoformat("auto" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


class DeskForm:
    """The form and its tables of rows as one."""

    def __init__(self, incident: Incident, data: QueryDict | None = None):
        self.incident = incident
        now = shown(incident)
        self.reason = _plain(data.get("reason")) if data else ""
        self.words_json = _plain(data.get("words")) if data else ""
        self.words = _words(self.words_json, data or {})
        self.reason_errors: list[str] = []
        self.other_errors: list[str] = []
        self.is_stale = False
        self.conflicts: list[Conflict] = []
        self.taken: list[Taken] = []
        self.meanwhile: list[Why] = []
        self.seen, self.seen_version = now, incident.version
        self.sent: Shown = {}
        self.unread: dict[str, list[str]] = {}
        if data is not None:
            self.seen, self.seen_version = _what_was_seen(data)
            # a browser sends no input that is disabled, as all are where there is nothing to edit
            self.sent = {name: _plain(data[name]) for name in IncidentForm.base_fields if name in data}
            for name, each in INPUTS.items():
                if name in data and all(column in self.seen for column in each.columns):
                    self.sent |= self._told(each, _plain(data[name]))
            for kind in COLUMNS:
                if f"{kind}-TOTAL_FORMS" in data:
                    self.sent[kind] = self._typed_rows(kind, data)
            self.conflicts = read_conflicts(_plain(data.get("conflicts")), self._choice(data))
            settle(self.sent, self.conflicts)
        self.typed = now | self.sent
        self._show()

    @staticmethod
    def _choice(data: QueryDict) -> Callable[[int], str]:
        return lambda n: _plain(data.get(f"choose-{n}"))

    @cached_property
    def article_day(self) -> date | None:
        """The day from which "yesterday" counts: that of the first article that has one."""
        told = self.incident.reports.filter(article__published_on__isnull=False)
        return told.values_list("article__published_on", flat=True).first()

    def _told(self, each: Input, typed: str) -> Shown:
        """What one input says of its columns. Untouched it says what was seen, however it would be read."""
        if typed == each.write(self.seen):
            return {column: self.seen[column] for column in each.columns}
        try:
            read = each.read(typed, self.article_day)
        except ValidationError as problem:
            self.unread[each.columns[0]] = problem.messages
            return dict.fromkeys(each.columns, "") | {each.columns[0]: typed}
        for name in read.keys() - set(each.columns):  # a precision that somebody chose stays as chosen
            if self.sent.get(name, self.seen.get(name)) != self.seen.get(name):
                del read[name]
        return read

    def _typed_rows(self, kind: str, data: QueryDict) -> list[Shown]:
        try:
            total = min(int(data.get(f"{kind}-TOTAL_FORMS", 0)), 500)
        except ValueError:
            total = 0
        rows: list[Shown] = []
        for n in range(total):
            if data.get(f"{kind}-{n}-DELETE"):
                continue

            def get(name: str, at: str = f"{kind}-{n}-") -> str:
                return _plain(data.get(at + name))

            if kind == "casualties":
                rows += tables.read_side(get, self.seen.get(kind, []), len(rows), self.unread)
            elif kind == "weapons":
                row = tables.read_weapon(get, len(rows), self.unread)
                rows += [row] if row else []
            elif any(get(name) for name in TYPED):
                rows.append({name: get(name) for name in COLUMNS[kind][1]})
        return rows

    def _show(self) -> None:
        """Inputs that show what is typed; bound, so that errors can be put on them."""
        self.inputs = InputsForm(self.typed, on=self.article_day)
        self.form = IncidentForm({name: self.typed[name] for name in IncidentForm.base_fields})
        self.tables = {}
        for kind, formset in FORMSETS.items():
            rows = self._lines(kind)
            data = {f"{kind}-TOTAL_FORMS": len(rows) + 1, f"{kind}-INITIAL_FORMS": 0}
            data |= {f"{kind}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
            self.tables[kind] = formset(data, prefix=kind)
        for each in (self.form, self.inputs, *self.tables.values()):
            each.is_valid()

    def _lines(self, kind: str) -> list[Shown]:
        if kind == "casualties":
            return tables.sides(self.typed[kind])[0]
        return [tables.weapon_line(row) if kind == "weapons" else row for row in self.typed[kind]]

    def fields(self, columns: tuple[str, ...]) -> list[forms.BoundField]:
        """The inputs of these columns, each once."""
        found = {INPUT_OF.get(column, column): column in INPUT_OF for column in columns}
        return [self.inputs[name] if is_whole else self.form[name] for name, is_whole in found.items()]

    def map_points(self) -> dict[str, Any]:
        """GeoJSON of the base and place that are chosen, for the map beside the point."""
        chosen = {"base": self.incident.base, "place": self.incident.place}
        return {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"kind": kind, "name": entry.name},
                    "geometry": {"type": "Point", "coordinates": [entry.longitude, entry.latitude]},
                }
                for kind, entry in chosen.items()
                if entry
            ],
        }

    def whole(self) -> list[forms.BoundField | None]:
        """For each kind of casualties the input of the incident's own figure, where it keeps one."""
        return [self.inputs[kind] if kind in INPUTS else None for kind in tables.KINDS]

    def changed(self) -> list[str]:
        """What is not decided yet counts as changed: no verb acts before it is."""
        undecided = [conflict.name for conflict in self.conflicts if not conflict.chosen]
        return whole([*undecided, *(n for n, value in self.sent.items() if value != self.seen.get(n))])

    def changes(self) -> dict[str, Any]:
        """For the verb ``edit``. Raises where a catalogue entry is none, or not clear."""
        self.undecided()
        result, errors = {}, dict(self.unread)
        for name in self.changed():
            if name in COLUMNS:
                result[name] = [self._row(name, n, row, errors) for n, row in enumerate(self.typed[name])]
            else:
                result[name] = self._value(name, name, self.typed[name], errors)
        if errors:
            raise ValidationError(errors)
        return result

    def undecided(self) -> None:
        """What both changed is nobody's until somebody says whose; what was chosen so far stays chosen."""
        if any(not conflict.chosen for conflict in self.conflicts):
            self.is_stale = True
            raise ValidationError({"conflicts": _("say for each field that you both changed whose counts.")})

    def _row(self, kind: str, number: int, row: Shown, errors: dict[str, list[str]]) -> Shown:
        return {
            name: self._value(name, f"{kind}.{number}.{name}", value, errors) for name, value in row.items()
        }

    def _value(self, name: str, path: str, typed: str, errors: dict[str, list[str]]) -> Any:
        if name not in KINDS:
            return typed
        try:
            return meant(KINDS[name], typed)
        except ValidationError as problem:
            errors[path] = problem.messages
            return None

    def refuse(self, problem: ValidationError) -> None:
        """Put each message where it belongs; nothing that was typed is lost."""
        for path, messages in problem.message_dict.items():
            name, *rest = path.split(".")
            if name == "reason":
                self.reason_errors += messages
            elif name in INPUT_OF:
                self.inputs.add_error(INPUT_OF[name], messages)
            elif name in self.form.fields:
                self.form.add_error(name, messages)
            elif rest and name in self.tables:
                line, cell = self._cell(name, int(rest[0]), rest[1])
                self.tables[name].forms[line].add_error(cell, messages)
            else:
                self.other_errors += [f"{path}: {message}" for message in messages]

    def _cell(self, kind: str, row: int, column: str) -> tuple[int, str]:
        """Where a row's column stands in its table: the line, and the name of the input."""
        if kind == "casualties":
            line, of_kind = tables.sides(self.typed[kind])[1][row]
            return line, column if column in tables.OF_A_SIDE else of_kind
        return row, column.removesuffix("_min").removesuffix("_max") if kind == "weapons" else column

    def rebase(self, theirs: Incident) -> None:
        """Somebody was faster: put the two together, and ask about what both changed (merging.py)."""
        since = since_version(theirs, self.seen_version) if self.seen_version else []
        now = shown(theirs)
        merged = merge(self.seen, self.sent, now)
        self.is_stale, self.meanwhile = True, since
        self.conflicts, self.taken = merged.conflicts, merged.taken
        self.typed = now | merged.values
        self.incident, self.seen, self.seen_version = theirs, now, theirs.version
        self._show()

    def offer_groups(self, user: User) -> None:
        """His own, and the one that stands."""
        stands = [self.typed["restricted_to"]] if self.typed["restricted_to"] else []
        names = dict.fromkeys([*access_groups(user).values_list("name", flat=True), *stands])
        self.form.fields["restricted_to"].widget.choices += [(name, name) for name in names]

    @property
    def seen_json(self) -> str:
        return json.dumps(self.seen, ensure_ascii=False)

    @property
    def conflicts_json(self) -> str:
        return written(self.conflicts)

    @property
    def errors(self) -> list[str]:
        """Every message with the name of its input, for the summary above the form."""
        of_reason = _("Reason")
        found = [f"{of_reason}: {message}" for message in self.reason_errors] + self.other_errors
        for name, messages in self.inputs.errors.items():
            found += [f"{_(ROW_OF_COLUMN[INPUTS[name].columns[0]].label)}: {message}" for message in messages]
        for name, messages in self.form.errors.items():
            found += [f"{title(name)}: {message}" for message in messages]
        for kind, table in self.tables.items():
            for n, form in enumerate(table.forms, 1):
                for name, messages in form.errors.items():
                    field = form.fields[name].label if name in form.fields else name
                    found += [
                        _("%(table)s, row %(n)s, %(field)s: %(message)s")
                        % {"table": title(kind), "n": n, "field": field, "message": message}
                        for message in messages
                    ]
        return found


def title(name: str) -> str:
    row = ROW_OF_COLUMN[name]
    of_row = _(row.label)
    label = _(str(IncidentForm.base_fields[name].label)) if name in IncidentForm.base_fields else of_row
    return label if label.lower() == of_row.lower() else f"{of_row}, {label.lower()}"


def in_words(name: str, value: Any) -> str:
    if isinstance(value, list):
        rows = [", ".join(each for each in row.values() if each not in {"", "False"}) for row in value]
        return "; ".join(rows)
    widget = IncidentForm.base_fields[name].widget
    if isinstance(widget, forms.Select) and value:
        flat: dict[str, str] = {}
        for code, words in widget.choices:
            flat |= dict(words) if isinstance(words, list) else {code: words}
        return str(flat.get(value, value))
    return value


def _words(given: str, data: Mapping[str, Any]) -> dict[str, list[Words]]:
    """``[["wounded", article, start, end], …]``: the words that values were set from, by what statements call
    the field; of participants the row is named too, ``participations.2``, for its role. Unreadable: none.
    """
    found: dict[str, list[Words]] = {}
    try:
        for about, *where in json.loads(given or "[]"):
            words = Words(*(int(each) for each in where))
            key, _dot, number = str(about).partition(".")
            role = data.get(f"{key}-{number}-role")
            for field in [FIELD_OF_ROLE[Role(role)]] if role else FIELDS_OF.get(key, ()):
                found.setdefault(field, []).append(words)
    except (ValueError, TypeError):
        return {}
    return found


def _what_was_seen(data: QueryDict) -> tuple[Shown, int]:
    """From the page itself. Unreadable: as if nothing had been seen, and the verb will refuse the version."""
    try:
        seen, version = json.loads(data.get("seen", "")), int(data.get("seen_version", ""))
    except ValueError:
        return {}, 0
    return (seen, version) if isinstance(seen, dict) else ({}, 0)


def _plain(value: Any) -> str:
    return str(value or "").replace("\r\n", "\n").replace("\0", "").strip()
