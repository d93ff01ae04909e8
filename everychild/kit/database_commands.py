"""The commands `everychild db …`."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from everychild.kit import cluster, cluster_roles, database
from everychild.kit.commands import DONE, Words, Wrong, emit, progress


def db_start(argv: list[str]) -> int:
    """Start the embedded server, or find it running, and make sure that the database is there."""
    words = Words(description="Start the embedded PostgreSQL and make the database.").takes_json().parse_args(argv)
    _refuse_where_another_server_is_used()
    running = cluster.start()
    running.ensure_database(database.name())
    progress(f"PostgreSQL answers at {running.socket}.")
    if words.json:
        emit({"data": str(running.data), "socket": str(running.socket), "database": database.name()}, words.json)
    return DONE


def db_stop(argv: list[str]) -> int:
    """Stop the embedded server; the data stays."""
    words = Words(description="Stop the embedded PostgreSQL.").takes_json().parse_args(argv)
    stopped = cluster.stop()
    progress("PostgreSQL has stopped." if stopped else "PostgreSQL was not running.")
    if words.json:
        emit({"stopped": stopped}, words.json)
    return DONE


def db_url(argv: list[str]) -> int:
    """Print the address of the database for one role. It holds a password: mind where it goes."""
    parser = Words(description="Print the address of the database for one role.").takes_json()
    parser.add_argument("role", choices=[*database.ROLES, "postgres"], nargs="?", default="owner")
    words = parser.parse_args(argv)
    address = cluster.url("postgres", database.name()) if words.role == "postgres" else database.url(words.role)
    emit({"role": words.role, "url": address}, words.json) if words.json else print(address)  # noqa: T201
    return DONE


def db_migrate(argv: list[str]) -> int:
    """Bring the tables up to date, as the owner, who does nothing else."""
    parser = Words(description="Bring the tables up to date.").takes_json()
    words = parser.parse_args(argv)
    ready(migrate=True)
    if words.json:
        emit({"migrated": True, "database": database.name()}, words.json)
    return DONE


def ready(migrate: bool = False) -> None:
    """Have a database that answers: the embedded one unless DATABASE_URL names another; migrated where asked."""
    if os.environ.get("DATABASE_URL"):
        cluster_roles.ensure_roles_of_own_server(database.url("owner"))
    else:
        cluster.ensure_database(database.name())
    if migrate:
        _migrate()


def _migrate() -> None:
    as_role("owner")
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as sql:
        # Two at once: the second waits, and then finds nothing left to do.
        sql.execute("select pg_advisory_lock(hashtext('everychild migrate'))")
        call_command("migrate", interactive=False, verbosity=0)
        sql.execute("select pg_advisory_unlock(hashtext('everychild migrate'))")
    _tell_laws()


def as_role(role: str) -> None:
    """Be Django, logged in as this role. A process is one role for all its life."""
    before = os.environ.get("EVERYCHILD_ROLE")
    from django.apps import apps

    if apps.ready and before != role:
        raise RuntimeError(f"This process has already logged in as {before or 'web'}, and cannot become {role}.")
    os.environ["EVERYCHILD_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everychild.settings")
    import django

    django.setup()


def _refuse_where_another_server_is_used() -> None:
    if os.environ.get("DATABASE_URL"):
        raise Wrong("DATABASE_URL names a server of your own, so the embedded one is not started.", do="Unset DATABASE_URL, or start your own server.")


def is_migrated() -> bool:
    """Whether every migration of our rooms has been done: asked without starting Django."""
    import psycopg

    rooms = Path(__file__).resolve().parents[1]
    ours = {(path.parents[1].name, path.stem) for path in rooms.glob("*/migrations/0*.py")}
    with psycopg.connect(database.url("owner")) as connection:
        if connection.execute("select to_regclass('django_migrations')").fetchone() == (None,):
            return False
        done = set(connection.execute("select app, name from django_migrations").fetchall())
        told = connection.execute("select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()").fetchone()
    return ours <= done and told == (_laws(),)


def be_migrated() -> None:
    """Bring the tables up to date where they are not, in a process of its own, which is the owner."""
    if not is_migrated():
        made = subprocess.run([sys.executable, "-m", "everychild", "db", "migrate"], stdout=subprocess.DEVNULL, check=False)
        if made.returncode:
            raise Wrong("The tables could not be brought up to date.", do="Run `everychild db migrate` and read what it says.")


def _laws() -> str:
    """What is put anew after every migration, as a digest: the rooms' SQL, policies and roles. When it differs from what the database was told, it is put again."""
    rooms = Path(__file__).resolve().parents[1]
    files = sorted(path for pattern in ("*/sql/*.sql", "*/policy.py", "*/roles.toml") for path in rooms.glob(pattern))
    return f"everychild {sha256(b''.join(path.read_bytes() for path in files)).hexdigest()}"


def _tell_laws() -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(database.url("owner")) as connection:
        name = connection.execute("select current_database()").fetchone()[0]
        connection.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(name), sql.Literal(_laws())))


def begin_again() -> None:
    """Empty the database of this process by making it anew. For a demonstration's own database, and no other."""
    import psycopg
    from psycopg import sql

    ready()
    address = urlsplit(database.url("owner"))
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(database.name())))
    if os.environ.get("DATABASE_URL"):
        database.make(database.name())
    ready()
