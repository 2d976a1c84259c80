"""Addresses of the views in the shapes of other projects: as their clients make them, with or without a slash."""

from django.urls import URLPattern, re_path
from rest_framework.views import APIView

from incidents.api.views import acled, timemap, ucdp

LISTS: dict[str, type[APIView]] = {
    "acled": acled.AcledRead,
    "actor": acled.AcledActors,
    "actortype": acled.AcledActorTypes,
    "country": acled.AcledCountries,
    "region": acled.AcledRegions,
    "deleted": acled.AcledDeleted,
    "cast": acled.AcledForecasts,
}


def _acled() -> list[URLPattern]:
    ending = r"(?:\.(?P<ending>json|csv|xml))?/?$"
    return [
        re_path(rf"^acled/api/{name}/read{ending}", view.as_view(), name=f"acled-{name}")
        for name, view in LISTS.items()
    ] + [
        re_path(r"^acled/oauth/token/?$", acled.AcledToken.as_view()),
        re_path(r"^acled/", acled.AcledNowhere.as_view()),
    ]


def _ucdp() -> list[URLPattern]:
    return [
        re_path(
            r"^ucdp/(?:api/)?(?P<resource>[A-Za-z]{1,30})/(?P<version>[0-9.]{1,20})/?$",
            ucdp.GedEvents.as_view(),
        ),
        re_path(r"^ucdp/", ucdp.UcdpNowhere.as_view()),
    ]


def _timemap() -> list[URLPattern]:
    return [
        re_path(r"^timemap/events\.json$", timemap.Events.as_view(), name="timemap"),
        re_path(r"^timemap/associations\.json$", timemap.Associations.as_view()),
        re_path(r"^timemap/sources\.json$", timemap.Sources.as_view()),
        re_path(r"^timemap/sites\.json$", timemap.Sites.as_view()),
        re_path(r"", timemap.TimemapNowhere.as_view()),
    ]


urlpatterns = [*_acled(), *_ucdp(), *_timemap()]
