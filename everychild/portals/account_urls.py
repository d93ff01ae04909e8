"""Signing in and one's own account: each page that we drew, by name, and no other of the library's."""

from allauth.account import views as account
from allauth.socialaccount import views as elsewhere
from allauth.urls import build_provider_urlpatterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from everychild.portals import account_views as ours
from everychild.portals.demo_people import sign_in_as
from everychild.portals.signing_out import sign_out

urlpatterns = [
    path("", ours.your_account, name="account_email"),
    path("login/", ours.sign_in, name="account_login"),
    path("demo/", sign_in_as, name="demo_sign_in"),
    path("logout/", sign_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("elsewhere/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("elsewhere/error/", elsewhere.login_error, name="socialaccount_login_error"),
    path("elsewhere/signup/", elsewhere.signup, name="socialaccount_signup"),
    path("elsewhere/", RedirectView.as_view(pattern_name="account_email"), name="socialaccount_connections"),
    *build_provider_urlpatterns(),
]
