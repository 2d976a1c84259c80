"""Where a page finds the map's files, which set-up fetches and the repository does not hold."""

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

register = template.Library()

FILES = {
    "script": "maplibre-gl.mjs",
    "worker": "maplibre-gl-worker.mjs",
    "style": "maplibre-gl.css",
    "land": "land.json",
    "borders": "borders.json",
    "countries": "countries.json",
}


@register.simple_tag
def vendored() -> dict[str, str]:
    """The addresses by what they are for; empty where one of them is missing: then there is no map."""
    names = {purpose: f"vendor/{name}" for purpose, name in FILES.items()}
    if not all(finders.find(name) or (settings.STATIC_ROOT / name).exists() for name in names.values()):
        return {}
    try:
        return {purpose: static(name) for purpose, name in names.items()}
    except ValueError:  # fetched after the static files were collected
        return {}
