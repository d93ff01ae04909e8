"""Every address of the service. A new one needs a rule in the access table, or the suite fails."""

from django.urls import include, path

urlpatterns = [path("", include("everychild.portals.urls"))]

handler400 = "everychild.portals.errors.bad_request"
handler403 = "everychild.portals.errors.refused"
handler404 = "everychild.portals.errors.not_found"
handler500 = "everychild.portals.errors.unexpected"
