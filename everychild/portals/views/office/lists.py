"""What every list of the office shares."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, QueryDict

AT_ONCE = 50


def page_of(rows: QuerySet | list, request: HttpRequest) -> Page:
    """The page of a list that the address asks for; a page that is not there becomes the nearest that is."""
    return Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))


def asked(sieve: Form) -> dict:
    """What a filter asks; a value that is not among its choices asks nothing."""
    return sieve.cleaned_data if sieve.is_valid() else dict.fromkeys(sieve.fields, "")


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is given: what was sent, even where that is nothing, or None on opening the page."""
    return request.POST if request.method == "POST" else None
