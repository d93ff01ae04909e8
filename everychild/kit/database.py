"""Which database a process talks to, and as whom: one alias, and the URL decides the role."""

import hashlib
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from everychild.kit.commands import Wrong

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "fuzzystrmatch")
HERE = ("", "localhost", "127.0.0.1", "::1")
ROLES = ("owner", "web", "jobs", "matching", "statistics", "returns")


def home() -> Path:
    """The folder of this installation: the embedded server, its passwords, its keys and its logs. Nobody else may read it."""
    place = Path(os.environ.get("EVERYCHILD_HOME") or Path(__file__).resolve().parents[2] / ".everychild").resolve()
    place.mkdir(parents=True, exist_ok=True)
    return place


def own_secret(name: str) -> str:
    """A secret of this installation's own, made once and readable by its owner only."""
    path = home() / "secrets" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def name() -> str:
    """The database's name: the demonstration has one of its own."""
    return os.environ.get("EVERYCHILD_DATABASE", "everychild")


def use(database: str) -> None:
    """From here on this process and its children use another database of the same server; one on a server of your own is made if it is not there."""
    os.environ["EVERYCHILD_DATABASE"] = database
    given = os.environ.get("DATABASE_URL")
    if not given or urlsplit(given).path == f"/{database}":
        return
    make(database)
    for name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith("DATABASE_URL_")]:
        os.environ[name] = urlsplit(os.environ[name])._replace(path=f"/{database}").geturl()


def make(database: str) -> None:
    """The database on a server of your own, with the extensions, unless it is there."""
    import psycopg
    from psycopg import sql

    given = urlsplit(over_tls(os.environ["DATABASE_URL"]))
    with psycopg.connect(given._replace(path="/postgres").geturl(), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
    with psycopg.connect(given._replace(path=f"/{database}").geturl(), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))


def url(role: str) -> str:
    """The address of the database for one role: of your own server where DATABASE_URL says so, else of the embedded one."""
    given = os.environ.get("DATABASE_URL")
    if not given:
        from everychild.kit import cluster

        return cluster.url(role, name())
    if role == "owner":
        return over_tls(given)
    own = os.environ.get(f"DATABASE_URL_{role.upper()}")
    if own:
        return over_tls(own)
    parts = urlsplit(given)
    password = os.environ.get(f"EVERYCHILD_PASSWORD_{role.upper()}", "")
    place = parts.netloc.rpartition("@")[2]
    return over_tls(parts._replace(netloc=f"everychild_{role}:{password}@{place}").geturl())


def over_tls(address: str) -> str:
    """The address of a server elsewhere, which is spoken to over TLS with its certificate checked, or not at all. This machine's own needs none.

    >>> over_tls("postgresql://owner@db.thornbeck.example/everychild")
    'postgresql://owner@db.thornbeck.example/everychild?sslmode=verify-full'
    >>> over_tls("postgresql://owner@localhost/everychild")
    'postgresql://owner@localhost/everychild'
    """
    parts = urlsplit(address)
    said = parse_qs(parts.query)
    host = unquote(said.get("host", [parts.hostname or ""])[0])
    if host.startswith("/") or host in HERE or said.get("sslmode") == ["verify-full"]:
        return address
    if "sslmode" in said:
        raise Wrong(f"The database at {host} would be spoken to without checking that it is it.", do="Say sslmode=verify-full in its address, and sslrootcert where its certificate is your own.")
    return parts._replace(query="&".join(filter(None, [parts.query, "sslmode=verify-full"]))).geturl()


def django_settings(role: str) -> dict:
    """Django's DATABASES entry for one role."""
    parts = urlsplit(url(role))
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    host = unquote(query.pop("host", "") or parts.hostname or "")
    checkout = hashlib.sha256(str(home()).encode()).hexdigest()[:8]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": parts.port or query.pop("port", "") or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in query.items()},
        "TEST": {"NAME": f"test_everychild_{checkout}{os.environ.get('EVERYCHILD_TEST_SUFFIX', '')}"},
    }
