from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext, gettext_lazy

from incidents.vocabulary import speak

ALLAUTH = {"account", "mfa", "usersessions"}


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = gettext_lazy("Conflict incidents")

    def ready(self) -> None:
        # Permissions come into being after migrate; the roles made of them can only follow.
        from incidents.exports.public_v1.making import after_migrate, before_migrate
        from incidents.review.permissions import sync_roles
        from incidents.webhooks import questions

        speak(gettext)
        questions.found_by = _found_by

        post_migrate.connect(lambda **kwargs: sync_roles(), sender=self, weak=False, dispatch_uid="roles")
        pre_migrate.connect(before_migrate, sender=self, dispatch_uid="public views")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="public views")


def _found_by(query: str, owner: Any) -> Any:
    """What webhooks ask: of the API, which alone knows its parameters and wakes only when it is asked."""
    return import_module("incidents.api.filters.asked").found_by(query, owner)


class AdminConfig(admin.AdminConfig):
    """Django's admin site, but ours."""

    default_site = "incidents.admin.site.Site"

    def ready(self) -> None:
        # Before Django asks for the site: were it made while this package is first imported, what the package
        # registers would go to a site that is then thrown away.
        import_module("incidents.admin")
        super().ready()
        # What allauth registers shows secrets of second factors, and sessions: nobody's but their owner's.
        site = import_module("django.contrib.admin").site
        for model in [model for model in site._registry if model._meta.app_label in ALLAUTH]:
            site.unregister(model)
