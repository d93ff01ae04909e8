"""What every command shares: one way to answer, one way to be wrong, and no traceback on anybody's screen."""

import argparse
import contextlib
import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

DONE, WRONG, IN_PART, UNEXPECTED = 0, 2, 3, 70


class Wrong(Exception):
    """The command was used wrongly, or was given something that cannot be read. It says where, and what to do."""

    def __init__(
        self,
        message: str,
        file: str | os.PathLike[str] | None = None,
        line: int | None = None,
        field: str | None = None,
        do: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = None if file is None else os.fspath(file)
        self.line = line
        self.field = field
        self.do = do


class Words(argparse.ArgumentParser):
    """A command's words and options; what it cannot understand is `Wrong`, told like everything else that is wrong."""

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split())
        raise Wrong(f"{message[:1].upper()}{message[1:]}.", do=usage[:1].upper() + usage[1:])

    def takes_json(self) -> "Words":
        """Add the option that every command has."""
        self.add_argument("--json", metavar="PATH", help="write the answer as JSON to a file, or to standard output with -")
        return self


def run(function: Callable[[list[str]], int | None], argv: list[str]) -> int:
    """Do a command and return its exit code; whatever goes wrong becomes one JSON object and one sentence."""
    try:
        return function(argv) or DONE
    except Wrong as wrong:
        return _tell(wrong, argv)
    except SystemExit as leaving:
        return _code_of(leaving, argv)
    except KeyboardInterrupt:
        progress("Stopped.")
        return 130
    except BrokenPipeError:
        # The reader of our output has left (`| head`): say nothing more, and let the interpreter close quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception:
        return _tell_the_unexpected(argv)


def emit(answer: Any, path: str | os.PathLike[str] = "-") -> None:
    """Write one JSON object to a file, whole or not at all, or to standard output when the path is `-`."""
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, default=str) + "\n"
    if os.fspath(path) == "-":
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    unfinished = Path(f"{os.fspath(path)}.part")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as problem:
        raise Wrong(f"The answer could not be written: {problem.strerror}.", file=path) from None


def progress(text: str) -> None:
    """Tell a person what is going on, on standard error, so that standard output stays one JSON object."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 (the one place that may)


def peak_rss_mb() -> float:
    """The largest resident set, in MiB, that this command or any finished child of it has had."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    usages = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(max(usages) / unit, 1)


def _tell(wrong: Wrong, argv: list[str]) -> int:
    place = ", ".join(f"{name} {value}" for name, value in (("file", wrong.file), ("line", wrong.line), ("field", wrong.field)) if value is not None)
    progress(f"{wrong.message}{f' ({place})' if place else ''}{f' {wrong.do}' if wrong.do else ''}")
    _emit_error(argv, wrong.message, file=wrong.file, line=wrong.line, field=wrong.field, do=wrong.do)
    return WRONG


def _tell_the_unexpected(argv: list[str]) -> int:
    from everychild.kit import database, ids, time

    reference = ids.show_ref(ids.public_ref())
    log = database.home() / "logs" / "errors.log"
    kept = f"The details are in {log}."
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "a", encoding="utf-8", opener=_only_for_us) as lines:
            lines.write(f"{reference} {time.now().isoformat()}\n{_trace()}\n")
    except OSError:
        kept = "The details could not be written down."
    message = "Something went wrong that nobody had expected."
    progress(f"{message} {kept} Its reference is {reference}.")
    _emit_error(argv, message, do=kept, reference=reference)
    return UNEXPECTED


def _trace() -> str:
    """Where it happened and what kind of thing it was. The words of an error may name a child, so only a demonstration keeps them."""
    if os.environ.get("EVERYCHILD_DEMO") == "1":
        return traceback.format_exc()
    kind, _, frames = sys.exc_info()
    return "".join([*traceback.format_tb(frames), kind.__qualname__ if kind else "", "\n"])


def _emit_error(argv: list[str], message: str, **rest: Any) -> None:
    keys = ("file", "line", "field", "do", "reference")
    error = {"message": message} | {key: rest.get(key) for key in keys}
    with contextlib.suppress(Wrong, OSError):
        emit({"error": error}, _where_the_answer_goes(argv) or "-")


def _where_the_answer_goes(argv: list[str]) -> str | None:
    for place, word in enumerate(argv):
        if word.startswith("--json="):
            return word.removeprefix("--json=")
        if word == "--json" and place + 1 < len(argv):
            return argv[place + 1]
    return None


def _code_of(leaving: SystemExit, argv: list[str]) -> int:
    if not leaving.code:
        return DONE
    message = leaving.code if isinstance(leaving.code, str) else "The command was not understood."
    _emit_error(argv, message)
    return leaving.code if isinstance(leaving.code, int) else WRONG


def _only_for_us(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
