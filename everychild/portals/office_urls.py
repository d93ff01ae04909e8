"""The office: loads, sources, agreements, what is held, users and teams, adoption, and the account of who looked."""

from django.urls import path

from everychild.portals.views.office import adoption, agreements, emergency, governance, held, loads, sending, settling, sources, teams, users

urlpatterns = [
    path("loads/", loads.loads, name="office_loads"),
    path("loads/send/", sending.send, name="office_send"),
    path("loads/sent/", sending.everything_sent, name="office_sent_files"),
    path("loads/sent/<uuid:key>/", sending.sent_file, name="office_sent"),
    path("loads/<uuid:batch>/", loads.load, name="office_load"),
    path("loads/<uuid:batch>/rows/", loads.rows, name="office_rows"),
    path("loads/<uuid:batch>/problems/", loads.problems, name="office_problems"),
    path("loads/<uuid:batch>/problems/settle/", settling.settle_alike, name="office_settle_alike"),
    path("loads/<uuid:batch>/problems/<int:problem>/settle/", settling.settle, name="office_settle"),
    path("sources/", sources.sources, name="office_sources"),
    path("sources/<str:code>/", sources.source, name="office_source"),
    path("agreements/", agreements.agreements, name="office_agreements"),
    path("agreements/<str:code>/", agreements.agreement, name="office_agreement"),
    path("held/", held.held, name="office_held"),
    path("users/", users.users, name="office_users"),
    path("users/add/", users.add, name="office_user_add"),
    path("users/teams/", teams.teams, name="office_teams"),
    path("users/teams/add/", teams.add, name="office_team_add"),
    path("users/teams/<uuid:team>/", teams.team, name="office_team"),
    path("users/<int:number>/", users.user, name="office_user"),
    path("users/<int:number>/change/", users.change, name="office_user_change"),
    path("users/<int:number>/close/", users.close, name="office_user_close"),
    path("users/<int:number>/open/", users.reopen, name="office_user_open"),
    path("users/<int:number>/link/", users.link, name="office_user_link"),
    path("users/<int:number>/second-step/", users.remove_second_step, name="office_user_second_step"),
    path("users/<int:number>/teams/<uuid:place>/leave/", users.leave_team, name="office_leave_team"),
    path("users/<int:number>/sources/", users.tie, name="office_user_tie"),
    path("users/<int:number>/sources/<uuid:worker>/untie/", users.untie, name="office_user_untie"),
    path("adoption/", adoption.adoption, name="office_adoption"),
    path("adoption/<int:problem>/settle/", settling.settle_held, name="office_settle_held"),
    path("looks/", governance.looks, name="office_looks"),
    path("emergency/", emergency.emergency, name="office_emergency"),
    path("emergency/used/", emergency.used, name="office_emergency_used"),
    path("emergency/<uuid:use>/review/", emergency.review, name="office_emergency_review"),
    path("access/", governance.access, name="office_access"),
]
