"""Each request is one transaction, as the web role, on behalf of one user. The database refuses everything else."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from everychild.kit.acting import on_behalf_of


def one_transaction(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The last middleware: everything below it, templates included, happens inside on_behalf_of."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with on_behalf_of(request.user.pk):
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif response.streaming:
                response.streaming_content = _on_behalf_of_too(request.user.pk, response.streaming_content)
        return response

    return answer


def _on_behalf_of_too(user_id: int | None, chunks: Iterator[bytes]) -> Iterator[bytes]:
    with on_behalf_of(user_id):
        yield from chunks
