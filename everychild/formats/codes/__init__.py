"""Code lists that the readers check against, as data with their sources."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def codes(name: str) -> frozenset[str]:
    """The codes of one list of `lists.toml`."""
    lists = tomllib.loads((Path(__file__).parent / "lists.toml").read_text("utf-8"))
    return frozenset(lists[name]["codes"])
