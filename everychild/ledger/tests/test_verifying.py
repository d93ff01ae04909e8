"""Whatever is done to the ledger behind its back is found, by a command that anybody can run."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from everychild.kit import cluster
from everychild.kit.ids import new_id
from everychild.ledger.tests.conftest import WRITE, Trial

REHASH = "hash = ledger_hash(id, xid, at, actor, role, verb, retention_class, digest)"
REDIGEST = "digest = ledger_digest(salt, person_id, refs, words, purpose)"


@pytest.fixture
def sealed(write, jobs):
    """Three seals of four entries each, and the entries' ids in order."""
    entries = []
    for _ in range(3):
        entries += [write() for _ in range(4)]
        assert _seal(jobs) == 4
    return entries


def test_an_untouched_ledger_is_whole(trial, sealed, write):
    write()

    assert _verified(trial) == {"entries": 13, "sealed": 12, "unsealed": 1, "ok": True, "problems": []}


def test_an_empty_ledger_is_whole(trial):
    assert _verified(trial) == {"entries": 0, "sealed": 0, "unsealed": 0, "ok": True, "problems": []}


TAMPERED = [
    ("changed", "another actor", "update ledger_entry set actor = 8 where id = %(fifth)s"),
    ("changed", "another person", "update ledger_entry set person_id = gen_random_uuid() where id = %(fifth)s"),
    ("changed", "other words", "update ledger_entry set words = '{}' where id = %(fifth)s"),
    ("changed", "another purpose", "update ledger_entry set purpose = 'curiosity' where id = %(fifth)s"),
    (
        "changed",
        "other words, digest made again",
        f"update ledger_entry set words = '{{}}' where id = %(fifth)s; update ledger_entry set {REDIGEST} where id = %(fifth)s",
    ),
    (
        "altered",
        "another actor, hash made again",
        f"update ledger_entry set actor = 8 where id = %(fifth)s; update ledger_entry set {REHASH} where id = %(fifth)s",
    ),
    ("removed", "an entry removed", "delete from ledger_entry where id = %(fifth)s"),
    (
        "inserted",
        "an entry slipped in",
        "insert into ledger_entry select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).* from ledger_entry e where id = %(fifth)s",
    ),
    (
        "altered",
        "two entries exchanged, hashes made again",
        "update ledger_entry e set xid = case e.id when %(fifth)s then b.xid else a.xid end from ledger_entry a, ledger_entry b"
        f" where a.id = %(fifth)s and b.id = %(sixth)s and e.id in (a.id, b.id); update ledger_entry set {REHASH}",
    ),
    ("seal_removed", "a seal in the middle removed", "delete from ledger_seal where n = 2"),
    ("seal_removed", "the first seal removed", "delete from ledger_seal where n = 1"),
    ("seal_removed", "a seal and its entries removed", "delete from ledger_entry where id = any(%(second_seal)s); delete from ledger_seal where n = 2"),
    ("altered", "a seal made again for fewer entries", "delete from ledger_entry where id = %(fifth)s; update ledger_seal set entries = 3 where n = 2"),
    ("changed", "content taken away with no disposal", "update ledger_entry set words = null where id = %(fifth)s"),
    (
        "uncertified",
        "content taken away with a certificate that names others",
        "update ledger_entry set person_id = null, words = null, refs = null, purpose = '', salt = null, disposal = %(sixth)s where id = %(fifth)s",
    ),
]


@pytest.mark.parametrize(("kind", "what", "deed"), TAMPERED, ids=[what for _, what, _ in TAMPERED])
def test_tampering_is_found(jobs, sealed, tampering, kind, what, deed):
    names = {"fifth": sealed[4], "sixth": sealed[5], "second_seal": sealed[4:8]}
    for statement in deed.split("; "):
        tampering.execute(statement, names)

    assert kind in _kinds_found(jobs)


