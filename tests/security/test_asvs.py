"""docs/asvs says how every requirement of OWASP ASVS 5.0.0 is met. Here it is held to that: all of them, at their level, each pass with tests that are there."""

import ast
import functools
import re
import tomllib

from tests.architecture.house import ROOT

LEVELS = {
    "V1.1": "22", "V1.2": "1111122223", "V1.3": "112222222223", "V1.4": "222", "V1.5": "123",
    "V2.1": "122", "V2.2": "112", "V2.3": "12223", "V2.4": "23",
    "V3.1": "3", "V3.2": "113", "V3.3": "12223", "V3.4": "11222233", "V3.5": "11122333", "V3.6": "3", "V3.7": "22333",
    "V4.1": "12233", "V4.2": "23333", "V4.3": "22", "V4.4": "1222",
    "V5.1": "2", "V5.2": "112333", "V5.3": "113", "V5.4": "222",
    "V6.1": "122", "V6.2": "111111112222", "V6.3": "11223333", "V6.4": "112233", "V6.5": "22222333", "V6.6": "2223", "V6.7": "33", "V6.8": "2222",
    "V7.1": "222", "V7.2": "1111", "V7.3": "22", "V7.4": "11222", "V7.5": "223", "V7.6": "22",
    "V8.1": "1233", "V8.2": "1123", "V8.3": "133", "V8.4": "23",
    "V9.1": "111", "V9.2": "1222",
    "V10.1": "22", "V10.2": "223", "V10.3": "22223", "V10.4": "1111122222233333", "V10.5": "22222", "V10.6": "22", "V10.7": "222",
    "V11.1": "2233", "V11.2": "22233", "V11.3": "11233", "V11.4": "1222", "V11.5": "23", "V11.6": "23", "V11.7": "33",
    "V12.1": "12233", "V12.2": "11", "V12.3": "22223",
    "V13.1": "2333", "V13.2": "222223", "V13.3": "2233", "V13.4": "1222233",
    "V14.1": "22", "V14.2": "12223333", "V14.3": "122",
    "V15.1": "12233", "V15.2": "12233", "V15.3": "1222222", "V15.4": "3333",
    "V16.1": "2", "V16.2": "22222", "V16.3": "2222", "V16.4": "222", "V16.5": "2223",
    "V17.1": "23", "V17.2": "22223333", "V17.3": "22",
}  # fmt: skip
"""The level of each requirement of a section, in order: V1.1.1 and V1.1.2 are of level 2."""

CHAPTERS = {path.stem: tomllib.loads(path.read_text()) for path in sorted((ROOT / "docs" / "asvs").glob("v*.toml"))}
SAID = {name: one for chapter in CHAPTERS.values() for name, one in chapter.items() if name != "title"}
WORDS = {
    "pass": {"shown_by"},
    "not applicable": {"because"},
    "gap": {"missing", "closed_by"},
    "not assessed": set(),
}


def requirements() -> dict[str, int]:
    return {f"{section}.{number}": int(level) for section, levels in LEVELS.items() for number, level in enumerate(levels, 1)}


@functools.cache
def names_in(path: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def is_there(node: str) -> bool:
    path, _, name = node.partition("::")
    return (ROOT / path).is_file() and name in names_in(path)


def test_the_standard_has_345_requirements_of_which_253_are_of_the_second_level_or_beneath():
    levels = list(requirements().values())

    assert (levels.count(1), levels.count(2), levels.count(3)) == (70, 183, 92)


def test_every_requirement_stands_there_once_in_its_chapter_at_its_level():
    assert {name: one["level"] for name, one in SAID.items()} == requirements()
    assert sum(len(chapter) - 1 for chapter in CHAPTERS.values()) == len(SAID) == 345
    assert [name for stem, chapter in CHAPTERS.items() for name in chapter if name != "title" and name.split(".")[0] != f"V{int(stem[1:])}"] == []


def is_told_whole(one: dict) -> bool:
    belongs = WORDS[one["verdict"]]
    assessed = one["verdict"] != "not assessed" or one["level"] == 3
    return set(one) == {"level", "asks", "verdict"} | belongs and assessed and all(one[key] for key in belongs) and 2 < len(one["asks"].split()) <= 17


def test_every_requirement_of_the_first_two_levels_has_its_verdict_with_what_belongs_to_it():
    assert [name for name, one in SAID.items() if not is_told_whole(one)] == []
    assert not is_told_whole({"level": 2, "asks": "Of the second level", "verdict": "not assessed"})
    assert not is_told_whole({"level": 1, "asks": "A pass by word", "verdict": "pass", "shown_by": []})


def test_every_test_that_is_named_is_there():
    assert [(name, node) for name, one in SAID.items() for node in one.get("shown_by", []) if not is_there(node)] == []


def test_tests_named_in_passing_are_there_too():
    every = {name for path in ROOT.glob("**/test_*.py") if not {".venv", "node_modules"} & set(path.parts) for name in names_in(path.relative_to(ROOT).as_posix())}
    named = {word for one in SAID.values() for text in (one.get("because", ""), one.get("missing", "")) for word in re.findall(r"`(test_\w+)`", text)}

    assert named
    assert named <= every


def test_a_test_that_is_not_there_is_found():
    assert is_there("tests/security/test_asvs.py::test_a_test_that_is_not_there_is_found")
    assert not is_there("tests/security/test_asvs.py::test_nothing_of_the_kind")
    assert not is_there("tests/security/test_nowhere.py::test_nothing_of_the_kind")
