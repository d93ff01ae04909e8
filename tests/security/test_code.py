"""What the source may not do, and what is not in it at all: read as text, so that nothing need be run to know."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from everychild.portals import uploads
from tests.architecture.house import ROOT, called

SOURCES = sorted(path for path in (ROOT / "everychild").rglob("*.py") if "tests" not in path.parts)
TEMPLATES = sorted(path for path in (ROOT / "everychild").glob("*/templates/**/*") if path.suffix in (".jinja", ".html"))
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "getoutput", "unsafe_load", "full_load", "from_string", "render_template_string", "mark_safe"}
FORBIDDEN_IMPORTS = {
    "pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle", "telnetlib", "ftplib", "xmlrpc", "random", "ctypes", "cffi", "ldap", "ldap3", "memcache", "pymemcache", "graphene", "strawberry",
    "websockets", "channels", "aiortc", "requests", "httpx", "aiohttp", "urllib3", "tarfile", "zipfile", "gzip", "PIL",
}  # fmt: skip
OUT_OF_THE_HOUSE = {"urllib.request", "http.client", "smtplib", "socket", "ssl", "asyncio"}
MAY_TRY_A_PORT = {"everychild/portals/commands.py", "everychild/exchange/demo.py"}
ALL_OUR_OWN_COLUMNS = {"people/matching", "exchange/truth.py", "kit/bulk.py", "people/actions/receive.py", "people/actions/adoption.py", "people/actions/match.py"}


def trees(*, but: str = "") -> Iterator[tuple[str, ast.Module]]:
    for path in SOURCES:
        where = path.relative_to(ROOT).as_posix()
        if not but or not where.startswith(but):
            yield where, ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_no_text_is_ever_run_as_a_program_or_drawn_as_a_template():
    found = [f"{where}:{call.lineno} {called(call)}" for where, tree in trees() for call in calls(tree) if called(call) in FORBIDDEN_CALLS and not _of_re(call)]

    assert found == []


def _of_re(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "re"


def test_nothing_is_imported_that_brings_objects_or_weak_chance_or_a_network_or_an_archive():
    found = [f"{where} imports {name}" for where, tree in trees(but="everychild/town/") for name in imported(tree) if name.split(".")[0] in FORBIDDEN_IMPORTS]

    assert found == []


def test_no_module_of_ours_calls_out_of_the_house():
    found = [
        f"{where} imports {name}" for where, tree in trees() for name in imported(tree)
        if name in OUT_OF_THE_HOUSE and not (name == "socket" and where in MAY_TRY_A_PORT) and not where.startswith("everychild/kit/cluster")
    ]  # fmt: skip

    assert found == []


def test_no_program_is_started_through_a_shell_and_no_certificate_goes_unchecked():
    words = [(where, call.lineno, word) for where, tree in trees() for call in calls(tree) for word in call.keywords]

    assert [(where, line) for where, line, word in words if word.arg == "shell"] == []
    assert [(where, line) for where, line, word in words if word.arg in ("verify", "check_hostname") and getattr(word.value, "value", None) is False] == []


def test_words_in_sql_are_parameters_or_names_of_our_own():
    """A statement built from pieces may hold only names of tables and columns of ours, and only in the rooms that are listed here."""
    found = []
    for where, tree in trees(but="everychild/town/"):
        if any(f"everychild/{place}" in where for place in ALL_OUR_OWN_COLUMNS) or "/migrations/" in where:
            continue
        found += [f"{where}:{call.lineno}" for call in calls(tree) if called(call) in ("execute", "executemany", "raw", "extra", "RawSQL") and call.args and _built(call.args[0])]

    assert found == []


def _built(statement: ast.AST) -> bool:
    mixed = isinstance(statement, ast.BinOp) and isinstance(statement.op, ast.Mod | ast.Add)
    return isinstance(statement, ast.JoinedStr) or mixed or (called(statement) == "format" and not _is_sql(statement))


def _is_sql(statement: ast.AST) -> bool:
    return called(getattr(statement.func, "value", None)) == "SQL"


def test_only_strong_digests_are_used_and_no_cipher_of_our_own():
    found = [f"{where}:{call.lineno} {called(call)}" for where, tree in trees(but="everychild/town/") for call in calls(tree) if called(call) in ("md5", "sha1", "ECB", "PKCS1v15", "DES", "ARC4", "new_cipher")]
    ciphers = {name for _, tree in trees() for name in imported(tree) if name.startswith("cryptography")}

    assert found == []
    assert all("ed25519" in name or name.endswith((".exceptions", ".primitives", ".aead")) or "serialization" in name for name in ciphers), ciphers


def test_secrets_come_from_the_systems_own_chance():
    made = [where for where, tree in trees() for name in imported(tree) if name == "secrets"]

    assert {"everychild/kit/database.py", "everychild/portals/errors.py"} <= set(made)


def test_no_key_or_password_stands_in_the_source():
    said = re.compile(r"(?i)(secret|password|api_?key|token)\w*\s*=\s*[\"'][A-Za-z0-9+/=_-]{12,}[\"']|BEGIN [A-Z ]*PRIVATE KEY")

    assert [path.name for path in [*SOURCES, *ROOT.glob("*.toml"), *ROOT.glob("scripts/*")] if said.search(path.read_text())] == ["demo_people.py"], "but the one of the demonstration, where nobody is real"


def test_no_template_lets_raw_text_through_but_the_picture_that_the_server_draws():
    raw = [path.name for path in TEMPLATES if re.search(r"\|\s*safe\b|autoescape false|\{% autoescape off", path.read_text())]

    assert raw == ["activate_form.html"]


def test_no_page_loads_anything_from_elsewhere():
    elsewhere = re.compile(r"(?:src|action|data)=[\"'](?:https?:)?//|<(?!a\s)\w+[^>]*\shref=[\"'](?:https?:)?//")

    assert [path.name for path in TEMPLATES if elsewhere.search(path.read_text())] == []


def test_no_script_of_ours_keeps_or_sends_anything():
    scripts = [path for path in (ROOT / "everychild").rglob("*.js") if "node_modules" not in path.parts]
    said = re.compile(r"localStorage|sessionStorage|indexedDB|postMessage|document\.cookie|innerHTML|eval\(|document\.write|__proto__")

    assert [path.name for path in scripts if said.search(path.read_text())] == []


@pytest.mark.parametrize("locked", ["main.txt", "dev.txt", "build.txt"])
def test_everything_that_is_installed_is_pinned_by_version_and_hash(locked):
    text = (ROOT / "requirements" / locked).read_text()
    named = [line for line in text.splitlines() if line and not line.startswith((" ", "#", "-"))]

    assert named
    assert [line for line in named if not re.match(r"[\w.\[\]-]+==\S+", line)] == []
    assert len(re.findall(r"^\S+==.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.M)) == len(named)
    assert not re.search(r"(?m)^--?(index|extra-index|find-links|trusted-host|i )", text)


def test_the_installer_demands_the_hashes():
    assert "--require-hashes" in (ROOT / "scripts" / "install.py").read_text()


def test_every_package_of_the_browser_has_its_digest():
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert [name for name, one in locked.items() if name and not one.get("integrity", "").startswith("sha512-")] == []


def test_files_are_taken_by_one_page_and_up_to_a_size_that_the_documents_tell():
    assert uploads.ASKS_FOR_FILES == "/office/loads/send/"
    assert f"| {uploads.MOST_BYTES // 2**20} MiB |" in (ROOT / "docs" / "security.md").read_text()


def test_no_view_binds_a_form_to_a_model():
    """What is written is named word by word in an action: nothing that a browser adds to a form can reach a column."""
    found = [f"{where}:{call.lineno}" for where, tree in trees() for call in calls(tree) if called(call) in ("modelform_factory", "modelformset_factory")]
    found += [where for where, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and any(getattr(base, "attr", getattr(base, "id", "")) == "ModelForm" for base in node.bases)]

    assert found == []


def test_what_serves_the_demonstration_and_the_town_is_not_a_part_of_the_service():
    settings = (ROOT / "everychild" / "settings.py").read_text()

    assert "everychild.town" not in settings
    assert "django.contrib.admin" not in settings
    assert "debug_toolbar" not in settings


def test_every_name_of_a_file_that_was_sent_is_made_plain():
    from everychild.exchange.inbox import plain_name

    for name in ("../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini", "a\r\nb.csv", "....", "x" * 999, "a;rm -rf.csv", "\x00.csv"):
        said = plain_name(name)
        assert Path(said).name == said
        assert said not in (".", "..")
        assert len(said) <= 200
        assert not re.search(r"[\x00-\x1f/\\;]", said)
