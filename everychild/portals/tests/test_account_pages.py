"""Every page that the sign-in library routes is one of ours: none of its own, and no script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver

from everychild.portals import account_urls

TEMPLATES = Path(account_urls.__file__).parent / "templates"
ANSWERS_WITHOUT_A_PAGE = re.compile(r"openid_connect|saml|demo_sign_in|account_email|socialaccount_connections|mfa_download_recovery_codes")


def patterns(listed: list) -> Iterator[URLPattern]:
    for each in listed:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns)
        else:
            yield each


PAGES = {each.name: each for each in patterns(account_urls.urlpatterns) if each.name and not ANSWERS_WITHOUT_A_PAGE.search(each.name)}


@pytest.mark.parametrize("name", PAGES)
def test_a_routed_page_is_drawn_by_us(name: str) -> None:
    view = PAGES[name].callback.view_class

    for template in {view.template_name, getattr(view, "template_name_signup_closed", view.template_name)}:
        assert get_template(template).backend.name == "jinja2", template


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_holds_nothing_that_the_policy_forbids(path: Path) -> None:
    source = path.read_text()

    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|data:image", source)


def test_what_can_be_reached_under_accounts_is_known() -> None:
    assert sorted(PAGES) == [
        "account_change_password",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "account_signup",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "socialaccount_signup",
        "usersessions_list",
    ]
