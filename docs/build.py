"""The parts of the documents that are told by the code: `python docs/build.py` writes them anew, and a test fails where they have drifted.

A part stands between `<!-- told by the code: NAME -->` and `<!-- end -->`. Everything outside such parts is written by hand.
"""

import importlib.util
import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PART = re.compile(r"(<!-- told by the code: ([a-z-]+) -->\n).*?(<!-- end -->)", re.S)


def main() -> None:
    """Write every part of every document anew."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everychild.settings")
    import django

    django.setup()
    for path in documents():
        text = path.read_text("utf-8")
        if (fresh := told(text)) != text:
            path.write_text(fresh, "utf-8")
            sys.stdout.write(f"written anew: {path.relative_to(ROOT)}\n")


def documents() -> list[Path]:
    """The README and every page of the documents."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def told(text: str) -> str:
    """The text with each of its parts as the code tells it now."""
    return PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]().strip()}\n{part[3]}", text)


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    headings = list(headings)
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def rooms() -> str:
    """The import contract as a drawing: each floor may import those beneath it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(one for one in contracts if one["containers"] == ["everychild"])["layers"]
    floors = [re.findall(r"\w+", layer) for layer in layers]
    built = {path.parent.name for path in (ROOT / "everychild").glob("*/__init__.py")}
    lines = ["```mermaid", "flowchart TD"]
    for floor in floors:
        shape = "[{}]" if built.intersection(floor) else "([{}]):::later"
        lines.append(f"    {floor[0]}{shape.format(' · '.join(floor))}")
    lines.append("    " + " --> ".join(floor[0] for floor in floors))
    lines += ["    town[town] -.-> formats", "    town -.-> kit", "    classDef later stroke-dasharray: 5 5", "```"]
    return "\n".join(lines)


def database_roles() -> str:
    """What a server of one's own must be told, once, by its superuser."""
    from everychild.kit.database import EXTENSIONS, ROLES

    others = [f"everychild_{role}" for role in ROLES if role != "owner"]
    lines = ["```sql roles"]
    lines += [f"create role {role} login nosuperuser nobypassrls nocreaterole noreplication;" for role in ("everychild_owner", *others)]
    lines.append("-- The owner may become each of the others, to give functions to them, and has none of their rights unasked.")
    lines += [f"grant {role} to everychild_owner with inherit false, set true;" for role in others]
    lines += ["create database everychild owner everychild_owner;", "revoke all on database everychild from public;"]
    lines.append(f"grant connect on database everychild to {', '.join(others)};")
    lines.append(f"grant temporary on database everychild to {', '.join(role for role in others if role != 'everychild_web')};")
    lines.append("\\connect everychild")
    lines += [f"create extension if not exists {extension};" for extension in EXTENSIONS]
    return "\n".join([*lines, "```"])


def browser_policy() -> str:
    """The Content-Security-Policy of every answer."""
    from everychild.kit.middleware import policy

    return "```text\n" + policy().replace("; ", ";\n") + "\n```"


WHO = (
    (r"not withheld", "never a withheld address"),
    (r"sharing_knows_address", "whoever may see the record, unless the child's address is withheld"),
    (r"service = 'school' or", "whoever may see the record: the school always, other services where the role lists them or the reader is the one involved"),
    (r"owner_id = \(select sharing_asker", "whose alert it is, while they may see the record"),
    (r"case kind when 'adult'", "whoever may see the child, or a child to whom the adult is linked"),
    (r"sharing_knows_record", "whoever may see the record"),
    (r"sharing_knows_adult", "whoever may see a record of a child to whom the adult is linked, and whose role includes relationships"),
    (r"sharing_knows_(person|strand)", "whoever may see the child"),
    (r"user_id = \(select sharing_asker", "the reader's own"),
    (r"sharing_has_page\('emergency_review'\)", "the reader's own; all of them for the information-governance lead"),
    (r"actor = \(select sharing_asker", "the reader's own deeds; all of them for the roles that have the page of who looked"),
    (r"sharing_knows_withholding", "whoever knows for certain of the child, except those of the organisation that was not told; the lead who has the page of who looked, never of a sealed child"),
    (r"case when sealed", "the data office; a row held under an adoption seal, the adoption officer"),
    (r"sharing_has_page\('loading'\)", "the data office"),
)  # fmt: skip


def who_sees(name: str, rule) -> str:
    """A row policy in words. A policy that says something new has no words yet, and stops the build."""
    if rule.sees is None:
        return "nobody through a page"
    item = re.search(r"sharing_has_item\('(\w+)'\)", rule.sees)
    of_services = " for a service on the role's list" if name == "sharing_happening" else ""
    words = [said for pattern, said in WHO if re.search(pattern, rule.sees)]
    if not words:
        raise LookupError(f"docs/build.py has no words for the policy of {name}: {rule.sees}")
    first = words[0] if words[0] != WHO[0][1] else f"{words[1]}; {words[0]}"
    return first + of_services + (f", if the role includes {item[1]}" if item else "")


