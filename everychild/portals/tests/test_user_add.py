"""The first user administrator gets an account at the console: by a link, ledgered, and never over somebody else's name."""

from argparse import Namespace

import pytest
from django.test import Client

from everychild.kit.commands import Wrong
from everychild.ledger.models import Entry
from everychild.organisations.models import User
from everychild.portals.user_commands import give_account

pytestmark = pytest.mark.django_db


def words(**changed) -> Namespace:
    said = {"username": "ines", "name": "Ines Calder", "email": "ines@thornbeck.example", "role": "user_admin", "address": "https://everychild.thornbeck.example", "ask_password": False}
    return Namespace(**said | changed)


def test_the_account_is_there_with_a_link_that_works_and_an_entry_in_the_ledger():
    answer = give_account(words())

    user = User.objects.get(username="ines")
    assert (user.role_id, user.is_active, user.has_usable_password()) == ("user_admin", True, False)
    assert Entry.objects.filter(verb="user_added", refs__user=user.pk, actor=0).exists()
    assert answer["link"].startswith("https://everychild.thornbeck.example/accounts/")
    page = Client().get(answer["link"].removeprefix("https://everychild.thornbeck.example"), follow=True)
    assert b'name="password1"' in page.content


@pytest.mark.parametrize("same", [{"email": "other@thornbeck.example"}, {"username": "other"}], ids=["name", "email"])
def test_a_name_or_address_that_is_taken_is_refused_and_nothing_changes(same):
    give_account(words())

    with pytest.raises(Wrong, match="Another account has this user name or email address"):
        give_account(words(name="Somebody Else", role="social_worker", **same))

    assert User.objects.get(username="ines").get_full_name() == "Ines Calder"


@pytest.mark.parametrize("wrong", [{"role": "king"}, {"email": "nowhere"}, {"username": "two words"}])
def test_what_makes_no_account_is_said(wrong):
    with pytest.raises(Wrong):
        give_account(words(**wrong))

    assert not User.objects.filter(first_name="Ines").exists()


def test_a_password_is_only_asked_for_at_a_terminal():
    with pytest.raises(Wrong, match="at a terminal"):
        give_account(words(ask_password=True))
