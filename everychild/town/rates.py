"""The figures of `rates.toml`, read once."""

import tomllib
from datetime import date
from importlib.resources import files
from types import SimpleNamespace
from typing import Any


def _named(value: Any) -> Any:
    """Tables become namespaces, so that a rate is read as RATES.surname.typing."""
    return SimpleNamespace(**{name: _named(inner) for name, inner in value.items()}) if isinstance(value, dict) else value


RATES = _named(tomllib.loads(files("everychild.town").joinpath("rates.toml").read_text("utf-8")))
AS_AT: date = RATES.as_at
AUTHORITY: str = RATES.authority
