"""`everychild load`, `demo` and `export`: files in, a whole town to try, and everything out again."""

import gc
from datetime import date

from everychild.kit import commands, database_commands


def load(argv: list[str]) -> int:
    """Load files that other systems sent; match what is new afterwards."""
    words = _load_words().parse_args(argv)
    if words.propose_mapping:
        return _propose(words)
    if not words.paths:
        raise commands.Wrong("No file or folder was named.", do="everychild load FILE_OR_FOLDER…")
    as_at = _day(words.as_at)
    if words.as_at is None:
        commands.progress("No --as-at was given: the files are taken to speak of today.")
    _be_ready()
    # A load makes millions of small things that live and die in order; looking for cycles among them costs a fifth of the time.
    gc.set_threshold(50_000, 20, 50)
    from everychild.exchange.runs import load_paths
    from everychild.kit.time import now

    answer = load_paths(
        paths=words.paths, source=words.source, as_at=as_at, at=now(), because=words.because or "", dry_run=words.dry_run, mapping=words.mapping, match=not words.no_match, told=commands.progress
    )
    answer["peak_rss_mb"] = commands.peak_rss_mb()
    if words.json:
        commands.emit(answer, words.json)
    return commands.IN_PART if any(one["status"] in ("stopped", "refused") for one in answer["files"]) else commands.DONE


def _load_words() -> commands.Words:
    parser = commands.Words(description="Load files that other systems sent, each of them whole or not at all.").takes_json()
    parser.add_argument("paths", nargs="*", metavar="FILE_OR_FOLDER")
    parser.add_argument("--source", help="the source whose agreement covers the files, where the reader's usual one is not meant")
    parser.add_argument("--as-at", metavar="DATE", help="the day that the files speak of, such as 2026-10-01")
    parser.add_argument("--dry-run", action="store_true", help="do everything but keep it")
    parser.add_argument("--because", metavar="TEXT", help="load a file that would be stopped, for this reason, which the ledger keeps")
    parser.add_argument("--mapping", metavar="FILE", help="the TOML file that says what the columns of a council's own CSV mean")
    parser.add_argument("--propose-mapping", metavar="FILE", help="print a mapping for this CSV, for a person to correct, and load nothing")
    parser.add_argument("--no-match", action="store_true", help="leave matching for later (`everychild match`)")
    return parser


def _propose(words) -> int:
    from everychild.formats.mapped import propose_mapping
    from everychild.formats.reading import Unreadable

    try:
        proposed = propose_mapping(words.propose_mapping)
    except Unreadable as wrong:
        raise commands.Wrong(wrong.message, file=wrong.file, line=wrong.line, field=wrong.field, do=wrong.do) from None
    if words.json:
        commands.emit({"file": words.propose_mapping, "mapping": proposed}, words.json)
    else:
        print(proposed)  # noqa: T201
    return commands.DONE


def _day(text: str | None) -> date:
    from everychild.kit.time import today

    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise commands.Wrong(f"`{text}` is not a date.", field="--as-at", do="Write it as 2026-10-01.") from None


def _be_ready() -> None:
    """A database that answers, with its tables; and this process the jobs role."""
    database_commands.ready()
    database_commands.be_migrated()
    database_commands.as_role("jobs")


def demo(argv: list[str]) -> int:
    """Build a town, load it, match it, say how well that went, and serve it."""
    parser = commands.Words(description="Build a made-up town, load it, match it and serve it.").takes_json()
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-serve", action="store_true", help="stop when the town is ready")
    parser.add_argument("--fresh", action="store_true", help="begin again, even where the same town stands ready")
    parser.add_argument("--port", type=int, default=8000)
    words = parser.parse_args(argv)
    if not 40 <= words.children <= 800_000:
        raise commands.Wrong("A town has from 40 to 800,000 children.", field="--children", do="Choose a number between.")
    from everychild.exchange.demo import make_demo, serve_demo
    from everychild.kit.time import today

    answer = make_demo(children=words.children, seed=words.seed, fresh=words.fresh, on=today(), told=commands.progress)
    if words.json:
        commands.emit(answer, words.json)
    return commands.DONE if words.no_serve else serve_demo(port=words.port)


def export(argv: list[str]) -> int:
    """Write everything that is held as open files with a dictionary: a council can leave."""
    parser = commands.Words(description="Write everything that is held, as CSV and JSON files with a dictionary.").takes_json()
    parser.add_argument("--everything", action="store_true", required=True)
    parser.add_argument("--out", required=True, metavar="DIR")
    words = parser.parse_args(argv)
    _be_ready()
    from everychild.exchange.leaving import export_everything

    answer = export_everything(folder=words.out, told=commands.progress)
    if words.json:
        commands.emit(answer, words.json)
    return commands.DONE


def work(argv: list[str]) -> int:
    """Do what is queued, as the jobs role, until somebody stops it."""
    parser = commands.Words(description="Load what the data office sends through the pages, and do what is due by the clock, until somebody stops it.")
    parser.add_argument("--beside", type=int, metavar="PID", help="stop when this process is gone: `everychild serve --work` uses it")
    words = parser.parse_args(argv)
    _be_ready()
    gc.set_threshold(50_000, 20, 50)
    from procrastinate.contrib.django import app

    if words.beside:
        _stop_with(words.beside)
    commands.progress("Waiting for files to load (stop it with Ctrl-C).")
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(concurrency=2, delete_jobs="successful", install_signal_handlers=True)
    return commands.DONE


def _stop_with(process: int) -> None:
    """A worker that was started beside the pages ends when they do."""
    import os
    import signal
    import threading
    import time

    def watch() -> None:
        while os.getppid() == process:
            time.sleep(2)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
