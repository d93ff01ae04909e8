"""An answer of a search, carried to the purpose page: signed, for one worker, for an hour, and never in an address."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from everychild.organisations.models import User
from everychild.sharing.queries import Found

SECONDS = 3600


@dataclass(frozen=True)
class Hit:
    """The record that was found, and the name and birth date that the worker saw when choosing it."""

    record: UUID
    name: str
    born_on: str


def sign(found: Found, user: User) -> str:
    """The answer as text that only we can have made."""
    return signing.dumps([str(found.record), found.name, found.born_on.isoformat() if found.born_on else ""], salt=_salt(found.ref, user))


def read(text: str, ref: str, user: User) -> Hit | None:
    """The answer that was signed for this worker and this child; None for any other, and for one of more than an hour ago."""
    try:
        record, name, born_on = signing.loads(text, salt=_salt(ref, user), max_age=SECONDS)
    except signing.BadSignature:
        return None
    return Hit(UUID(record), name, born_on)


def _salt(ref: str, user: User) -> str:
    return f"everychild.portals.hits {ref} {user.pk}"
