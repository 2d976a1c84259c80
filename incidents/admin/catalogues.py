"""What we already know: actors and their ties, bases and who was there, places, triggers, sources, campaigns."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from incidents.admin.countries import Countries
from incidents.admin.knowledge.page import address
from incidents.models import Actor, Base, Campaign, Place, Presence, Source, Tie, Trigger


class Known(admin.ModelAdmin):
    """Beside the form there is a page of what is known: the list and the form lead to it."""

    @admin.display(description=_("Page"))
    def page(self, record: Model) -> str:
        return format_html('<a href="{}">{}</a>', address(record), _("Look"))

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (*super().get_list_display(request), "page")

    def view_on_site(self, record: Model) -> str:
        return address(record)


class TieInline(admin.TabularInline):
    model = Tie
    fk_name = "actor"
    autocomplete_fields = ("other",)
    extra = 0


class PresenceInline(admin.TabularInline):
    model = Presence
    autocomplete_fields = ("actor",)
    extra = 0


@admin.register(Actor)
class ActorAdmin(Known):
    list_display = ("name", "kind", "country", "aliased", "active_from", "active_to", "source")
    list_filter = ("kind", ("country", Countries))
    search_fields = ("name", "key", "aliases", "wikidata")
    prepopulated_fields = {"key": ("name",)}
    inlines = (TieInline,)
    list_per_page = 50

    @admin.display(description=_("Aliases"))
    def aliased(self, actor: Actor) -> str:
        return ", ".join(actor.aliases[:4]) + (" …" if len(actor.aliases) > 4 else "")


@admin.register(Base)
class BaseAdmin(Known):
    list_display = ("name", "kind", "country", "admin1", "icao", "operator", "source")
    list_filter = ("kind", ("country", Countries))
    search_fields = ("name", "key", "aliases", "icao", "operator")
    prepopulated_fields = {"key": ("name",)}
    inlines = (PresenceInline,)
    list_per_page = 50


@admin.register(Place)
class PlaceAdmin(Known):
    list_display = ("name", "kind", "country", "admin1", "population", "latitude", "longitude")
    list_filter = ("kind", ("country", Countries))
    search_fields = ("name__istartswith", "=key")
    search_help_text = _("The beginning of a name, or a key.")
    show_full_result_count = False
    list_per_page = 50


@admin.register(Trigger)
class TriggerAdmin(admin.ModelAdmin):
    list_display = ("wording", "part_of_speech", "sub_event_type", "standing", "is_active", "source")
    list_filter = ("is_active", "part_of_speech", "sub_event_type")
    search_fields = ("wording", "example", "note")
    list_per_page = 50


@admin.register(Source)
class SourceAdmin(Known):
    list_display = ("name", "domain", "country", "language", "reliability", "scale")
    list_filter = ("reliability", "scale", ("country", Countries))
    search_fields = ("name", "domain")
    list_per_page = 50


@admin.register(Campaign)
class CampaignAdmin(Known):
    list_display = ("name", "since", "until")
    list_filter = ("since",)
    search_fields = ("name", "description")
    autocomplete_fields = ("actors", "targets", "places")
    exclude = ("incidents",)
