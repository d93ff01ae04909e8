"""How much of a file a reader will take before it says no, so that nothing that anybody hands over can exhaust the machine."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes or characters. Tests pass smaller ones."""

    file: int = 8 * GIB
    head: int = 64 * KIB
    line: int = MIB
    """Characters in a row of a CSV, however many lines it stands on."""
    columns: int = 2_000
    element: int = 2 * MIB
    """Bytes of XML between the end of one person and the end of the next."""
    depth: int = 40
    chunk: int = MIB


LIMITS = Limits()
