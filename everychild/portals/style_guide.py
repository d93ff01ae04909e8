"""Every component on one page, empty, with one row, with five hundred and with a form in error: for our eyes and for axe."""

import datetime

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from everychild.kit.charts import Bar, Span, Weight, bars_svg, timeline_svg, weight_svg
from everychild.kit.family import Member, Tie, family_svg
from everychild.kit.fields import ApproximateDateInParts, DateInParts

STATES = {"empty": 0, "one": 1, "many": 500, "error": 3}
NAMES = ("Amara Okonkwo", "Zofia Wiśniewska-Hale", "Mohammed", "Niamh O’Rourke", "Baby Smith", "Xin Yi Chen", "<b>Bobby</b> Tables & Sons")
TODAY = datetime.date(2026, 11, 21)


class EveryField(forms.Form):
    """One field of each kind that a page of ours may ask."""

    name = forms.CharField(label="Child’s name", help_text="Any part, in any order", error_messages={"required": "Enter a name"})
    born = ApproximateDateInParts(label="Date of birth", help_text="The year is enough", error_messages={"required": "Enter a date of birth"})
    seen_on = DateInParts(label="Last seen", required=False)
    email = forms.EmailField(label="Email", required=False)
    visits = forms.IntegerField(label="Number of visits", min_value=0, error_messages={"required": "Enter a number of visits"})
    why = forms.CharField(label="Why you are looking", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Say why you are looking"})
    purpose = forms.ChoiceField(
        label="Purpose",
        choices=[("direct_work", "Direct work"), ("assessment", "Assessment"), ("child_protection", "Child protection")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a purpose"},
    )
    services = forms.MultipleChoiceField(
        label="Services", choices=[("health", "Child health"), ("school", "School")], widget=forms.CheckboxSelectMultiple, required=False
    )
    school = forms.ChoiceField(label="School", choices=[("", "Any school"), ("9992001", "Oak Primary")], required=False)
    agree = forms.BooleanField(label="I have told the family", error_messages={"required": "Say that you have told the family"})
    file = forms.FileField(label="File", required=False)


class Sieve(forms.Form):
    """A small filter."""

    source = forms.ChoiceField(label="Source", choices=[("", "Every source"), ("census", "School census")], required=False)
    words = forms.CharField(label="Words", required=False)


def style_guide(request: HttpRequest, state: str = "one") -> HttpResponse:
    """Not a page of the service: only where all the data are made up."""
    if not (settings.EVERYCHILD_DEMO or settings.DEBUG) or state not in STATES:
        raise Http404
    return render(request, "portals/style_guide.jinja", guide(request, state))


def guide(request: HttpRequest | None, state: str) -> dict:
    """What the page shows in one of its states."""
    count = STATES[state]
    children = [_child(at) for at in range(count)]
    sent = {"email": "not an address", "born_day": "31", "born_month": "2", "born_year": "2016", "visits": "many"}
    return {
        "state": state,
        "states": [{"text": name.capitalize(), "href": f"/style-guide/{name}/", "current": name == state} for name in STATES],
        "children": children,
        "page": Paginator(range(count), 20).page(1),
        "form": EveryField(sent) if state == "error" else EveryField(),
        "sieve": Sieve(),
        "today": TODAY,
        "events": [event | {"on": TODAY - datetime.timedelta(days=40 * at)} for at, event in _events(count)],
        "drawings": drawings(count),
    }


def drawings(count: int) -> list:
    """The four drawings, with as many rows as a real page would give them."""
    few = min(count, 8)
    ago = datetime.timedelta(days=365)
    spans = [
        Span(TODAY - ago * (at + 1), "On roll, Oak Primary", "School", TODAY - ago * at if at else None, at == 0, tone)
        for at, tone in zip(range(few), ("teal", "plain") * 4, strict=False)
    ]
    spans += (
        [Span(TODAY - ago, "Child in need", "Social care", lasting=True, tone="amber"), Span(TODAY - ago / 2, "Missing", "Police", tone="red")] if few else []
    )
    members = [
        Member("c", "Amara Okonkwo", "the child, 9", subject=True, household="12 Elm Road"),
        Member("m", "Chidinma Okonkwo-Fitzgerald", "mother", adult=True, household="12 Elm Road"),
        Member("s", "Obi Okonkwo", "brother, 4", household="12 Elm Road"),
        Member("f", "Daniel <script>alert(1)</script>", "father", adult=True, household="Flat 2, Mill Court", caution="must not have contact"),
    ]
    ties = [Tie("m", "c", "mother"), Tie("m", "s", "mother"), Tie("f", "c", "father", apart=True)]
    weights = [
        Weight("Date of birth", 9.2, "the same: very strong"),
        Weight("Family name", 5.1, "the same rare name: strong"),
        Weight("Given name", 2.4, "Mo and Mohammed: fair"),
        Weight("Postcode", -1.6, "different: a little against"),
    ]
    bars = [Bar(name, 500 - 60 * at, "") for at, name in enumerate(("Schools", "Child health", "Social care", "Early help", "Police"))]
    return [
        timeline_svg(spans, TODAY - ago * 9, TODAY),
        family_svg(members[: few and 4], ties),
        weight_svg(weights[:few], so="Together they make one child very likely."),
        bars_svg(bars[:few], "Records from each service", label_heading="Service", value_heading="Records"),
    ]


def _child(at: int) -> dict:
    return {
        "name": {"text": NAMES[at % len(NAMES)], "href": "#main", "more": "known as Mo" if at % 5 == 0 else ""},
        "born": datetime.date(2010 + at % 12, 1 + at % 12, 1 + at % 28),
        "school": "Oak Primary School" if at % 3 else None,
        "status": {"text": "On a plan", "tone": "red"} if at % 4 == 0 else {"text": "No open plan", "tone": "plain"},
        "records": 1 + at % 7,
    }


def _events(count: int):
    kinds = (
        {"what": "Joined Oak Primary School", "source": "School census, 1 October 2026", "tone": "teal"},
        {"what": "Referred to early help", "more": "By the school nurse", "source": "Early help, 2 June 2026", "tone": "amber"},
        {"what": "Reported missing, found the same day", "source": "Police", "tone": "red"},
    )
    return enumerate(kinds[at % 3] for at in range(count))
