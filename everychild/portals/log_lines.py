"""How a line of the log is written: one object on one line, in UTC, with whoever asked by number and never by name."""

import json
import logging
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

from everychild.kit.logs import Wordless


class Line(Wordless):
    """JSON on one line, so that nothing that somebody typed can begin a line of its own; of an error its kind and its place."""

    def format(self, record: logging.LogRecord) -> str:
        said = {"at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname, "from": record.name}
        said["says"] = record.getMessage()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            said |= whoever_asked(request)
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said)


def whoever_asked(request: HttpRequest) -> dict:
    """The method, the address of the browser and the number of the user, as far as they are known without asking anybody."""
    user = getattr(request, "_cached_user", None)
    return {"method": request.method, "browser": address_of(request), "user": getattr(user, "pk", None)}


def address_of(request: HttpRequest) -> str:
    """Where a request came from: what our own proxy says, which is the last word of the header, and never what a browser says."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    return hops[-1] if settings.ALLAUTH_TRUSTED_PROXY_COUNT and hops else request.META.get("REMOTE_ADDR", "")
