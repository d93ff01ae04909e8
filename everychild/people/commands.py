"""`everychild match`: find which records are the same child, as the matching role."""

import time

from everychild.kit import commands, database_commands


def match(argv: list[str]) -> int:
    """Match every record and write the decisions."""
    parser = commands.Words(description="Find which records are the same child, and write the decisions in small transactions.").takes_json()
    parser.add_argument("--memory", default="2GB", help="how much memory the matching may use before it spills to disk")
    words = parser.parse_args(argv)
    database_commands.as_role("matching")
    from everychild.kit.acting import MATCHING, on_behalf_of
    from everychild.kit.time import now
    from everychild.people.actions.match import rematch

    began = time.monotonic()
    matched = rematch(at=now(), by_whom=lambda: on_behalf_of(None, role=MATCHING, purpose="match"), memory_limit=words.memory, told=commands.progress)
    answer = {
        "records": matched.records, "moved": matched.moved, "reviews": matched.reviews, "vetoes": matched.vetoes, "weak_keys": matched.weak_keys,
        "model": matched.model, "seconds": matched.seconds, "wall": round(time.monotonic() - began, 3), "peak_rss_mb": commands.peak_rss_mb(),
    }  # fmt: skip
    commands.progress(f"Matched {matched.records:,} records: {matched.moved:,} moved, {matched.reviews:,} pairs for a person to settle.")
    if words.json:
        commands.emit(answer, words.json)
    return commands.DONE
