"""Every page there is, found by the resolver: one that nobody thought of here fails the tests that visit pages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from incidents.models import Actor, Incident, Job, SavedView, User
from incidents.review import jobs

FOR_PROGRAMS = ("api/", "ogc/", "compat/")
NO_PAGES = {
    "front": "leads to the desk",
    "set_language": "takes a form",
    "healthz": "for machines",
    "readyz": "for machines",
    "admin:jsi18n": "a script",
    "texts": "a script",
    "admin:view_on_site": "leads elsewhere",
    "admin:knowledge_part": "takes a form",
    "admin:knowledge_two": "takes a form",
    "admin:knowledge_ask": "takes a form",
    "admin:knowledge_sheet_faults": "a file, of what a form holds",
    "admin:knowledge_sheet_export": "a file",
    "admin:scorecard_export": "a file",
    "admin:review_unmerge": "takes a form",
    "account_reset_password_from_key": "opens by mail: tests/admin/test_accounts.py",
}


@dataclass(frozen=True, slots=True)
class World:
    """What pages with an argument are visited for."""

    incident: Incident
    person: User


def job(world: World) -> Job:
    """One that waits to be confirmed."""
    found = Incident.objects.filter(pk=world.incident.pk)
    return Job.objects.filter(by=world.person).first() or jobs.prepare("reject", found, by=world.person)


def view(world: World) -> SavedView:
    return SavedView.objects.get_or_create(owner=world.person, page="queue", name="Iraq", query="country=IQ")[
        0
    ]


ARGUMENTS: dict[str, Callable[[World], list[object]]] = {
    "account_revoke_token": lambda w: [w.person.tokens.first().pk],
    "mfa_edit_webauthn": lambda w: [Authenticator.objects.get(user=w.person, type="webauthn").pk],
    "mfa_remove_webauthn": lambda w: [Authenticator.objects.get(user=w.person, type="webauthn").pk],
    "admin:inbox_follow": lambda w: [w.person.notices.first().pk],
    "admin:review_lookup": lambda w: ["base"],
    "admin:review_filter_values": lambda w: ["source"],
    "admin:review_new": lambda w: ["base"],
    "admin:review_compare": lambda w: [w.incident.pk, Incident.objects.exclude(pk=w.incident.pk).first().pk],
    "admin:review_view": lambda w: [view(w).pk],
    **{
        f"admin:review_job{page}": lambda w: [job(w).pk]
        for page in ("", "_progress", "_stop", "_undo", "_discard")
    },
    "admin:review_understood": lambda w: ["point"],
    "admin:reread": lambda w: [w.incident.articles.first().pk],
    "admin:knowledge_sheet": lambda w: ["actor"],
    "admin:knowledge_unite": lambda w: ["actor", Actor.objects.order_by("pk").first().pk],
    "admin:app_list": lambda w: ["incidents"],
    "admin:auth_user_password_change": lambda w: [w.person.pk],
}
"""Pages of an incident (review/<int:pk>/…), of a record (actor/<slug:key>/…) and stock pages need no line here."""

ARGUMENT = re.compile(r"(\w+)/<(?:\w+:)?(pk|key|id)>")


def routes(
    resolver: URLResolver | None = None, space: str = "", before: str = ""
) -> Iterator[tuple[str, str]]:
    """Name and route of every address that is not for programs."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, inner, route)
        elif isinstance(pattern, URLPattern) and pattern.name and not route.startswith(FOR_PROGRAMS):
            yield f"{space}{pattern.name}", route


def addresses(world: World) -> dict[str, str]:
    """By name. Fails for a page that takes arguments of which nothing is said above."""
    found = {}
    for name, route in routes():
        if name in NO_PAGES:
            continue
        try:
            found[name] = reverse(name, args=_arguments(name, route, world))
        except NoReverseMatch:
            raise AssertionError(f"{name} ({route}): say in ARGUMENTS for what to visit it") from None
    return found


def _arguments(name: str, route: str, world: World) -> list[object]:
    if name in ARGUMENTS:
        return ARGUMENTS[name](world)
    if "review/<int:pk>/" in route and route.count("<") == 1:
        return [world.incident.pk]
    if of := ARGUMENT.findall(route):
        return [_first(noun, attribute) for noun, attribute in of]
    return _record(name)


def _first(noun: str, attribute: str) -> object:
    """Of the first record of the model that the address names, in the singular or the plural."""
    nouns = {
        str(word): model for model in apps.get_app_config("incidents").get_models() for word in _words(model)
    }
    if noun not in nouns:
        return "?"  # no address, and so a complaint
    record = nouns[noun]._default_manager.order_by("pk").first()
    assert record is not None, f"there is no {noun} to visit its pages for"
    return getattr(record, attribute)


def _words(model: type[Model]) -> tuple[str, ...]:
    name, several = model._meta.verbose_name, model._meta.verbose_name_plural
    return model._meta.model_name, f"{model._meta.model_name}s", name, several, str(several).replace(" ", "_")


def _record(name: str) -> list[object]:
    """The first record, for the stock pages of a model."""
    for model in apps.get_models():
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name in {f"{label}{page}" for page in ("change", "delete", "history")}:
            record = model._default_manager.order_by("pk").first()
            assert record is not None, f"{name}: there is no {model._meta.verbose_name} to visit it for"
            return [record.pk]
    return []
