from django.http import HttpRequest, HttpResponse

from incidents.admin.knowledge.page import by_key, page
from incidents.models import Base, Place
from incidents.review.values import countries

NEAR = 0.3  # degrees: some thirty kilometres


def show(request: HttpRequest, key: str) -> HttpResponse:
    place = by_key(request, Place, key)
    context = {
        "country": countries().get(place.country, place.country),
        "bases": near(place) if request.user.has_perm("incidents.view_base") else None,
    }
    return page(request, place, "admin/knowledge/place.html", context)


def near(place: Place) -> list[Base]:
    return list(
        Base.objects.filter(
            latitude__range=(place.latitude - NEAR, place.latitude + NEAR),
            longitude__range=(place.longitude - NEAR, place.longitude + NEAR),
        ).order_by("name")[:20]
    )