def test_a_changed_entry_is_named(trial, sealed, tampering):
    tampering.execute("update ledger_entry set actor = 8 where id = %s", [sealed[4]])

    assert [problem["entry"] for problem in _verified(trial)["problems"]] == [str(sealed[4])]


def test_a_cut_tail_is_found_only_with_the_head_that_was_exported(trial, sealed, tampering, jobs, tmp_path):
    head = _exported(trial, tmp_path)
    tampering.execute("delete from ledger_entry where id = any(%s)", [sealed[8:]])
    tampering.execute("delete from ledger_seal where n = 3")

    assert _kinds_found(jobs) == set()
    assert [problem["kind"] for problem in _verified(trial, "--head", head)["problems"]] == ["cut"]


def test_a_tail_sealed_again_with_fewer_entries_is_not_the_exported_one(trial, sealed, tampering, jobs, tmp_path):
    head = _exported(trial, tmp_path)
    tampering.execute("delete from ledger_entry where id = %s", [sealed[9]])
    tampering.execute("delete from ledger_seal where n = 3")
    _seal(jobs)

    assert _kinds_found(jobs) == set()
    assert [problem["kind"] for problem in _verified(trial, "--head", head)["problems"]] == ["head"]


def test_a_head_still_fits_when_the_ledger_has_grown(trial, sealed, write, jobs, tmp_path):
    head = _exported(trial, tmp_path)
    write()
    _seal(jobs)

    assert _verified(trial, "--head", head)["ok"] is True


def test_a_head_that_was_edited_is_refused(trial, sealed, tmp_path):
    head = _exported(trial, tmp_path)
    said = json.loads((tmp_path / "head.json").read_text())
    (tmp_path / "head.json").write_text(json.dumps(said | {"seal": 1}))

    done = trial.command("ledger", "verify", "--head", head, "--json", "-")

    assert done.returncode == 2
    assert "signature does not fit" in json.loads(done.stdout)["error"]["message"]


def test_disposal_takes_the_words_and_leaves_the_chain(trial, sealed, owner, jobs):
    certificate = _disposed(owner, sealed[4:6])
    _seal(jobs)

    said = json.loads(trial.command("ledger", "verify", "--json", "-").stdout)

    assert (said["ok"], said["disposed"][0]["entries"], said["disposed"][0]["certificate"]) == (True, 2, str(certificate))
    gone = owner.execute("select person_id, words, refs, purpose, salt from ledger_entry where id = %s", [sealed[4]]).fetchone()
    assert gone == (None, None, None, "", None)


def test_a_certificate_for_some_entries_does_not_cover_others(owner, sealed):
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="certificate"):
        _disposed(owner, sealed[4:6], really=sealed[4:7])


def test_an_entry_is_not_sealed_while_one_that_began_before_it_is_open(trial, write, jobs):
    with trial.connect("web") as slow:
        with slow.transaction():
            slow.execute(WRITE, [new_id(), "loaded", None, "", None, None])
            write()
            assert _seal(jobs) == 0
        assert _seal(jobs) == 2

    assert _kinds_found(jobs) == set()


def test_a_ledger_restored_into_a_server_with_lower_numbers_refuses_until_told_and_then_goes_on(trial, sealed, tampering, write, jobs):
    """As after a restore: what is written has higher transaction numbers than this server has reached."""
    shift = 10_000_000
    for statement in (
        f"update ledger_entry set xid = xid + {shift}; update ledger_entry set {REHASH}",
        f"update ledger_seal set from_xid = case n when 1 then 0 else from_xid + {shift} end, upto_xid = upto_xid + {shift}",
    ):
        for part in statement.split("; "):
            tampering.execute(part)
    _seal_again(tampering)
    assert _kinds_found(jobs) == set()

    with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match="ledger restored"):
        write()
    assert trial.command("ledger", "restored").returncode == 0
    write()
    _seal(jobs)

    said = _verified(trial)
    assert (said["ok"], said["entries"], said["unsealed"]) == (True, 14, 0)


