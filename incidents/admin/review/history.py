from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from incidents.admin.review.seen import seen_by
from incidents.review.history import history


def show(request: HttpRequest, pk: int) -> HttpResponse:
    incident = seen_by(request, pk)
    context = {
        **admin.site.each_context(request),
        "title": f"History of {incident}",
        "incident": incident,
        "steps": reversed(history(incident, to=request.user)),
    }
    return render(request, "admin/review/history.html", context)