def person_models() -> list[tuple]:
    """(model, rule) of every model of ours whose table touches a person; told by the columns, without a database."""
    from django.apps import apps

    from everychild.sharing.policy import PERSON_COLUMNS, SPECIAL, rule_of

    found = []
    for model in apps.get_models(include_auto_created=True):
        name, columns = model._meta.db_table, tuple(field.column for field in model._meta.fields)
        if name in SPECIAL or set(columns) & set(PERSON_COLUMNS):
            found.append((model, rule_of(name, tuple(column for column in columns if column in PERSON_COLUMNS))))
    return sorted(found, key=lambda one: one[0]._meta.db_table)


def tables_with_a_person() -> str:
    """Each table that holds a person: what it is, how long it is kept, and who sees a row of it."""
    rows = [
        (f"`{model._meta.db_table}`", " ".join((model.__doc__ or "").split()), model.retention_class, who_sees(model._meta.db_table, rule))
        for model, rule in person_models()
    ]
    return table(("Table", "What a row is", "Kept as", "Who sees it through a page"), rows)


def retention() -> str:
    """The retention classes."""
    from everychild.sharing.agreements import retention_classes

    rows = [
        (name, f"{kept['years']} years from {kept['start']}" if kept["years"] else f"until {kept['start']}", kept["basis"], kept["source"])
        for name, kept in retention_classes().items()
    ]
    return table(("Class", "How long", "Basis", "Whose decision"), rows)


def agreements() -> str:
    """The agreements in the folder of this repository."""
    from everychild.sharing.agreements import read_terms

    terms = sorted(read_terms(ROOT / "agreements").values(), key=lambda one: one.title)
    rows = [(f"`{one.source}`", one.title, "; ".join(one.controllers), one.purpose, ", ".join(f"`{code}`" for code in one.gateways) or "–", ", ".join(one.items), one.retention, one.review_on) for one in terms]
    return table(("Source", "Agreement", "Controllers", "Purpose", "Gateways", "Items let in", "Kept as", "Review by"), rows)


