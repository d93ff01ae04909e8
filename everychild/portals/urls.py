from django.urls import include, path

from everychild.portals import style_guide
from everychild.portals.child_urls import CHILDREN

urlpatterns = [
    *CHILDREN,
    path("alerts/", include("everychild.portals.alert_urls")),
    path("accounts/", include("everychild.portals.account_urls")),
    path("office/", include("everychild.portals.office_urls")),
    path("style-guide/", style_guide.style_guide, name="style_guide"),
    path("style-guide/<slug:state>/", style_guide.style_guide, name="style_guide_state"),
]
