"""The small dialog in which a picker's missing entry is made, without leaving the page."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from incidents.admin.review.inputs import Understood
from incidents.admin.review.lookup import KINDS, label
from incidents.models import Actor
from incidents.review import points
from incidents.review.add import add
from incidents.review.values import countries


class NewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"dir": "auto"}))
    kind = forms.ChoiceField(label=_("Kind"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    point = forms.CharField(
        label=_("Point"), widget=Understood("point", placeholder="33.7856, 42.4412", dir="ltr")
    )

    def __init__(self, model: Any, *args: Any, **kwargs: Any):
        super().__init__(*args, auto_id="new_%s", use_required_attribute=False, **kwargs)
        names = sorted(countries().items(), key=lambda item: item[1])
        self.fields["kind"].choices = [("", "—"), *model._meta.get_field("kind").choices]
        self.fields["country"].choices = [("", "—"), *names]
        self.fields["country"].required = not model._meta.get_field("country").blank
        if model is Actor:
            del self.fields["point"]

    def clean_point(self) -> points.Point:
        return points.read(self.cleaned_data["point"])

    def values(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        if point := found.pop("point", None):
            found |= {"latitude": point.latitude, "longitude": point.longitude}
        return found


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, kind: str) -> HttpResponse:
    """The form; once sent, the label of the new entry, or the form again with what is wrong (422)."""
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    if not request.user.has_perm(f"incidents.add_{kind}"):
        raise PermissionDenied
    if request.method == "GET":
        asked = {name: value.replace("\0", "") for name, value in request.GET.items()}
        form, status = NewForm(model, initial=asked), 200
    else:
        form, status = NewForm(model, {n: v.replace("\0", "") for n, v in request.POST.items()}), 422
        if form.is_valid():
            try:
                made = add(model, by=request.user, **form.values())
            except ValidationError as problem:
                for name, messages in problem.message_dict.items():
                    form.add_error(name if name in form.fields else None, messages)
            else:
                return JsonResponse({"label": label(made)}, status=201)
    context = {"form": form, "kind": kind, "what": model._meta.verbose_name}
    return render(request, "admin/review/new.html", context, status=status)
