"""The same file under another agreement says something else: what is newly forbidden goes from what is shown, what is newly allowed arrives."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from everychild.exchange.runs import load_paths
from everychild.kit.time import now
from everychild.portals.tests.office_town import nothing_yet
from tests.thornbeck import write_town

ON = date(2026, 10, 8)


def ask(question: str, *words) -> list[tuple]:
    with connection.cursor() as sql:
        sql.execute(question, words)
        return sql.fetchall()


@pytest.fixture(autouse=True)
def bare(db):
    nothing_yet()


@pytest.fixture
def terms(tmp_path, settings) -> Path:
    """Agreements that a test may change."""
    folder = tmp_path / "agreements"
    folder.mkdir()
    for path in Path(settings.EVERYCHILD_AGREEMENTS).glob("*.toml"):
        (folder / path.name).write_text(path.read_text())
    settings.EVERYCHILD_AGREEMENTS = folder
    return folder


def forbid(folder: Path, item: str) -> None:
    path = next(one for one in folder.glob("*.toml") if 'source = "health"' in one.read_text())
    text = path.read_text()
    assert f'"{item}"' in text
    path.write_text(text.replace(f'"{item}", ', "").replace(f', "{item}"', ""))


def load(path: Path) -> dict:
    return load_paths(paths=[str(path)], source=None, as_at=ON, at=now(), because="", dry_run=False, mapping=None, match=False, told=lambda _: None)["files"][0]


def addresses() -> int:
    return ask("select count(*) from people_address a join people_sourcerecord r on r.id = a.record_id where r.source_code = 'health'")[0][0]


def test_the_same_file_under_the_same_agreement_changes_nothing(terms, tmp_path):
    path = write_town(tmp_path) / "health"
    load(path)

    again = load(path)

    assert again["status"] == "unchanged"
    assert (again["new"], again["changed"]) == (0, 0)


def test_an_item_newly_forbidden_goes_and_one_newly_allowed_comes_back(terms, tmp_path):
    path = write_town(tmp_path) / "health"
    allowed = {one.name: one.read_text() for one in terms.glob("*.toml")}
    load(path)
    before = addresses()
    forbid(terms, "address")

    fewer = load(path)

    assert (fewer["status"], fewer["new"], fewer["changed"]) == ("loaded", 0, fewer["rows"])
    assert addresses() == 0
    assert ask("select count(*) from people_sourcerecord r join people_recordversion v on v.record_id = r.id and v.version = r.version where r.source_code = 'health' and v.content::text like '%%Alder Row%%'") == [(0,)]
    assert load(path)["status"] == "unchanged"
    for name, text in allowed.items():
        (terms / name).write_text(text)
    more = load(path)
    assert (more["status"], more["changed"]) == ("loaded", more["rows"])
    assert addresses() == before


def test_an_item_that_no_row_holds_changes_no_record(terms, tmp_path):
    path = write_town(tmp_path) / "health"
    load(path)
    target = next(one for one in terms.glob("*.toml") if 'source = "health"' in one.read_text())
    target.write_text(target.read_text().replace('"name", ', '"name", "death", ', 1))

    again = load(path)

    assert (again["status"], again["new"], again["changed"]) == ("loaded", 0, 0)
