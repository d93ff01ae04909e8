"""Finding a child: a form and its answers on one page.

It is sent with POST although it changes nothing, because what is asked is a child's name, and an address is kept: by the browser's history, by a proxy's log,
by whoever copies it. So the answers come in the same response, and the page cannot be bookmarked.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from everychild.kit.time import today
from everychild.portals import hits
from everychild.portals.forms_children import Finding
from everychild.portals.gates import to_searchers
from everychild.sharing.actions.door import find_children


@to_searchers
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """A name and one more fact, or a number; at most ten answers."""
    form = Finding(request.POST if request.method == "POST" else None, on=today())
    if not form.is_valid():
        return render(request, "portals/find.jinja", {"form": form, "wrong": bool(form.errors)})
    if form.cleaned_data["reference"]:
        return redirect("child", ref=form.cleaned_data["reference"])
    found = find_children(by=request.user, asked=form.asked(), words=form.words())
    answers = [{"found": one, "hit": hits.sign(one, request.user)} for one in found or ()]
    return render(
        request,
        "portals/find.jinja",
        {"form": form, "searched": True, "too_many": found is None, "answers": answers, "opens": request.user.role.opens, "today": today()},
    )
