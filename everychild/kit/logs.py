"""What a log may hold of something that went wrong: what kind of thing, and where. Its words may name a child."""

import logging
import os
from types import TracebackType

Happened = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Wordless(logging.Formatter):
    """A line of the log; an exception under it without its message. A demonstration keeps the words: nobody real is in them."""

    def formatException(self, ei: Happened) -> str:
        """The frames and the class."""
        return super().formatException(ei) if os.environ.get("EVERYCHILD_DEMO") == "1" else where(ei[1])


def where(error: BaseException | None) -> str:
    """The class of an error and the file and line of each frame, its causes beneath: nothing that anybody typed or loaded."""
    told: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        told.append(f"{type(error).__module__}.{type(error).__qualname__}")
        frame = error.__traceback__
        while frame is not None:
            told.append(f"  {frame.tb_frame.f_code.co_filename}:{frame.tb_lineno} {frame.tb_frame.f_code.co_name}")
            frame = frame.tb_next
        error = error.__cause__ or error.__context__
    return "\n".join(told)
