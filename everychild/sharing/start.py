"""What must hold before the service starts."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def refuse_a_role_that_sees_everything() -> None:
    """A web process must log in as a role that row security binds; one that may bypass it, or owns tables, is a mistake in the set-up."""
    with connection.cursor() as sql:
        sql.execute(
            """select current_user, rolsuper or rolbypassrls,
                      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                              where n.nspname = 'public' and c.relkind = 'r' and pg_has_role(current_user, c.relowner, 'member'))
               from pg_roles where rolname = current_user"""
        )
        role, bypasses, owns = sql.fetchone()
    if bypasses or owns:
        raise ImproperlyConfigured(
            f"The pages may not be served as the database role {role}: {'it may bypass row security' if bypasses else 'it owns tables, so row security does not bind it'}."
            " Serve them as everychild_web (see docs/deploying.md)."
        )
    connection.close()
