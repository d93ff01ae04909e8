"""The table that a person wrote, read: what each role should see of a child in each relation."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent
TABLE = tomllib.loads((HERE / "table.toml").read_text())
RELATIONS, THINGS, APART, TABLES = TABLE["relation"], TABLE["thing"], TABLE["apart"], TABLE["table"]
PRACTITIONERS, OFFICE = TABLE["roles"]["practitioners"], TABLE["roles"]["office"]
ROLES = [*PRACTITIONERS, *OFFICE]


def says(entry: dict, role: str) -> str:
    """`sees`, `stub` or `nothing`: one cell of the table."""
    return next((word for word in ("sees", "stub") if role in entry.get(word, ())), "nothing")


def there(relation: str, role: str) -> str:
    """Whether a child in this relation is there for this role."""
    return says(RELATIONS[relation], role)


def seen(relation: str, role: str, thing: str) -> bool:
    """Whether the role sees this thing itself of a child in this relation."""
    return there(relation, role) == "sees" and says(THINGS[thing], role) == "sees" and thing not in RELATIONS[relation].get("never", ())


def looks_for_everyone(role: str) -> bool:
    """Whether the role may look for any child."""
    return role in TABLE["search"]["everyone"]["sees"]
