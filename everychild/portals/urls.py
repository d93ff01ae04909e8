from django.urls import include, path

from everychild.portals import style_guide

urlpatterns = [
    path("accounts/", include("everychild.portals.account_urls")),
    path("style-guide/", style_guide.style_guide, name="style_guide"),
    path("style-guide/<slug:state>/", style_guide.style_guide, name="style_guide_state"),
]
