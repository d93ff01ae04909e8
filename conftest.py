"""Tests run against a real PostgreSQL, as its owner: the tests themselves become the web role where a page would."""

import os
from dataclasses import dataclass

import pytest

os.environ["EVERYCHILD_ROLE"] = "owner"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everychild.settings")


LOADED = pytest.StashKey[dict]()


@dataclass(frozen=True)
class Thornbeck:
    """What the loader said of the small town, and its staff by name."""

    loaded: dict
    staff: dict


def pytest_configure(config) -> None:
    if not os.environ.get("DATABASE_URL"):
        from everychild.kit import cluster

        cluster.start()

    # Only now: settings named in pyproject.toml would be read before this file says who we are.
    import django

    django.setup()


@pytest.fixture
def thornbeck(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Thornbeck:
    """The small town of `tests/thornbeck.py`, loaded, matched and staffed once and then left standing: each test's own changes roll back.

    A test that wants a bare table empties it for itself.
    """
    from tests import thornbeck as town

    with django_db_blocker.unblock():
        from everychild.organisations.models import User

        if not User.objects.filter(username="alice").exists():
            loaded = town.load_town(tmp_path_factory.mktemp("thornbeck"))
            town.employ_staff()
            request.config.stash[LOADED] = loaded
        staff = {"elm_office" if user.username == "elm" else user.username: user for user in User.objects.select_related("role", "school")}
    request.getfixturevalue("db")
    return Thornbeck(request.config.stash.get(LOADED, {}), staff)
