"""What is asked of somebody who hands in a file: which it is, and how it is to be read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.articles import FilesField
from incidents.ingestion import batch as bulk
from incidents.ingestion import columns
from incidents.models import Batch

ENCODINGS = (
    *("utf-8", "windows-1252", "windows-1256", "iso-8859-6", "windows-1251", "windows-1254", "windows-1255"),
    *("utf-16", "gb18030", "shift_jis"),
)
FIELDS = {
    "text": gettext_lazy("Text"),
    "html": gettext_lazy("HTML"),
    "title": gettext_lazy("Title"),
    "url": gettext_lazy("Address (URL)"),
    "published": gettext_lazy("Published"),
    "source": gettext_lazy("Source"),
    "language": gettext_lazy("Language"),
    "byline": gettext_lazy("Byline"),
}


class BatchFilesField(FilesField):
    largest = "MAX_BATCH_BYTES"


class Settings(forms.Form):
    """What holds of lines that do not say it themselves."""

    source = forms.CharField(
        required=False,
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("The outlet of lines that name none."),
    )
    language = forms.CharField(
        required=False,
        label=gettext_lazy("Language"),
        max_length=16,
        help_text=gettext_lazy("ISO 639-1, en; empty: to be worked out."),
    )
    order = forms.ChoiceField(
        required=False,
        label=gettext_lazy("3/4/2024 is"),
        choices=[
            ("", gettext_lazy("to be asked about")),
            ("dmy", gettext_lazy("3 April: day first")),
            ("mdy", gettext_lazy("4 March: month first")),
        ],
    )
    zone = forms.CharField(
        required=False,
        label=gettext_lazy("Time zone"),
        max_length=50,
        widget=forms.TextInput({"list": "zones", "placeholder": "Asia/Baghdad", "autocomplete": "off"}),
        help_text=gettext_lazy("Of clock times that say none."),
    )

    def defaults(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in bulk.SETTINGS}

    def refuse(self, problem: ValidationError) -> None:
        """Each of its messages beside the field that it is about."""
        told = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
        for field, messages in told.items():
            for message in messages:
                self.add_error(*self._place(field, message))

    def _place(self, field: str, message: str) -> tuple[str | None, str]:
        name, _colon, words = message.partition(": ")
        named = {"mapping": f"column_{name}", "defaults": name}.get(field)
        if named in self.fields:
            return named, words
        return (field if field in self.fields else None), message


class Upload(Settings):
    """Without JavaScript this form is posted as it is; with it, each file goes by itself."""

    file = BatchFilesField(required=False, allow_empty_file=True, label=gettext_lazy("Files"))
    paused = forms.BooleanField(required=False, label=gettext_lazy("Let me look at it first"))
    again = forms.BooleanField(required=False, label=gettext_lazy("Upload it though I have done so before"))
    field_order = ["file", "paused", "again", "source", "language", "order", "zone"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("file") and not self.errors:
            self.add_error("file", _("expected a file with articles."))
        return given


class Look(Settings):
    """How a file that waits is to be read, beginning with how it was understood."""

    encoding = forms.CharField(
        required=False,
        label=gettext_lazy("Encoding"),
        max_length=40,
        widget=forms.TextInput({"list": "encodings", "autocomplete": "off", "dir": "ltr"}),
    )
    delimiter = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Between cells"),
        choices=[
            (",", gettext_lazy("comma")),
            (";", gettext_lazy("semicolon")),
            ("\t", gettext_lazy("tab")),
            ("|", gettext_lazy("bar")),
        ],
    )
    sheet = forms.CharField(required=False, label=gettext_lazy("Sheet"), max_length=100)

    def __init__(self, batch: Batch, data: Any = None):
        self.batch = batch
        held = {
            name: batch.shape[name] for name in ("encoding", "delimiter", "sheet") if batch.shape.get(name)
        }
        super().__init__(data, initial=held | batch.defaults)
        for name in ("encoding", "delimiter", "sheet"):
            if name not in held:
                del self.fields[name]
        found = list(batch.shape.get("columns", ()))
        for field in columns.FIELDS if found else ():
            self.fields[f"column_{field}"] = forms.ChoiceField(
                required=False,
                label=FIELDS[field],
                choices=[("", "–"), *((column, column) for column in found)],
                initial=batch.mapping.get(field, ""),
            )

    def shape_typed(self) -> dict[str, str]:
        """What is to be another than was found. The columns then have other names, and are guessed anew."""
        typed = {
            name: self.data.get(name) for name in ("encoding", "delimiter", "sheet") if name in self.fields
        }
        return {name: value for name, value in typed.items() if value and value != self.batch.shape.get(name)}

    def terms(self) -> dict[str, Any]:
        """As ``ingestion.batch.correct`` takes them."""
        chosen = {
            field: self.cleaned_data[f"column_{field}"]
            for field in columns.FIELDS
            if self.cleaned_data.get(f"column_{field}")
        }
        shape = self.shape_typed()
        has_columns = bool(self.batch.shape.get("columns"))
        return {
            "shape": shape,
            "mapping": chosen if has_columns and not shape else None,
            "defaults": self.defaults(),
        }

    def of_file(self) -> list[Any]:
        return [self[name] for name in ("encoding", "delimiter", "sheet") if name in self.fields]

    def of_columns(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    def of_lines(self) -> list[Any]:
        return [self[name] for name in bulk.SETTINGS]