def _table_of(name: str) -> str:
    """A table of docs/processing_tables.py."""
    spec = importlib.util.spec_from_file_location("docs_processing_tables", ROOT / "docs" / "processing_tables.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return table(*module.TABLES[name]())


def items() -> str:
    """The items that an agreement may list."""
    from everychild.formats.items import ITEMS

    return table(("Item", "What it covers"), [(f"`{name}`", meaning) for name, meaning in ITEMS.items()])


def roles() -> str:
    """The roles, each in its own sentence."""
    said = tomllib.loads((ROOT / "everychild" / "organisations" / "roles.toml").read_text("utf-8"))
    searches = {"everyone": "every child", "team": "own and team's children", "roll": "the school's roll", "none": "nobody"}
    return table(("Role", "What it is for", "Finds"), [(one["label"], one["sentence"], searches[one["searches"]]) for one in said.values()])


def matching_rules() -> str:
    """The policy after the score: the first rule that holds decides."""
    from everychild.people.matching.rules import AFTER, BY_WEIGHT, RULES

    band = {"join": "join", "review": "a person looks", "none": "not joined"}
    rows = [(f"`{rule.code}`", rule.words, band[rule.band] + ("; kept apart" if rule.apart else "")) for rule in (*RULES, *BY_WEIGHT.values(), *AFTER.values())]
    return table(("Rule", "In words", "What follows"), rows)


def matching_bands() -> str:
    """The thresholds."""
    from everychild.people.matching import rules
    from everychild.people.matching.records import BLOCK_CAP, HELD_BY_TOO_MANY

    rows = [
        ("Joined without a person", f"{rules.JOIN_AT:g} bits or more"),
        ("Joined before, and stays so", f"{rules.PART_AT:g} bits or more"),
        ("A person looks", f"{rules.REVIEW_AT:g} bits or more"),
        ("Lead over a different child who also fits", f"{rules.MARGIN:g} bits"),
        ("Records that share a key before the key is called weak and left out", f"more than {BLOCK_CAP}"),
        ("Records that hold one identifier before it is taken for a default value", f"more than {HELD_BY_TOO_MANY}"),
    ]
    return table(("What", "From"), rows)


def compared() -> str:
    """What is compared, closest level first."""
    from everychild.people.matching.comparisons import COMPARISONS
    from everychild.people.matching.explain import WORDS

    return table(
        ("Field", "Levels, closest first"),
        [(one.field.replace("_", " "), "; ".join(WORDS[one.field][level.code] for level in one.levels)) for one in COMPARISONS],
    )


def keys() -> str:
    """What likely pairs share."""
    from everychild.people.matching.records import KEYS

    return "\n".join(f"- {name}" for name in KEYS)


def commands() -> str:
    """The words of the command `everychild`."""
    from everychild.cli import WORDS

    return table(("Command", "What it does"), [(f"`everychild {name}`", meaning) for name, (_, meaning) in sorted(WORDS.items())])


def readers() -> str:
    """The readers and what each says of itself."""
    from everychild.formats.registry import READERS

    return table(
        ("Reader", "Usual source", "What it reads"),
        [
            (f"`{name}`", f"`{reader.SOURCE}`" if getattr(reader, "SOURCE", "") else "told by the mapping", (reader.__doc__ or "").split("\n")[0])
            for name, reader in READERS.items()
        ],
    )


CAPTIONS = {
    "record": "The record: first what a duty worker needs in ten seconds",
    "found": "Finding a child: a name and one more fact, at most ten answers",
    "why": "Why are these one child? Each comparison in words and as a bar",
    "purpose": "The door: why the record is needed",
    "my-children": "My children, with the reason for each",
    "roll": "A school's own roll",
    "held": "What we hold, from whom, for whom",
    "loads": "What was loaded, and what became of each row",
    "access": "Who may see what",
    "sign-in": "Signing in: the demonstration offers one named person for each role",
}
"""What the pictures of the journeys that the README shows are of, by name."""


def pictures() -> str:
    """Those of the README's pictures that the journeys have made, two in a row."""
    made = [(name, said) for name, said in CAPTIONS.items() if (ROOT / "docs" / "pictures" / f"{name}-desk.png").exists()]
    return "\n".join(f'<img src="docs/pictures/{name}-desk.png" width="49%" alt="{said}" title="{said}">' for name, said in made)


def limits() -> str:
    """What a thing may be, how much of it and how often: as the settings and the readers have it."""
    from allauth.account import app_settings as account
    from django.conf import settings

    from everychild.formats.limits import LIMITS
    from everychild.portals import hits, passwords, uploads
    from everychild.sharing.queries import AT_MOST

    mib = 2**20
    rows = [
        ("Files sent through the pages, together", f"{uploads.MOST_BYTES // mib} MiB", "refused unread"),
        ("Any other form", f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // mib} MiB, {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields, no file", "refused unread"),
        ("A file that is loaded", f"{LIMITS.file // (1024 * mib)} GiB", "not opened"),
        ("A row of a table", f"{LIMITS.line // mib} MiB, {LIMITS.columns:,} columns", "the file is stopped or the row is set aside"),
        ("An element of XML", f"{LIMITS.element // mib} MiB, {LIMITS.depth} deep; no entity, no definition", "the file is refused"),
        ("Packed files", "none", "refused with the word to unpack them"),
        ("Answers of a search", f"{AT_MOST} at most, for a number, or a name and one more fact", "nobody is shown; another fact is asked for"),
        ("An answer of a search that was chosen", f"{hits.SECONDS // 3600} hour, for one worker", "search again"),
        ("A session", f"{settings.SESSION_COOKIE_AGE // 3600} hours, or the browser's end", "sign in again"),
        ("A link to choose a password", f"{settings.PASSWORD_RESET_TIMEOUT // 86400} days, once", "ask for another"),
        ("A password", "12 characters or more, any of them; not common, not like one's name, not mostly of these words with figures: " + ", ".join(passwords.WORDS), "choose another"),
        *((f"Attempts: {name.replace('_', ' ')}", account.RATE_LIMITS[name], "wait") for name in ("login", "login_failed", "reset_password", "reauthenticate", "change_password")),
    ]
    return table(("What", "Limit", "Beyond it"), rows)


VERDICTS = ("pass", "not applicable", "gap", "not assessed")


def asvs() -> str:
    """How many requirements of OWASP ASVS are met, chapter by chapter, and every one of the first two levels that is not."""
    chapters = [(int(path.stem[1:]), tomllib.loads(path.read_text("utf-8"))) for path in sorted((ROOT / "docs" / "asvs").glob("v*.toml"))]
    rows, gaps, total = [], [], [0] * 6
    for number, chapter in chapters:
        title = chapter.pop("title")
        first = [one["verdict"] for one in chapter.values() if one["level"] < 3]
        third = [one["verdict"] for one in chapter.values() if one["level"] == 3]
        counts = [*(first.count(verdict) for verdict in VERDICTS[:3]), third.count("pass") + third.count("not applicable"), third.count("gap"), third.count("not assessed")]
        total = [one + other for one, other in zip(total, counts, strict=True)]
        rows.append((f"[V{number} {title}](asvs/v{number:02d}.toml)", *counts))
        gaps += [(name, one["level"], one["asks"], one["missing"], one["closed_by"]) for name, one in chapter.items() if one["verdict"] == "gap"]
    heads = ("Chapter", "Levels 1 and 2: pass", "not applicable", "gap", "Level 3: pass or not applicable", "gap", "not assessed")
    return "\n\n".join([table(heads, [*rows, ("Together", *total)]), "The gaps:", table(("Requirement", "Level", "What it is about", "What is missing", "What would close it"), gaps)])


PARTS: dict[str, Callable[[], str]] = {
    "rooms": rooms, "database-roles": database_roles, "browser-policy": browser_policy, "tables": tables_with_a_person, "retention": retention, "agreements": agreements,
    **{name: partial(_table_of, name) for name in ("gateways", "doors", "processing", "impact-facts", "impact-risks")},
    "items": items, "roles": roles, "matching-rules": matching_rules, "matching-bands": matching_bands, "compared": compared, "keys": keys, "commands": commands, "readers": readers, "pictures": pictures,
    "limits": limits, "asvs": asvs,
}  # fmt: skip


if __name__ == "__main__":
    main()
