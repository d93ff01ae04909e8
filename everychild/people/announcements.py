"""What people tells the rooms above it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RecordsMoved:
    """A run of matching that was not the first has laid down its decisions, all of them at this instant."""

    at: datetime
