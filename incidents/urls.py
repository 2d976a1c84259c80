from django.contrib import admin
from django.urls import include, path
from django.views.decorators.cache import cache_control
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog, set_language

from incidents.api.health import healthz, readyz
from incidents.api.metrics import Metrics

# What scripts say, in another language; the address names the language as well, so that it may be kept a while.
# Django's own texts are with ours: on a page that has both, the catalogue that comes last is the one that counts.
texts = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "incidents"])
texts = cache_control(private=True, max_age=600)(texts)

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="front"),
    path("admin/account/", include("incidents.admin.account.urls")),  # before the site, which takes the rest
    path("admin/language/", set_language, name="set_language"),
    path("admin/texts/", texts, name="texts"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("incidents.api.urls")),
    path("compat/", include("incidents.api.compat")),
    path("", include("incidents.api.ogc.urls")),
    path("healthz", healthz, name="healthz"),
    path("metrics", Metrics.as_view(), name="metrics"),
    path("readyz", readyz, name="readyz"),
]
