"""What we already know: actors and their ties, bases and who was there, places, triggers, sources, campaigns."""

from django.contrib import admin

from incidents.admin.countries import Countries
from incidents.models import Actor, Base, Campaign, Place, Presence, Source, Tie, Trigger


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
class ActorAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "country", "aliased", "active_from", "active_to", "source")
    list_filter = ("kind", ("country", Countries))
    search_fields = ("name", "key", "aliases", "wikidata")
    prepopulated_fields = {"key": ("name",)}
    inlines = (TieInline,)
    list_per_page = 50

    @admin.display(description="Aliases")
    def aliased(self, actor: Actor) -> str:
        return ", ".join(actor.aliases[:4]) + (" …" if len(actor.aliases) > 4 else "")


@admin.register(Base)
class BaseAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "country", "admin1", "icao", "operator", "source")
    list_filter = ("kind", ("country", Countries))
    search_fields = ("name", "key", "aliases", "icao", "operator")
    prepopulated_fields = {"key": ("name",)}
    inlines = (PresenceInline,)
    list_per_page = 50


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "country", "admin1", "population", "latitude", "longitude")
    list_filter = ("kind", ("country", Countries))
    search_fields = ("name__istartswith", "=key")
    search_help_text = "The beginning of a name, or a key."
    show_full_result_count = False
    list_per_page = 50


@admin.register(Trigger)
class TriggerAdmin(admin.ModelAdmin):
    list_display = ("wording", "part_of_speech", "sub_event_type", "standing", "is_active", "source")
    list_filter = ("is_active", "part_of_speech", "sub_event_type")
    search_fields = ("wording", "example", "note")
    list_per_page = 50


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("name", "domain", "country", "language", "reliability", "scale")
    list_filter = ("reliability", "scale", ("country", Countries))
    search_fields = ("name", "domain")
    list_per_page = 50


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    list_display = ("name", "since", "until")
    list_filter = ("since",)
    search_fields = ("name", "description")
    autocomplete_fields = ("actors", "targets", "places")
    exclude = ("incidents",)
