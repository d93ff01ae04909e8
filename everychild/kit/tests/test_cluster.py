"""The embedded server survives what happens to servers: races, kills, zombies, strange folders."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from everychild.kit import cluster, cluster_place
from everychild.kit.commands import Wrong

MIGRATE = [sys.executable, "-m", "everychild", "db", "migrate"]
START = [sys.executable, "-m", "everychild", "db", "start"]


@pytest.fixture
def home():
    # Not pytest's own folder, which it keeps closed: as root, the server's account has to pass through it.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        place = Path(folder) / "home"
        yield place
        cluster.stop(place)


def test_six_processes_that_start_it_at_once_share_one_server(home):
    starting = [subprocess.Popen(START, env=_environment(home), stderr=subprocess.PIPE) for _ in range(6)]

    codes = [(process.wait(120), process.stderr.read()) for process in starting]

    assert [code for code, _ in codes] == [0] * 6, codes
    assert _ask(home, "owner", "select 1") == 1


def test_stopping_is_done_once_and_starting_again_keeps_the_data(home):
    server = cluster.start(home)
    server.ensure_database("everychild")
    _do(home, "create table kept (word text); insert into kept values ('still here')")

    assert cluster.stop(home) is True
    assert cluster.stop(home) is False
    cluster.start(home)

    assert _ask(home, "owner", "select word from kept") == "still here"


def test_a_killed_server_starts_again_though_it_is_a_zombie(home):
    pid = _started(home)
    os.kill(pid, signal.SIGKILL)

    cluster.start(home)

    assert _ask(home, "owner", "select 1") == 1
    assert cluster._postmaster(cluster_place.find(home).data) != pid


def test_a_number_that_a_stranger_now_has_is_not_taken_for_the_server(home):
    _started(home)
    cluster.stop(home)
    place = cluster_place.find(home)
    stranger = subprocess.Popen(["sleep", "600"], **place.account.as_arguments())
    place.write(place.data / "postmaster.pid", f"{stranger.pid}\n{place.data}\n1\n5432\n{place.socket}\n\n\nready\n")

    try:
        cluster.start(home)
    finally:
        stranger.kill()
        stranger.wait()

    assert _ask(home, "owner", "select 1") == 1


def test_a_half_made_data_folder_is_made_again(home):
    place = cluster_place.find(home)
    place.make_folder(place.data.parent)
    place.make_folder(place.data.with_name("database.new"))
    place.write(place.data.with_name("database.new") / "PG_VERSION", "18")

    cluster.start(home).ensure_database("everychild")

    assert _ask(home, "owner", "select 1") == 1


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(home):
    deep = home.parent / ("a-long-name-" * 8)
    server = cluster.start(deep)

    try:
        server.ensure_database("everychild")
        assert _ask(deep, "owner", "select 1") == 1
        assert len(str(server.socket)) < 60
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    finally:
        cluster.stop(deep)


def test_nothing_is_open_to_others_and_no_folder_above_was_opened(home):
    above = {folder: folder.stat().st_mode for folder in home.parents}

    server = cluster.start(home)

    assert {folder: folder.stat().st_mode for folder in home.parents} == above
    for private in (server.data, server.socket, home / "roles.json"):
        assert stat.S_IMODE(private.stat().st_mode) & 0o077 == 0


def test_a_wrong_password_is_refused_and_the_network_is_not_listened_to(home):
    server = cluster.start(home)
    server.ensure_database("everychild")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=str(server.socket), user="postgres", password="postgres", dbname="postgres")

    assert _ask(home, "postgres", "show listen_addresses") == ""


def test_no_role_of_ours_is_above_the_policies(home):
    cluster.start(home).ensure_database("everychild")

    above = "select count(*) from pg_roles where rolname like 'everychild%' and (rolsuper or rolbypassrls or rolcreaterole or rolreplication)"

    assert _ask(home, "postgres", above) == 0
    assert _ask(home, "postgres", "select count(*) from pg_roles where rolname like 'everychild%'") == 6


def test_a_database_has_our_extensions_and_knows_every_alphabet(home):
    server = cluster.start(home)
    server.ensure_database("everychild")
    server.ensure_database("everychild")

    assert _ask(home, "web", "select lower('ÉŁŚ')") == "éłś"
    assert _ask(home, "web", "select string_agg(extname, ' ' order by extname) from pg_extension where extname <> 'plpgsql'") == (
        "btree_gist fuzzystrmatch pg_trgm unaccent"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _ask(home, "web", "create temporary table scribble (word text)")


def test_passwords_that_are_not_this_servers_are_said_to_be_so_at_once(home):
    cluster.start(home)
    kept = (home / "roles.json").read_text()
    (home / "roles.json").unlink()

    try:
        with pytest.raises(Wrong, match="not those of the database"):
            cluster.start(home)
    finally:
        (home / "roles.json").write_text(kept)


def test_an_unknown_role_is_wrong_in_words(home):
    with pytest.raises(Wrong, match="no database role called emperor"):
        cluster.url("emperor", home=home)


ROLES = ("web", "jobs", "matching", "statistics", "returns")


def test_a_server_of_your_own_gets_the_roles_that_it_lacks(home):
    environment = _own_server_without_roles(home, "postgres") | {"EVERYCHILD_PASSWORD_WEB": "open sesame"}

    done = subprocess.run(MIGRATE, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    as_web = f"postgresql://everychild_web:open%20sesame@/everychild?host={cluster_place.find(home).socket}"
    with psycopg.connect(as_web) as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("delete from ledger_entry")


def test_a_server_of_your_own_whose_owner_may_not_make_roles_is_told_what_to_do(home):
    environment = _own_server_without_roles(home, "owner")

    done = subprocess.run(MIGRATE, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "create role everychild_web login" in done.stderr


def _own_server_without_roles(home: Path, owner: str) -> dict[str, str]:
    server = cluster.start(home)
    server.ensure_database("everychild")
    with psycopg.connect(server.url("postgres", "everychild"), autocommit=True) as superuser:
        for role in ROLES:
            superuser.execute(f"drop owned by everychild_{role}; drop role everychild_{role}")
    return _environment(home) | {"DATABASE_URL": server.url(owner, "everychild")}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that others cannot reach")
def test_as_root_a_home_that_others_cannot_reach_is_left_closed(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    server = cluster.start(closed / "home")

    try:
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert server.data.is_relative_to("/var/lib/everychild")
        assert server.data.stat().st_uid != 0
    finally:
        cluster.stop(closed / "home")
        subprocess.run(["rm", "-r", server.data.parent], check=True)


def _started(home: Path) -> int:
    cluster.start(home).ensure_database("everychild")
    return cluster._postmaster(cluster_place.find(home).data)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EVERYCHILD_", "DATABASE_"))}
    return kept | {"EVERYCHILD_HOME": str(home)}


def _ask(home: Path, role: str, question: str):
    with psycopg.connect(cluster.url(role, "everychild", home)) as connection:
        return connection.execute(question).fetchone()[0]


def _do(home: Path, words: str) -> None:
    with psycopg.connect(cluster.url("owner", "everychild", home)) as connection:
        connection.execute(words)


@pytest.mark.long
def test_killed_thirty_times_in_the_middle_of_writing_it_loses_nothing_acknowledged(home):
    _started(home)
    _do(home, "create table counted (number int primary key)")
    acknowledged = 0

    for _ in range(30):
        until = time.monotonic() + 0.2
        with psycopg.connect(cluster.url("owner", "everychild", home), autocommit=True) as connection:
            while time.monotonic() < until:
                connection.execute("insert into counted values (%s)", [acknowledged + 1])
                acknowledged += 1
            os.kill(cluster._postmaster(cluster_place.find(home).data), signal.SIGKILL)
        cluster.start(home)

    assert _ask(home, "owner", "select count(*) from counted") == acknowledged
