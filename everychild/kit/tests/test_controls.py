"""A field of a form is drawn with its label, its hint, its error and what was typed, and nothing typed can become markup."""

import datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.test import RequestFactory
from lxml import html

from everychild.kit.controls import error_links, page_links
from everychild.kit.fields import ApproximateDate, ApproximateDateInParts, DateInParts
from everychild.kit.pages import environment

HOSTILE = '"><script>alert(1)</script>'


class Asked(forms.Form):
    name = forms.CharField(label="Name", help_text="Any part")
    born = ApproximateDateInParts(label="Born")
    seen_on = DateInParts(label="Seen", required=False)
    why = forms.CharField(label="Why", widget=forms.Textarea)
    purpose = forms.ChoiceField(label="Purpose", choices=[("a", "Assessment"), ("b", "Direct work")], widget=forms.RadioSelect)
    school = forms.ChoiceField(label="School", choices=[("", "Any"), ("1", HOSTILE)], required=False)
    services = forms.MultipleChoiceField(label="Services", choices=[("h", "Health"), ("p", "Police")], widget=forms.CheckboxSelectMultiple, required=False)
    told = forms.BooleanField(label="Told the family")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), required=False)
    file = forms.FileField(label="File", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.Form) -> html.HtmlElement:
    source = '{% from "kit/components/forms.jinja" import errors, fields %}<div>{{ errors(form) }}{{ fields(form) }}</div>'
    return html.fromstring(environment().from_string(source).render(form=form))


def test_every_box_has_a_label() -> None:
    page = drawn(Asked())

    boxes = [box for box in page.iter("input", "select", "textarea") if box.get("type") != "hidden"]
    labelled = {label.get("for") for label in page.iter("label")}

    assert len(boxes) == 16
    assert {box.get("id") for box in boxes} <= labelled
    assert len({each.get("id") for each in page.xpath("//*[@id]")}) == len(page.xpath("//*[@id]"))


def test_an_error_leads_to_its_box_and_the_box_points_back_at_it() -> None:
    form = Asked({"born_day": "31", "born_month": "2", "born_year": "2016"})

    page = drawn(form)

    for link in page.xpath("//*[contains(@class, 'govuk-error-summary')]//li/a"):
        assert page.get_element_by_id(link.get("href")[1:]).tag in ("input", "textarea", "select")
    name = page.get_element_by_id("id_name")
    assert name.get("aria-describedby") == "id_name-hint id_name-error"
    assert [each["text"] for each in error_links(form)][:2] == ["This field is required.", "Enter a real date, for example 27 3 2026"]


def test_what_was_typed_comes_back_as_typed() -> None:
    page = drawn(Asked({"name": HOSTILE, "why": f"two\nlines {HOSTILE}", "purpose": "b", "services": ["p"], "school": "1", "born_month": "Mar", "secret": "x"}))

    assert page.findall(".//script") == []
    assert page.get_element_by_id("id_name").get("value") == HOSTILE
    assert page.get_element_by_id("id_why").text == f"two\nlines {HOSTILE}"
    assert page.get_element_by_id("id_born-month").get("value") == "Mar"
    assert [each.get("value") for each in page.xpath("//input[@checked]")] == ["b", "p"]
    assert page.xpath("//option[@selected]/text()") == [HOSTILE]
    assert not page.get_element_by_id("id_secret").get("value")


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("27", "3", "2026", datetime.date(2026, 3, 27)),
        (" 27 ", "mar", "2026", datetime.date(2026, 3, 27)),
        ("1", "September", "2016", datetime.date(2016, 9, 1)),
        ("", "", "", None),
        ("31", "2", "2016", "Enter a real date, for example 27 3 2026"),
        ("1", "1", "16", "Enter a real date, for example 27 3 2026"),
        ("1", "", "2016", "Enter a day, a month and a year"),
        ("²", "1", "2016", "Enter a real date, for example 27 3 2026"),
    ],
)
def test_a_date_is_read_as_people_write_it(day: str, month: str, year: str, expected: object) -> None:
    form = Asked({"seen_on_day": day, "seen_on_month": month, "seen_on_year": year})

    found = form.errors.get("seen_on", [form.cleaned_data.get("seen_on")])[0]

    assert found == expected


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("", "", "2016", ApproximateDate(2016)),
        ("", "may", "2016", ApproximateDate(2016, 5)),
        ("4", "5", "2016", ApproximateDate(2016, 5, 4)),
        ("4", "", "2016", "Enter a month as well as a day"),
        ("4", "5", "", "Enter at least a year"),
    ],
)
def test_an_approximate_date_needs_its_year_only(day: str, month: str, year: str, expected: object) -> None:
    form = Asked({"born_day": day, "born_month": month, "born_year": year})

    found = form.errors.get("born", [form.cleaned_data.get("born")])[0]

    assert found == expected


def test_the_pages_of_a_list_keep_what_was_filtered_by() -> None:
    request = RequestFactory().get("/list/", {"words": "O'Rourke & Sons", "page": "3"})

    links = page_links(Paginator(range(500), 20).page(3), request)

    assert links["next"]["href"] == "?words=O%27Rourke+%26+Sons&page=4"
    assert [item.get("number", "…") for item in links["items"]] == [1, 2, 3, 4, "…", 25]
