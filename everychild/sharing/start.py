"""What must hold before the service starts."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from everychild.sharing.gateways import BrokenGateway, gateways

# Whoever logged in, not whom the session has become since: `reset role` undoes that.
_WHO = """
select session_user,
    exists (select 1 from pg_roles r where (r.rolsuper or r.rolbypassrls) and pg_has_role(session_user, r.oid, 'member')),
    exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and pg_has_role(session_user, c.relowner, 'member')),
    exists (select 1 from pg_policies p, unnest(p.roles) of_role
            where p.schemaname = 'public' and of_role not in ('everychild_web', 'public') and pg_has_role(session_user, of_role, 'member'))
"""


def refuse_a_role_that_sees_everything() -> None:
    """A web process must log in as a role that row security binds; one that may bypass it, owns tables, or may become a role that sees every child, is a mistake in the set-up."""
    with connection.cursor() as sql:
        sql.execute(_WHO)
        role, bypasses, owns, becomes = sql.fetchone()
    if bypasses or owns or becomes:
        why = "it may bypass row security" if bypasses else "it owns tables, so row security does not bind it" if owns else "it may act as a role that sees every child"
        raise ImproperlyConfigured(f"The pages may not be served as the database role {role}: {why}. Serve them as everychild_web (see docs/deploying.md).")
    connection.close()


def refuse_gateways_that_cannot_be_read() -> None:
    """No page about a child can be given without them, so a wrong file is said before the first one is asked for."""
    try:
        gateways()
    except BrokenGateway as broken:
        raise ImproperlyConfigured(f"The pages may not be served: {broken}") from broken
