"""The documents say what the code does: parts told by the code are as it tells them, and what they name is there."""

import importlib.util
import re
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from everychild.cli import WORDS
from everychild.formats import registry
from everychild.formats.facts import Child
from everychild.formats.item_columns import item_of
from everychild.formats.reading import Recognised
from everychild.formats.shapes import best_shape
from everychild.formats.tables import heading_row
from everychild.sharing.agreements import Terms, read_terms, retention_classes
from tests.architecture.house import ROOMS, ROOT
from tests.recovery.documents import program


def _build():
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = _build()
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in BUILD.documents()}
OURS = {name: text for name, text in PAGES.items() if name != "docs/access.md"}


@pytest.mark.parametrize("name", PAGES)
def test_the_parts_that_the_code_tells_are_as_it_tells_them_now(name):
    assert BUILD.told(PAGES[name]) == PAGES[name], "The documents have drifted: run `python docs/build.py`."


def test_every_model_of_a_table_with_a_person_stands_in_the_data_protection_notes(db):
    from everychild.sharing.policy import every_model_with_a_person

    assert {model for model, _ in BUILD.person_models()} == set(every_model_with_a_person())


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name):
    targets = [target for target in re.findall(r"(?:\]\(|src=\")([^)\s\"]+)", PAGES[name]) if not target.startswith(("http://", "https://"))]
    lost = [target for target in targets if not _leads_somewhere(ROOT / name, *target.partition("#")[::2])]

    assert lost == []


def _leads_somewhere(page: Path, path: str, anchor: str) -> bool:
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    headings = (
        {re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in target.read_text("utf-8").splitlines() if line.startswith("#")}
        if anchor
        else set()
    )
    return not anchor or anchor in headings


def test_every_command_that_is_named_is_one():
    named = {
        (name, words)
        for name, text in OURS.items()
        for words in re.findall(r"(?<!-u )(?<!restart )(?<!/opt/)(?<!/srv/)\beverychild ([a-z][a-z-]*(?: [a-z]+)?)", _code(text))
    }

    assert [pair for pair in named if not {pair[1], pair[1].split()[0]} & {*WORDS, "help"}] == []


def test_every_target_of_make_that_is_named_is_one():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {(name, target) for name, text in OURS.items() for target in re.findall(r"\bmake (?:-C \S+ )?([a-z-]+)", _code(text))}

    assert [pair for pair in named if pair[1] not in targets] == []


def _code(text: str) -> str:
    """The programs and the words in code type of a page."""
    blocks = re.findall(r"^```(?:sh|ini).*?\n(.*?)^```$", text, re.M | re.S)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))])


def test_every_setting_of_the_environment_stands_in_the_table_and_no_other():
    read = set()
    for path in (ROOT / "everychild").rglob("*.py"):
        if "tests" not in path.parts:
            read |= set(re.findall(r"\b(?:environ(?:\.get\(|\.setdefault\(|\[)|if )f?[\"'](EVERYCHILD_[A-Z_]+|DATABASE_URL[A-Z_]*)", path.read_text("utf-8")))
    told = set(
        re.findall(r"`(EVERYCHILD_[A-Z_]+|DATABASE_URL[A-Z_]*)`", "\n".join(line for line in PAGES["docs/deploying.md"].splitlines() if line.startswith("| `")))
    )

    read.discard("EVERYCHILD_TEST_SUFFIX")  # of the tests' own databases

    assert {_for_all_roles(name) for name in read} == {_for_all_roles(name) for name in told}


def _for_all_roles(name: str) -> str:
    return re.sub(r"^(DATABASE_URL_|EVERYCHILD_PASSWORD_)(WEB)?$", r"\1", name)


def test_every_room_of_the_contract_has_its_sentence():
    rows = [line for line in PAGES["docs/architecture.md"].splitlines() if line.startswith("| `")]

    assert {room for row in rows for room in re.findall(r"`(\w+)`", row.split("|")[1])} == ROOMS


def test_no_document_names_a_place_of_the_machine_that_it_was_written_on():
    assert [name for name, text in PAGES.items() if re.search(r"(?<![\w.])/(?:work|tmp|root|home)/", text)] == []


@pytest.fixture
def members(tmp_path):
    """The worked example of docs/adding-a-reader.md, as a module, and its file."""
    package = tmp_path / "youth_clubs"
    package.mkdir()
    (package / "__init__.py").write_text(program("adding-a-reader.md", "youth_clubs"))
    (tmp_path / "members.csv").write_text(program("adding-a-reader.md", "members"))
    sys.path.insert(0, str(tmp_path))
    try:
        yield importlib.import_module("youth_clubs"), str(tmp_path / "members.csv")
    finally:
        sys.path.remove(str(tmp_path))
        sys.modules.pop("youth_clubs", None)


def test_the_worked_example_of_a_reader_gives_what_its_page_says(members):
    reader, path = members
    files = Recognised(reader.NAME, reader.SOURCE, (path,), {path: "youth_clubs"}, {path: "utf-8"}, as_at=date(2026, 11, 21))

    said = [_line(sent) for sent in reader.read(files)]

    assert "\n".join(said) + "\n" == program("adding-a-reader.md", "gives")


def _line(sent) -> str:
    facts = ", ".join(type(fact).__name__ for fact in sent.facts)
    told = [f"{one.verdict} {one.field} {one.code}" for one in sent.problems]
    return f"line {sent.rows[0].line}{f' {sent.local_id}' if sent.local_id else ''}: " + "; ".join(filter(None, [facts, *told]))


def test_the_worked_example_is_told_from_every_reader_there_is(members):
    reader, path = members
    every = [shape for known in registry.IN_TABLES for shape in known.SHAPES]

    assert best_shape(heading_row(path, "utf-8"), [*every, *reader.SHAPES]) is reader.SHAPES[0]
    assert [heading for heading in reader.HEADINGS if item_of("youth_clubs", heading) == "other"] == ["club"]


def test_the_worked_mapping_reads_the_same_children(members, tmp_path):
    _, path = members
    (tmp_path / "members.toml").write_text(program("adding-a-reader.md", "mapping"))

    (files,), unclaimed = registry.recognise([path], mappings=[str(tmp_path / "members.toml")])
    by_mapping = [fact.record for sent in registry.read(files) for fact in sent.facts if isinstance(fact, Child)]

    assert unclaimed == []
    assert (files.reader, files.source, by_mapping) == ("mapped", "youth_clubs", ["Y1", "Y2"])


def test_the_worked_agreement_is_one(tmp_path):
    (tmp_path / "youth_clubs.toml").write_text(program("adding-a-reader.md", "agreement"))

    terms: Terms = read_terms(tmp_path)["youth_clubs"]

    assert terms.retention in retention_classes()
    assert terms.in_force(date(2026, 11, 21))


def test_the_licence_is_named_alike_everywhere():
    assert (ROOT / "LICENSE").read_text().lstrip().startswith("Apache License\n")
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "Apache-2.0"
