"""With and without a slash at the end of the landing page: people write both."""

from django.urls import path, re_path

from incidents.api.ogc import views

app_name = "ogc"
urlpatterns = [
    path("ogc", views.Landing.as_view(), name="landing"),
    path("ogc/", views.Landing.as_view()),
    path("ogc/conformance", views.Conformance.as_view(), name="conformance"),
    path("ogc/api", views.Api.as_view(), name="api"),
    path("ogc/docs", views.Docs.as_view(), name="docs"),
    path("ogc/collections", views.Collections.as_view(), name="collections"),
    path("ogc/collections/<str:collection>", views.One.as_view(), name="collection"),
    path("ogc/collections/<str:collection>/schema", views.Schema.as_view(), name="schema"),
    path("ogc/collections/<str:collection>/items", views.Items.as_view(), name="items"),
    path("ogc/collections/<str:collection>/items/<str:item>", views.Item.as_view(), name="item"),
    re_path("^ogc/", views.Nowhere.as_view()),
]
