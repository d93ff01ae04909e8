"""`everychild emergency-extract`: the file for the night on which nothing else answers, and the account of its use."""

from datetime import datetime
from pathlib import Path

from everychild.kit import commands, database_commands


def emergency_extract(argv: list[str]) -> int:
    """Make the encrypted extract of children who may have to be found tonight."""
    parser = commands.Words(
        description="Write the children on plans, looked after or missing into one encrypted HTML file that opens with no server."
        " The passphrase is read from the file that EVERYCHILD_EMERGENCY_PASSPHRASE_FILE names."
    ).takes_json()
    parser.add_argument("--out", metavar="FILE_OR_DIR", help="where to write it; the folder of this installation when not given")
    words = parser.parse_args(argv)
    out = Path(words.out) if words.out else None
    if out is not None and not (out.is_dir() or out.parent.is_dir()):
        raise commands.Wrong("There is no such folder.", file=words.out, do="Make the folder first; only those who may read the extract should reach it.")
    _be_ready()
    from everychild.kit.problems import Problem
    from everychild.kit.time import now
    from everychild.sharing.emergency.keeping import make

    try:
        answer = make(at=now(), out=out)
    except (Problem, OSError) as wrong:
        raise commands.Wrong(str(wrong) if isinstance(wrong, Problem) else f"The file could not be written: {wrong.strerror}.") from None
    commands.progress(f"{answer['children']} children are in {answer['file']}, digest {answer['digest'][:12]}.")
    if words.json:
        commands.emit(answer, words.json)
    return commands.DONE


def emergency_extract_used(argv: list[str]) -> int:
    """Write down afterwards that an extract was opened."""
    words = _used_words().parse_args(argv)
    from_at, to_at = _instant(words.from_at, "--from"), _instant(words.to_at, "--to")
    _be_ready()
    from everychild.kit.acting import JOBS, on_behalf_of
    from everychild.kit.problems import Problem, Refused
    from everychild.kit.time import now
    from everychild.organisations.queries import active_user_named
    from everychild.sharing.actions.emergency import write_down_use
    from everychild.sharing.emergency.account import extract_known_as

    writer = active_user_named(words.by)
    if writer is None:
        raise commands.Wrong("Nobody with an open account has this user name.", field="--by")
    try:
        with on_behalf_of(writer.pk, role=JOBS, purpose="emergency_use"):
            extract = extract_known_as(words.extract)
            if extract is None:
                raise commands.Wrong("No extract, or more than one, is known by this.", field="--extract", do="Give the digest that the opened file shows.")
            use = write_down_use(
                by=writer,
                extract=extract,
                opened_by=words.opened_by or str(writer),
                from_at=from_at,
                to_at=to_at,
                why=words.why,
                children=words.children,
                at=now(),
            )
    except (Problem, Refused) as no:
        raise commands.Wrong(str(no)) from None
    commands.progress("Written down. The information-governance lead will review it.")
    if words.json:
        commands.emit({"use": str(use.pk), "extract": extract.digest, "children": len(use.children)}, words.json)
    return commands.DONE


def _used_words() -> commands.Words:
    parser = commands.Words(description="Write down afterwards who opened an emergency extract, when, why and which children they looked at.").takes_json()
    parser.add_argument("--extract", required=True, metavar="DIGEST_OR_DAY", help="the digest that the opened file shows, or its day where there was one only")
    parser.add_argument("--by", required=True, metavar="USERNAME", help="whose account writes this down")
    parser.add_argument("--opened-by", metavar="NAME", help="who opened it, where that is somebody else")
    parser.add_argument("--why", required=True, metavar="TEXT")
    parser.add_argument("--from", required=True, dest="from_at", metavar="INSTANT", help="such as 2026-11-22T02:31:00+00:00")
    parser.add_argument("--to", required=True, dest="to_at", metavar="INSTANT")
    parser.add_argument("--children", nargs="*", default=[], metavar="REFERENCE", help="the references of the children whom they looked at")
    return parser


def _instant(text: str, field: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise commands.Wrong(f"`{text}` is not an instant.", field=field, do="Write it as 2026-11-22T02:31:00+00:00.")
    return found


def _be_ready() -> None:
    database_commands.ready()
    database_commands.be_migrated()
    database_commands.as_role("jobs")
