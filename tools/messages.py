"""Collects what the interface says into incidents/locale/, and compiles what translators made of it.

    python -m tools.messages            after a change of any text
    python -m tools.messages --missing  prints what a language still lacks

gettext's own programs are not needed: Babel reads Python and the scripts, Django turns templates into what Babel
can read, and what stands in no call of gettext (labels of the vocabulary, names of fields, countries) is asked for
where it is. What the server says is django.po, what scripts say djangojs.po.
"""

import argparse
import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
django.setup()

from babel.messages import Catalog, Message, extract, mofile, pofile  # noqa: E402 -- settings come first
from django.conf import settings  # noqa: E402
from django.forms import Widget  # noqa: E402
from django.utils.translation.template import templatize  # noqa: E402

from incidents import vocabulary  # noqa: E402
from incidents.admin.review import form, statements  # noqa: E402
from incidents.gazetteer import files  # noqa: E402
from incidents.ingestion.reasons import Reason  # noqa: E402
from incidents.models import labels  # noqa: E402

BEGUN = datetime(2026, 11, 27, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
PLACE = re.compile(r"%\(\w+\)s|%s|\{\w*\}|</?\w+>")
"""What is filled in, and tags."""
LOCALE = ROOT / "incidents" / "locale"
PLURALS = {
    # 0; 1; 2; 3-10; 11-99; the rest. As Django and translators have it; Babel swaps the last two
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 && n%100<=99 ? 4 : 5;"
}
KEYWORDS = (
    extract.DEFAULT_KEYWORDS
    | {
        name: extract.DEFAULT_KEYWORDS[name.removesuffix("_lazy").removesuffix("_noop")]
        for name in ("gettext_lazy", "ngettext_lazy", "pgettext_lazy", "npgettext_lazy", "gettext_noop")
    }
    | {"_lazy": None}
)


Said = tuple[str | tuple[str, ...], str | None, str]


def said() -> Iterator[Said]:
    """Message, or its singular and plural; its context; where it stands."""
    for path in sorted([*(ROOT / "incidents").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]):
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            source = templatize(source, origin=str(path))
        where = str(path.relative_to(ROOT))
        found = extract.extract_python(io.BytesIO(source.encode()), list(KEYWORDS), (), {"encoding": "utf-8"})
        for _line, function, message, _comments in found:
            texts = tuple(each for each in (message if isinstance(message, tuple) else (message,)) if each)
            if texts and "pgettext" in function:
                yield texts[1] if len(texts) == 2 else texts[1:3], texts[0], where
            elif texts:
                yield texts[:2] if "ngettext" in function else texts[0], None, where
    for word in words():
        yield word, None, "the vocabulary and the desk's inputs"


def said_by_scripts() -> Iterator[Said]:
    for path in sorted((ROOT / "incidents" / "static").rglob("*.js")):
        with open(path, "rb") as source:
            found = list(extract.extract_javascript(source, ["gettext"], (), {}))
        for _line, _function, message, _comments in found:
            text = message if isinstance(message, str) else message[0]
            if text:
                yield text, None, str(path.relative_to(ROOT))


DOMAINS: dict[str, Callable[[], Iterator[Said]]] = {"django": said, "djangojs": said_by_scripts}


def words() -> Iterator[str]:
    """What stands in no call of gettext: labels of the vocabulary, of the desk's inputs, of what models hold."""
    yield from (country.name for country in files.countries())
    yield from (str(reason) for reason in Reason)
    yield from labels.TOLD
    for kind in vars(vocabulary).values():
        if isinstance(kind, type) and issubclass(kind, vocabulary.Word):
            yield from (member.in_english for member in kind)
    yield from statements.ABOUT.values()
    for each in (form.IncidentForm, *form.ROW_FORMS.values()):
        for field in each.base_fields.values():
            yield from filter(None, (str(field.label or ""), str(_blank(field.widget))))


def _blank(widget: Widget) -> object:
    """What an empty choice is called."""
    return next((label for value, label in getattr(widget, "choices", ()) if value == ""), "")


def path_of(language: str, domain: str = "django") -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def collected(language: str, domain: str = "django") -> Catalog:
    """What is said now, with the translations that there are; those of texts that are gone stay at hand."""
    path = path_of(language, domain)
    old = pofile.read_po(io.BytesIO(path.read_bytes())) if path.exists() else Catalog(language)
    new = Catalog(language, project="Conflict incident tracker", charset="utf-8", fuzzy=False)
    if language in PLURALS:
        new.mime_headers = [("Plural-Forms", PLURALS[language])]
    new.creation_date = new.revision_date = BEGUN  # so that the file changes with its texts only
    known = {_key(m): m for m in [*old.obsolete.values(), *old] if m.id}
    for message, context, where in DOMAINS[domain]():
        was = known.get((message[0] if isinstance(message, tuple) else message, context))
        new.add(message, was.string if was else None, locations=[(where, None)], context=context)
    now = {_key(m) for m in new}
    new.obsolete = {key: m for key, m in known.items() if key not in now and m.string}
    return new


def _key(message: Message) -> tuple[str, str | None]:
    return message.id[0] if isinstance(message.id, tuple) else message.id, message.context


def written(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    pofile.write_po(out, catalog, width=110, sort_output=True, omit_header=False)
    return out.getvalue()


def compiled(language: str, domain: str = "django") -> bytes:
    out = io.BytesIO()
    with open(path_of(language, domain), "rb") as source:
        mofile.write_mo(out, pofile.read_po(source))
    return out.getvalue()


def untranslated(catalog: Catalog) -> list[Message]:
    return [m for m in catalog if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]


def missing(catalog: Catalog) -> list[str]:
    """In the singular where there is a plural."""
    return [m.id[0] if isinstance(m.id, tuple) else m.id for m in untranslated(catalog)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--missing", action="store_true", help="print what is not translated, and change nothing"
    )
    asked = parser.parse_args()
    for language, _name in settings.LANGUAGES:
        if language == settings.LANGUAGE_CODE:
            continue  # the texts themselves
        for domain in DOMAINS:
            catalog, path = collected(language, domain), path_of(language, domain)
            if asked.missing:
                print(*missing(catalog), sep="\n")
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(catalog))
            path.with_suffix(".mo").write_bytes(compiled(language, domain))
            print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(missing(catalog))} not translated")


if __name__ == "__main__":
    main()
