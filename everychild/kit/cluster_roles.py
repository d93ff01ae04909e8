"""The login roles and databases of the embedded server. Roles are the whole server's, so no migration makes them."""

import os
from collections.abc import Callable

from everychild.kit import database
from everychild.kit.commands import Wrong

_READY = "everychild roles 1"  # raise the number when prepare() does more than it did
_ROLES = tuple(f"everychild_{role}" for role in database.ROLES)
_OWNER = "everychild_owner"


def are_ready(superuser: Callable[[str], str]) -> bool:
    """Whether the server answers and prepare() has been done: the common case, one query long."""
    import psycopg

    question = "select shobj_description(oid, 'pg_database') from pg_database where datname = 'postgres'"
    try:
        with psycopg.connect(superuser("postgres"), connect_timeout=5) as connection:
            return connection.execute(question).fetchone() == (_READY,)
    except psycopg.OperationalError:
        return False


def prepare(superuser: Callable[[str], str], passwords: dict[str, str]) -> None:
    """Make the roles and give template1 our extensions, so that every database made later has them, test ones too."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(superuser("template1"), autocommit=True) as connection:
        _extend(connection)
    with psycopg.connect(superuser("postgres")) as connection:
        known = {name for (name,) in connection.execute("select rolname from pg_roles")}
        for role in _ROLES:
            verb = sql.SQL("alter" if role in known else "create")
            can_create = sql.SQL("createdb" if role == _OWNER else "nocreatedb")
            connection.execute(
                sql.SQL("{} role {} login nosuperuser nobypassrls nocreaterole noreplication {} password {}").format(
                    verb, sql.Identifier(role), can_create, sql.Literal(passwords[role])
                )
            )
        for role in _ROLES:
            if role != _OWNER:
                # Owner may become each of the others (tests do; functions are given to `matching`) but has none of their rights unasked.
                connection.execute(sql.SQL("grant {} to {} with inherit false, set true").format(sql.Identifier(role), sql.Identifier(_OWNER)))
        connection.execute(sql.SQL("comment on database postgres is {}").format(sql.Literal(_READY)))


def ensure_roles_of_own_server(owner: str) -> None:
    """On a server of your own: make the roles that are missing where DATABASE_URL's role may, and say which where it may not.

    Each gets the password that EVERYCHILD_PASSWORD_<ROLE> holds, so that its processes can log in with it; without one
    it cannot log in, and only the owner can become it (as the tests do).
    """
    import psycopg
    from psycopg import sql

    with psycopg.connect(owner) as connection:
        connection.execute("select pg_advisory_xact_lock(hashtext('everychild roles'))")
        known = {name for (name,) in connection.execute("select rolname from pg_roles")}
        missing = [role for role in _ROLES if role not in known and role != _OWNER]
        try:
            for role in missing:
                connection.execute(sql.SQL("create role {} login nosuperuser nobypassrls nocreaterole").format(sql.Identifier(role)))
                connection.execute(sql.SQL("grant {} to current_user with inherit false, set true").format(sql.Identifier(role)))
                connection.execute(sql.SQL("grant connect on database {} to {}").format(sql.Identifier(connection.info.dbname), sql.Identifier(role)))
                password = os.environ.get(f"EVERYCHILD_PASSWORD_{role.removeprefix('everychild_').upper()}")
                if password:
                    connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(password)))
        except psycopg.errors.InsufficientPrivilege:
            words = "; ".join(f"create role {role} login; grant {role} to <the owner> with inherit false, set true" for role in missing)
            raise Wrong(f"Your server lacks the roles {', '.join(missing)}.", do=f"As a superuser: {words};") from None


def ensure_database(superuser: Callable[[str], str], name: str) -> None:
    """Make a database unless it is there; the owner owns it, the other roles may connect, and no one else may."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(superuser("postgres"), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext('everychild databases'))")
        if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return
        words = {"name": sql.Identifier(name), "owner": sql.Identifier(_OWNER), "roles": sql.SQL(", ").join(map(sql.Identifier, _ROLES))}
        connection.execute(sql.SQL("create database {name} owner {owner}").format(**words))
        with psycopg.connect(superuser(name), autocommit=True) as inside:
            _extend(inside)
        connection.execute(sql.SQL("revoke all on database {name} from public").format(**words))
        connection.execute(sql.SQL("grant connect on database {name} to {roles}").format(**words))
        may_scribble = sql.SQL("everychild_jobs, everychild_matching, everychild_statistics, everychild_returns")
        connection.execute(sql.SQL("grant temporary on database {name} to {who}").format(who=may_scribble, **words))


def _extend(connection) -> None:
    from psycopg import sql

    for extension in database.EXTENSIONS:
        connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))
