"""A council can leave: everything that is held, as open files, with a dictionary that says what each column is."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.db import connection

from everychild.kit.acting import JOBS, on_behalf_of
from everychild.kit.commands import Wrong
from everychild.ledger.actions import record as ledger_record

NOT_OURS = ("django_migrations", "django_session", "django_content_type", "auth_permission")
"""Django's own book-keeping: nothing that a council brought."""
SECRET = {"organisations_user": ("password",), "mfa_authenticator": ("data",), "socialaccount_socialtoken": ("token", "token_secret"), "socialaccount_socialapp": ("secret", "key")}
"""Columns that are secrets of this installation, left out."""


def export_everything(*, folder: str, told: Callable[[str], None]) -> dict:
    """Every table as CSV (UTF-8, a heading row, ISO dates), `dictionary.json` and `manifest.json`. The folder must be empty. On the ledger.

    Returns {"folder", "files": [{"path", "rows", "sha256"}]}.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(place.iterdir()):
        raise Wrong("The folder is not empty, and nothing in it is overwritten.", file=folder, do="Name a new folder.")
    files, dictionary = [], {}
    with on_behalf_of(None, role=JOBS, purpose="export"):
        for table, columns in _tables().items():
            path = place / f"{table}.csv"
            rows = _write(table, columns, path)
            files.append({"path": path.name, "rows": rows, "sha256": sha256(path.read_bytes()).hexdigest()})
            dictionary[table] = _described(table, columns)
            told(f"  {rows:>9,}  {table}")
        ledger_record("exported_everything", refs={"files": len(files)}, words={"rows": sum(file["rows"] for file in files)})
    (place / "dictionary.json").write_text(json.dumps(dictionary, indent=1, ensure_ascii=False))
    (place / "manifest.json").write_text(json.dumps({"files": files}, indent=1))
    return {"folder": folder, "files": files}


def _tables() -> dict[str, list[tuple[str, str]]]:
    with connection.cursor() as sql:
        sql.execute(
            """select table_name, column_name, data_type from information_schema.columns
               where table_schema = 'public' and table_name in (select tablename from pg_tables where schemaname = 'public') order by table_name, ordinal_position"""
        )
        found: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in sql.fetchall():
            if table not in NOT_OURS and not table.startswith("procrastinate_") and column not in SECRET.get(table, ()):
                found.setdefault(table, []).append((column, kind))
    return found


def _write(table: str, columns: list[tuple[str, str]], path: Path) -> int:
    names = ", ".join(f'"{name}"' for name, _ in columns)
    with connection.cursor() as sql, open(path, "wb") as file:
        with sql.copy(f'copy (select {names} from "{table}") to stdout (format csv, header)') as copy:
            for block in copy:
                file.write(block)
        return sql.rowcount


def _described(table: str, columns: list[tuple[str, str]]) -> dict:
    model = next((one for one in apps.get_models(include_auto_created=True) if one._meta.db_table == table), None)
    fields = {field.column: field for field in model._meta.fields} if model else {}
    return {
        "what": " ".join((model.__doc__ or "").split()) if model else "",
        "retention_class": getattr(model, "retention_class", None),
        "columns": [{"name": name, "type": kind, "points_to": _target(fields.get(name)), "values": _choices(fields.get(name))} for name, kind in columns],
    }


def _target(field) -> str | None:
    return field.related_model._meta.db_table if field is not None and field.is_relation and field.related_model else None


def _choices(field) -> dict[str, str] | None:
    return {str(code): str(words) for code, words in field.choices} if field is not None and field.choices else None
