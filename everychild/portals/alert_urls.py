"""A worker's alerts, and what waits in a team."""

from django.urls import path

from everychild.portals.views import alerts

urlpatterns = [
    path("", alerts.alerts, name="alerts"),
    path("team/", alerts.team, name="team_alerts"),
    path("<uuid:alert>/answer/", alerts.answer, name="answer_alert"),
]
