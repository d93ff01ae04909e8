"""What sharing tells the rooms above it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Opened:
    """A purpose was declared at the door of a child. `involved`: whether the reader had a ground of their own already."""

    opening: UUID
    role: str
    role_label: str
    purpose: str
    involved: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class InvolvementsBegan:
    """Services are involved that were not before: entered here, or new in a file of a source that had sent one already."""

    involvements: tuple[UUID, ...]
    at: datetime
