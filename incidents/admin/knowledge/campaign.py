from django.http import HttpRequest, HttpResponse

from incidents.admin.knowledge.gaps import gaps
from incidents.admin.knowledge.page import by_number, page
from incidents.dashboards.about import incidents_of
from incidents.dashboards.campaigns import MOST_COUNTERS, counters, counts, course
from incidents.models import Campaign
from incidents.review.values import countries


def show(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = by_number(request, Campaign, pk)
    held = course(incidents_of(campaign, request.user))
    found = counts(campaign, counters(campaign, request.user)[:MOST_COUNTERS], held)
    context = {
        "countries": [countries().get(code, code) for code in campaign.countries],
        "actors": campaign.actors.all(),
        "targets": campaign.targets.all(),
        "places": campaign.places.all(),
        "counts": found,
        "gaps": gaps(found, held),
    }
    return page(request, campaign, "admin/knowledge/campaign.html", context)
