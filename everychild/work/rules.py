"""Whether something is told to the worker of a child, and by when they should answer."""

import tomllib
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

WITHHELD_PURPOSES = frozenset({"child_protection"})
WITHHELD_ROLES = frozenset({"police_officer"})
"""Looks of which nobody is told: an enquiry must not be known before the knock, from whichever side."""


@cache
def _file() -> Mapping[str, Mapping]:
    return tomllib.loads(Path(__file__).with_name("alerts.toml").read_text("utf-8"))


def told_of() -> Mapping[str, str]:
    """Service -> its words, of those whose beginning is told."""
    return _file()["told_of"]


def tells_of_look(*, role: str, purpose: str, involved: bool) -> bool:
    """Whether the allocated worker is told that somebody opened the record.

    >>> tells_of_look(role="front_door", purpose="new_contact", involved=False), tells_of_look(role="front_door", purpose="child_protection", involved=False)
    (True, False)
    """
    return not involved and role not in WITHHELD_ROLES and purpose not in WITHHELD_PURPOSES


def tells_of_involvement(*, service: str, may_know: Collection[str]) -> bool:
    """Whether a worker is told that a service is now involved: one of which anybody is told, and of which this worker's role may know.

    >>> tells_of_involvement(service="early_help", may_know=["early_help"]), tells_of_involvement(service="refuge", may_know=["refuge"])
    (True, False)
    """
    return service in told_of() and service in may_know


def due_at(kind: str, raised_at: datetime) -> datetime:
    """When an alert of this kind wants its answer."""
    return raised_at + timedelta(hours=_file()["due_hours"][kind])
