"""`everychild town build`: what each agency of a made-up town would hand over."""

import time
from pathlib import Path

from everychild.kit.commands import Words, Wrong, emit, peak_rss_mb, progress

MOST_CHILDREN = 800_000
"""Beyond this the NHS numbers of the test range run out."""


def build(argv: list[str]) -> int:
    """Write a town, and its manifest, truth and groups. The same arguments give the same bytes."""
    asked = _parser().parse_args(argv)
    twins = asked.twins is not None
    children = 2 * asked.twins if twins else asked.children
    if not 1 <= children <= MOST_CHILDREN:
        raise Wrong(f"A town can have from 1 to {MOST_CHILDREN:,} children.", field="--twins" if twins else "--children", do="Ask for fewer.")
    from everychild.town.build import build_town

    began = time.monotonic()
    out = Path(asked.out)
    manifest = build_town(children, asked.seed, out, twins=twins, tell=progress)
    records = sum(1 for _ in (out / "truth.csv").open("rb")) - 1
    answer = manifest | {"out": str(out), "records": records, "seconds": round(time.monotonic() - began, 2), "peak_rss_mb": peak_rss_mb()}
    progress(f"A town of {children:,} children and {records:,} records of them is in {out} ({answer['seconds']} s).")
    if asked.json:
        emit(answer, asked.json)
    return 0


town_build = build


def _parser() -> Words:
    parser = Words(prog="everychild town build", description="Write what each agency of a made-up town would hand over.")
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--children", type=int, metavar="N", help="how many children the town has")
    size.add_argument("--twins", type=int, metavar="N", help="instead: a town of N pairs of twins, with the same sources and errors")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another seed is another town (1 when not given)")
    parser.add_argument("--out", required=True, metavar="DIR", help="the folder to write; a town that is there is replaced")
    return parser.takes_json()
