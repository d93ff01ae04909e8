"""The table that a person wrote, as the tables of docs/access.md. `python -m tests.access.page` writes them there; a test fails when that was forgotten."""

import tomllib
from pathlib import Path

from tests.access.reading import APART, HERE, RELATIONS, ROLES, TABLE, TABLES, THINGS, says

DOCS = Path(__file__).resolve().parents[2] / "docs" / "access.md"
BEGINS, ENDS = "<!-- from tests/access/table.toml -->\n", "<!-- to here -->\n"
SHORT = dict(zip(ROLES, ("FD", "ED", "SW", "TM", "SO", "SL", "HP", "EH", "P16", "PO", "DO", "IG", "AO", "UA"), strict=True))
WORDS = {"sees": "sees", "stub": "stub", "nothing": "·"}
BY = {
    "person": "the child, or an adult around a child of the worker's", "strand": "what is known for certain to be the child", "record": "a source record that the worker may know", "adult": "an adult around a child of the worker's",
    "service": "a record and a service that the worker may know", "own": "the worker's own deeds", "decision": "what is known for certain to be the child, unless the worker's organisation is the one not told", "page": "a page of the role", "nobody": "nothing: no row for the web process",
}  # fmt: skip


def grid(entries: dict, first: str) -> list[str]:
    """One row an entry, one column a role; beneath it a sentence for each row."""
    lines = [f"| {first} | {' | '.join(SHORT.values())} |", f"|---|{'---|' * len(SHORT)}"]
    lines += [f"| {said['label']} | {' | '.join(WORDS[says(said, role)] for role in ROLES)} |" for said in entries.values()]
    return [*lines, "", *(f"- **{said['label']}**: {said['sentence']}" for said in entries.values()), ""]


def body() -> str:
    """Everything between the two marks of the page."""
    labels = {code: said["label"] for code, said in tomllib.loads((HERE.parents[1] / "everychild" / "organisations" / "roles.toml").read_text()).items()}
    lines = ["Roles: " + ", ".join(f"**{short}** {labels[role].lower()}" for role, short in SHORT.items()) + ".", ""]
    lines += ["### 1. Is the child there at all?", "", *grid(RELATIONS, "The child is")]
    lines += ["### 2. What is seen of a child who is there?", "", *grid(THINGS, "Thing"), "What hangs on no relation to a child:", "", *grid(APART, "Thing")]
    lines += ["### 3. Who may look for a child?", "", *grid(TABLE["search"], "Search")]
    lines += ["### 4. The tables of the database", "", "| Table | Holds | A row hangs on |", "|---|---|---|"]
    lines += [f"| `{table}` | {_held(said)} | {BY[said['by']]} |" for table, said in TABLES.items()]
    lines += ["", TABLE["web_writes"]["sentence"], ""]
    for group in ("web_reads_and_writes", "web_only_reads", "secret"):
        lines += [f"{TABLE[group]['sentence']} " + ", ".join(f"`{table}`" for table in TABLE[group]["tables"]) + ".", ""]
    lines += ["### 5. The processes", "", *(f"- `{process}`: {said['sentence']}" for process, said in TABLE["process"].items()), ""]
    return "\n".join(lines)


def _held(said: dict) -> str:
    known = {**THINGS, **APART}
    return known[said["thing"]]["label"] if said.get("thing") in known else "Which services are involved" if said.get("thing") else "What matching and searching need"


def write() -> None:
    before, _, rest = DOCS.read_text().partition(BEGINS)
    DOCS.write_text(before + BEGINS + "\n" + body() + rest[rest.index(ENDS) :])


if __name__ == "__main__":
    write()
