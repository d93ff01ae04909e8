"""Tests run against a real PostgreSQL, as its owner: the tests themselves become the web role where a page would."""

import os
from dataclasses import dataclass

import pytest

os.environ["EVERYCHILD_ROLE"] = "owner"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everychild.settings")


collect_ignore = ["everychild/wsgi.py"]
"""The web process refuses to be imported by the owner, as whom tests log in."""

LOADED = pytest.StashKey[dict]()


@dataclass(frozen=True)
class Thornbeck:
    """What the loader said of the small town, and its staff by name."""

    loaded: dict
    staff: dict


def pytest_configure(config) -> None:
    from everychild.kit import cluster, cluster_roles

    if os.environ.get("DATABASE_URL"):
        cluster_roles.ensure_roles_of_own_server(os.environ["DATABASE_URL"])
    else:
        cluster.start()

    # Only now: settings named in pyproject.toml would be read before this file says who we are.
    import django

    django.setup()


def pytest_collection_modifyitems(items) -> None:
    # pytest-django makes a test database only where a test itself asks for `db`: without one, the town would be loaded into the installation's own.
    for item in items:
        names = getattr(item, "fixturenames", [])
        if "thornbeck" in names and "db" not in names:
            names.append("db")


@pytest.fixture
def thornbeck(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Thornbeck:
    """The small town of `tests/thornbeck.py`, loaded, matched and staffed once and then left standing: each test's own changes roll back.

    A test that wants a bare table empties it for itself.
    """
    from tests import thornbeck as town

    with django_db_blocker.unblock():
        from django.core.management import call_command
        from django.db import connection

        assert connection.settings_dict["NAME"].startswith("test_"), "the town is for a test database only"
        from everychild.organisations.models import User

        if LOADED not in request.config.stash or not User.objects.filter(username="alice").exists():
            if User.objects.exists():  # left by an earlier run, or half emptied by a test of real transactions
                call_command("flush", interactive=False, verbosity=0)
            request.config.stash[LOADED] = town.load_town(tmp_path_factory.mktemp("thornbeck"))
            town.employ_staff()
        staff = {"elm_office" if user.username == "elm" else user.username: user for user in User.objects.select_related("role", "school")}
    request.getfixturevalue("db")
    return Thornbeck(request.config.stash[LOADED], staff)
