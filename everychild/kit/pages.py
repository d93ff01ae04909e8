"""Pages are Jinja2 templates drawn on the server; this is the environment that they are drawn in."""

import itertools
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from everychild.kit import words
from everychild.kit.controls import control, error_links, hidden_controls, page_links

FILTERS = ("day", "month", "instant", "clock", "age", "ref", "number", "shown", "sentence")
ROOMS = Path(__file__).resolve().parents[1]


def environment(**options: object) -> Environment:
    """The environment that Django's Jinja2 engine asks for: our rooms' templates, and GOV.UK's macros beside them."""
    loader = ChoiceLoader(
        [
            FileSystemLoader([str(folder) for folder in sorted(ROOMS.glob("*/templates"))]),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    made = Environment(**(options | {"autoescape": True, "loader": loader, "trim_blocks": True, "lstrip_blocks": True}))  # noqa: S701
    made.globals.update(
        static=static,
        url=address,
        control=control,
        error_links=error_links,
        hidden_controls=hidden_controls,
        page_links=page_links,
        fresh_id=fresh_id,
    )
    made.filters.update({name: getattr(words, name) for name in FILTERS})
    return made


_ids = itertools.count(1)


def fresh_id(stem: str) -> str:
    """An id that no other element of a page has, for a label or a description that must be pointed at."""
    return f"{stem}-{next(_ids) % 1_000_000}"


def address(name: str, *args: object, **kwargs: object) -> str:
    """The path of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
