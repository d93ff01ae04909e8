"""The practitioner's and the public's pages."""

from django.urls import path

from everychild.portals.views import children, deciding, finding, public, rolls, withholding

CHILDREN = [
    path("", children.first_page, name="first_page"),
    path("find/", finding.find, name="find"),
    path("roll/", rolls.roll, name="roll"),
    path("child/<str:ref>/", children.child, name="child"),
    path("child/<str:ref>/purpose/", children.purpose, name="purpose"),
    path("child/<str:ref>/why/", children.why, name="why"),
    path("child/<str:ref>/involve/", children.involve, name="involve"),
    path("child/<str:ref>/involve/<uuid:involvement>/end/", children.end, name="end_involvement"),
    path("child/<str:ref>/death/", deciding.death, name="decide_death"),
    path("child/<str:ref>/address/", deciding.address, name="decide_address"),
    path("child/<str:ref>/withhold/", withholding.decide, name="withhold"),
    path("child/<str:ref>/withhold/<uuid:withholding>/", withholding.review, name="withholding"),
    path("what-we-hold/", public.what_we_hold, name="what_we_hold"),
    path("accessibility", public.accessibility, name="accessibility"),
    path("privacy", public.privacy, name="privacy"),
]