@pytest.mark.long
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="needs two servers")
def test_a_backup_restored_into_a_new_server_verifies_against_the_head_from_before_and_goes_on(trial, owner, write, jobs, tmp_path):
    owner.execute("do $$ begin for n in 1..20000 loop perform pg_current_xact_id(); commit; end loop; end $$")
    for _ in range(3):
        write()
        _seal(jobs)
    head = _exported(trial, tmp_path)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        new = Trial(trial.name, Path(folder))
        server = cluster.start(new.home)
        server.ensure_database(new.name)
        try:
            _restored(cluster.url("postgres", trial.name, trial.home), server.url("postgres", new.name), tmp_path)

            assert _verified(new, "--head", head)["ok"] is True
            with new.connect("web") as web:
                with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):
                    web.execute(WRITE, [new_id(), "opened", None, "", None, None])
                assert new.command("ledger", "restored", "--by", "7").returncode == 0
                web.execute(WRITE, [new_id(), "opened", None, "", None, None])
            with new.connect("jobs") as new_jobs:
                _seal(new_jobs)
            assert _verified(new, "--head", head) == {"entries": 5, "sealed": 5, "unsealed": 0, "ok": True, "problems": []}
        finally:
            cluster.stop(new.home)


def _restored(source: str, target: str, folder: Path) -> None:
    dump = str(folder / "all.dump")
    subprocess.run([cluster.binaries() / "pg_dump", "--format=custom", "--file", dump, source], check=True)
    done = subprocess.run(
        [cluster.binaries() / "pg_restore", "--clean", "--if-exists", "--exit-on-error", "--dbname", target, dump], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _seal(jobs: psycopg.Connection) -> int:
    return jobs.execute("select ledger_seal_settled()").fetchone()[0]


def _kinds_found(jobs: psycopg.Connection) -> set[str]:
    """What the command asks the database, without the second that starting it takes."""
    found = jobs.execute(
        "select kind from ledger_changed_entries() union all select kind from ledger_broken_seals()"
        " union all select 'uncertified' from ledger_disposals() where not certified"
    )
    return {kind for (kind,) in found}


def _seal_again(owner: psycopg.Connection) -> None:
    before = b""
    for n, start, upto, entries, at in owner.execute("select n, from_xid, upto_xid, entries, sealed_at from ledger_seal order by n").fetchall():
        hashes = owner.execute("select string_agg(hash, ''::bytea order by xid, id) from ledger_entry where xid >= %s and xid < %s", [start, upto]).fetchone()[
            0
        ]
        before = owner.execute(
            "update ledger_seal set head = ledger_head(%s, %s, %s, %s, %s, %s, %s) where n = %s returning head",
            [before, n, start, upto, entries, at, hashes, n],
        ).fetchone()[0]


def _disposed(owner: psycopg.Connection, entries: list, really: list | None = None):
    certificate = new_id()
    with owner.transaction():
        named = owner.execute("select ledger_digest_of_ids(%s)", [entries]).fetchone()[0]
        owner.execute(WRITE, [certificate, "content_disposed", None, "", json.dumps({"entries": named, "class": "ledger"}), None])
        owner.execute("select ledger_dispose(%s, %s)", [certificate, really or entries])
    return certificate


def _exported(trial: Trial, folder) -> str:
    path = str(folder / "head.json")
    done = trial.command("ledger", "head", "--out", path)
    assert done.returncode == 0, done.stderr
    return path


def _verified(trial: Trial, *words: str) -> dict:
    done: subprocess.CompletedProcess = trial.command("ledger", "verify", *words, "--json", "-")
    assert done.returncode in (0, 3), done.stderr
    said = json.loads(done.stdout)
    assert done.returncode == (0 if said["ok"] else 3)
    return {name: said[name] for name in ("entries", "sealed", "unsealed", "ok", "problems")}
