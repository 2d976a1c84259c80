from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from incidents.admin.review.form import DeskForm
from incidents.admin.review.screen import show_page
from incidents.admin.review.seen import seen_by


@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as it stands now, with what was typed into the older one: put together, and nothing saved."""
    incident = seen_by(request, pk)
    form = DeskForm(incident, request.POST)
    if form.seen_version != incident.version:
        form.rebase(incident)
    return show_page(request, form)
