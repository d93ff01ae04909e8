"""No page about a child goes round the door."""

import ast
from pathlib import Path

from django.urls import get_resolver

VIEWS = Path(__file__).resolve().parents[2] / "everychild" / "portals" / "views"


def test_every_view_that_takes_a_reference_comes_through_the_door_but_the_one_that_asks_why():
    def views(level) -> list:
        return [one for pattern in level.url_patterns for one in (views(pattern) if hasattr(pattern, "url_patterns") else [pattern])]

    outside = {pattern.name for pattern in views(get_resolver()) if "<str:ref>" in str(pattern.pattern) and not _comes_through(pattern.callback)}

    assert outside == {"purpose"}


def _comes_through(view) -> bool:
    while view is not None:
        if getattr(view, "is_about_a_child", False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_no_view_imports_the_models_of_people():
    found = []
    for path in VIEWS.rglob("*.py"):
        names = [node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
        found += [path.name for name in names if name and name.startswith("everychild.people.models")]

    assert found == []
