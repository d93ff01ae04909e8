"""Each request is one transaction, as the web role, on behalf of one user. The database refuses everything else."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from everychild.kit.acting import on_behalf_of
from everychild.sharing.refusals import account_for, note_a_refusal


def one_transaction(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The last middleware: everything below it, templates included, happens inside on_behalf_of. A refusal undoes what was done, and stands in the ledger all the same."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with on_behalf_of(request.user.pk):
            response = get_response(request)
            refusal = getattr(request, "refusal", None)
            if response.status_code >= 500 or refusal is not None:
                transaction.set_rollback(True)
            elif response.streaming:
                response.streaming_content = _on_behalf_of_too(request.user.pk, response.streaming_content)
        if refusal is not None:
            account_for(request, refusal)
        return response

    answer.process_exception = note_a_refusal
    return answer


def _on_behalf_of_too(user_id: int | None, chunks: Iterator[bytes]) -> Iterator[bytes]:
    with on_behalf_of(user_id):
        yield from chunks
