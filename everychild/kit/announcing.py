"""How a lower room tells those above of what happened, without knowing them: they register in their `apps.py`, by the class of the announcement."""

from collections.abc import Callable

_hearers: dict[type, list[Callable[..., None]]] = {}


def hear(kind: type, hearer: Callable[..., None]) -> None:
    """From now on this function is told of every announcement of this class, in the transaction of what is announced."""
    known = _hearers.setdefault(kind, [])
    if hearer not in known:
        known.append(hearer)


def announce(what: object) -> None:
    """Tell whoever hears. What a hearer raises is not caught: what it writes stands or falls with what is announced."""
    for hearer in _hearers.get(type(what), ()):
        hearer(what)
