"""The house stands as it is drawn: the import contract, and what the contract cannot see."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture import checks
from tests.architecture.house import OUTSIDE, ROOT, floors


def test_the_import_contract_is_kept():
    assert _broken_contracts(ROOT) == []


@pytest.mark.parametrize(
    "check",
    [
        checks.undeclared_rooms,
        checks.rooms_named_upward,
        checks.imports_by_name,
        checks.keys_that_point_up,
        checks.rules_that_know_us,
        checks.writes_outside_actions,
        checks.clocks_below_the_door,
        checks.templates_of_other_rooms,
    ],
    ids=lambda check: check.__name__,
)
def test_the_house_passes(check):
    assert check(ROOT) == [], check.__doc__


def test_no_file_or_function_is_too_long_without_a_reason():
    listed = checks.listed("long")

    assert checks.too_long(ROOT, listed) == []
    assert [what for what, entry in listed.items() if not entry.get("reason")] == []


def test_the_contracts_that_list_rooms_name_every_room_that_is_built():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    built = {f"everychild.{room}" for floor in floors() for room in floor if (ROOT / "everychild" / room).is_dir()}

    furnished = next(contract for contract in contracts if "furniture" in contract["name"])
    shut_out = next(contract for contract in contracts if contract["name"].startswith("The town"))

    assert set(furnished["containers"]) == built - {"everychild.kit", "everychild.formats"}
    assert set(shut_out["forbidden_modules"]) == built - {"everychild.kit", "everychild.formats"}


@pytest.mark.parametrize(
    ("contract", "where", "what"),
    [
        ("Rooms import only", "everychild/people/planted.py", "from everychild.sharing import models"),
        ("Rooms import only", "everychild/kit/planted.py", "def later():\n    import everychild.ledger"),
        ("Rooms import only", "everychild/admissions/planted.py", "import everychild.assets"),
        ("Rooms import only", "everychild/attic/__init__.py", ""),
        ("Within a room", "everychild/people/models.py", "from everychild.people import actions"),
        ("Within a room", "everychild/ledger/queries.py", "from everychild.ledger import commands"),
        ("Nothing imports the town", "everychild/exchange/planted.py", "import everychild.town"),
        ("The town knows only", "everychild/town/planted.py", "import everychild.people.models"),
        ("Formats turn bytes", "everychild/formats/planted.py", "from django.db import models"),
        ("Formats turn bytes", "everychild/formats/planted.py", "import urllib.request"),
    ],
)
def test_a_planted_import_breaks_its_contract(tmp_path, contract, where, what):
    _copy_of_the_house(tmp_path)
    for sibling in ("admissions", "assets"):
        _plant(tmp_path, f"everychild/{sibling}/__init__.py", "")

    _plant(tmp_path, where, what)

    assert any(name.startswith(contract) for name in _broken_contracts(tmp_path))


@pytest.mark.parametrize(
    ("check", "where", "what"),
    [
        (checks.undeclared_rooms, "everychild/attic/notes.txt", "a room that the contract does not know, and no package"),
        (checks.undeclared_rooms, "everychild/people/cellar/deep.py", "a folder without __init__.py"),
        (checks.rooms_named_upward, "everychild/people/planted.py", "WHERE = 'everychild.sharing.policy'"),
        (checks.rooms_named_upward, "everychild/people/planted.py", "apps.get_model('sharing', 'Involvement')"),
        (checks.rooms_named_upward, "everychild/town/planted.py", "WHERE = 'everychild.people.models'"),
        (checks.imports_by_name, "everychild/people/planted.py", "importlib.import_module(name)"),
        (checks.imports_by_name, "everychild/people/planted.py", "importlib.import_module(f'everychild.{room}')"),
        (checks.keys_that_point_up, "everychild/people/planted.py", "x = models.ForeignKey('sharing.Opening', models.PROTECT)"),
        (checks.keys_that_point_up, "everychild/people/planted.py", "x = models.ManyToManyField(to='schooling.Roll')"),
        (checks.keys_that_point_up, "everychild/people/migrations/0999_x.py", "class Migration:\n    dependencies = [('sharing', '0001_initial')]"),
        (checks.rules_that_know_us, "everychild/people/rules.py", "from everychild.kit import time"),
        (checks.rules_that_know_us, "everychild/people/rules/names.py", "from django.utils import timezone"),
        (checks.writes_outside_actions, "everychild/people/planted.py", "child.save()"),
        (checks.writes_outside_actions, "everychild/people/planted.py", "Person.objects.filter(pk=1).update(kind='adult')"),
        (checks.writes_outside_actions, "everychild/people/planted.py", "Person.objects.bulk_create(rows)"),
        (checks.writes_outside_actions, "everychild/people/planted.py", "person.delete()"),
        (checks.writes_outside_actions, "everychild/people/planted.py", "sql.execute('''\n  Update people_person p set kind = 1''')"),
        (checks.writes_outside_actions, "everychild/people/planted.py", "sql.execute(f'insert into {table} values (1)')"),
        (checks.writes_outside_actions, "everychild/people/planted.py", "sql.execute('with x as (delete from people_link returning 1) select 1')"),
        (checks.writes_outside_actions, "everychild/people/planted.py", "bulk.Pour('people_link', columns)"),
        (checks.clocks_below_the_door, "everychild/people/planted.py", "at = timezone.now()"),
        (checks.clocks_below_the_door, "everychild/people/planted.py", "field = models.DateField(default=date.today)"),
        (checks.clocks_below_the_door, "everychild/people/planted.py", "from everychild.kit.time import now\nat = now()"),
        (checks.templates_of_other_rooms, "everychild/people/templates/people/x.html", "{% extends 'portals/page.html' %}"),
        (checks.templates_of_other_rooms, "everychild/people/templates/people/x.html", "{% from page import card with context %}"),
    ],
)
def test_a_planted_fault_is_found(tmp_path, check, where, what):
    for room in ("people", "kit"):
        _plant(tmp_path, f"everychild/{room}/__init__.py", "")

    _plant(tmp_path, where, what)

    assert check(tmp_path) != []


@pytest.mark.parametrize(
    ("check", "where", "what"),
    [
        (checks.rooms_named_upward, "everychild/sharing/planted.py", '"""See everychild.portals for the pages."""\nX = "everychild.people"'),
        (checks.imports_by_name, "everychild/town/planted.py", "import_module(f'faker.providers.{locale}')"),
        (checks.keys_that_point_up, "everychild/sharing/planted.py", "x = models.ForeignKey('people.Person', models.PROTECT)"),
        (checks.writes_outside_actions, "everychild/people/actions/links.py", "link.save()"),
        (checks.writes_outside_actions, "everychild/people/models.py", "class X:\n    def save(self):\n        super().save()"),
        (checks.writes_outside_actions, "everychild/people/planted.py", "digest.update(b'x'); known.update({1: 2}); say('Update your details')"),
        (checks.clocks_below_the_door, "everychild/people/commands.py", "at = time.now()"),
        (checks.clocks_below_the_door, "everychild/people/planted.py", "started = time.monotonic()"),
        (checks.templates_of_other_rooms, "everychild/kit/templates/kit/x.html", "{% from 'govuk_frontend_jinja/button.html' import govukButton %}"),
    ],
)
def test_what_is_allowed_is_left_alone(tmp_path, check, where, what):
    _plant(tmp_path, where, what)

    assert check(tmp_path) == []


def test_a_file_or_function_that_grew_is_found_and_so_is_a_listing_nobody_needs(tmp_path):
    _plant(tmp_path, "everychild/people/planted.py", "def long():\n" + "    x = 1\n" * 300)
    listed = {"everychild/people/planted.py": {"lines": 301}, "everychild/people/gone.py": {"lines": 400}}

    found = checks.too_long(tmp_path, listed)

    assert found == ["everychild/people/planted.py::long has 301 lines, and 40 are allowed", "everychild/people/gone.py no longer needs its listing"]


@pytest.mark.parametrize("module", ["everychild.formats", "everychild.town"])
def test_rooms_beside_the_database_can_be_imported_without_it(module):
    assert module.rpartition(".")[2] in OUTSIDE | {"formats"}
    script = (
        "import importlib, pkgutil, sys\n"
        f"package = importlib.import_module({module!r})\n"
        f"for found in pkgutil.walk_packages(package.__path__, {module + '.'!r}):\n"
        "    '.tests' in found.name or importlib.import_module(found.name)\n"
        "print(sorted({'django', 'psycopg'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("[]\n", "")


def _broken_contracts(root: Path) -> list[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", ROOT / "pyproject.toml"]
    done = subprocess.run(command, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, check=False)
    assert "Contracts: " in done.stdout or "undeclared" in done.stdout, done.stdout + done.stderr
    return [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")]


def _copy_of_the_house(root: Path) -> None:
    shutil.copytree(ROOT / "everychild", root / "everychild", ignore=lambda _, names: {name for name in names if "." in name and not name.endswith(".py")})


def _plant(root: Path, where: str, what: str) -> None:
    path = root / where
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".py" and not where.startswith("everychild/people/cellar"):
        (root / "everychild" / Path(where).parts[1] / "__init__.py").touch()
    with path.open("a") as file:
        file.write(f"\n{what}\n" if path.stat().st_size else what)
