"""On whose behalf the database is asked: a role and an actor for one transaction, forgotten at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

WEB, JOBS, MATCHING, RETURNS = "everychild_web", "everychild_jobs", "everychild_matching", "everychild_returns"
OWNER = "everychild_owner"


@contextmanager
def on_behalf_of(user_id: int | None, *, role: str = WEB, purpose: str = "") -> Iterator[None]:
    """For this transaction the database knows only what this user may; at its end, by any road, it forgets."""
    inside = connection.in_atomic_block
    with transaction.atomic():
        before = _before() if inside else None
        _become(role, str(user_id or 0), purpose)
        yield
        if before and not connection.needs_rollback:
            # Matters only inside an outer transaction: a test, a job. At the end of its own transaction the database forgets by itself.
            _become(*before)


def _before() -> tuple[str, str, str]:
    with connection.cursor() as sql:
        sql.execute("select current_setting('role'), coalesce(current_setting('everychild.actor', true), ''), coalesce(current_setting('everychild.purpose', true), '')")
        return sql.fetchone()


def _become(role: str, actor: str, purpose: str) -> None:
    """What was told to the one before is forgotten."""
    with connection.cursor() as sql:
        sql.execute(
            "select set_config('role', %s, true), set_config('everychild.actor', %s, true), set_config('everychild.purpose', %s, true), set_config('everychild.told_to', '', true)",
            [role, actor, purpose],
        )
