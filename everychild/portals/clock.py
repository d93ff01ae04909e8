"""When a request was made: asked of the clock once, here, and told to everybody below."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from everychild.kit.time import now


def one_moment(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Every request happens at one moment, `request.asked_at`."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.asked_at = now()
        return get_response(request)

    return answer
