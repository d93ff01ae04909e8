"""Django's form fields said in the words of the GOV.UK components, so that one macro draws any of them."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest

from everychild.kit.fields import DateParts

TYPES = {forms.EmailInput: "email", forms.PasswordInput: "password", forms.TelInput: "tel", forms.URLInput: "url"}
NUMBERS = (forms.NumberInput,)
SAID_ALREADY = {"autocomplete", "inputmode", "spellcheck", "rows", "class", "id", "type", "required", "placeholder"}


def control(bound: BoundField, *, label: str = "", hint: str | None = None, optional: bool = True, size: str = "m", width: str = "") -> dict:
    """One field as `{"kind": …, "params": …}`: the name of the component that draws it and what it is given."""
    words = label or str(bound.label or "")
    if optional and not bound.field.required and words:
        words = f"{words} (optional)"
    shared = {"name": bound.html_name, **_hint(bound, hint), **_error(bound)}
    kind = kind_of(bound)
    if kind in ("radios", "checkboxes", "date"):
        legend = {"text": words, "classes": f"govuk-fieldset__legend--{size}"}
        shared["fieldset"] = {"legend": legend}
    else:
        shared["label"] = {"text": words, "classes": "label--strong"}
        shared["id"] = bound.auto_id
    return {"kind": kind, "params": shared | _DRAWN[kind](bound, width)}


def kind_of(bound: BoundField) -> str:
    """Which component draws this field."""
    widget = bound.field.widget
    kinds = (
        (DateParts, "date"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.Select, "select"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
    )
    return next((kind for class_, kind in kinds if isinstance(widget, class_)), "input")


def hidden_controls(form: forms.BaseForm) -> list[BoundField]:
    """The fields of a form that nobody sees and that must still be sent."""
    return form.hidden_fields()


def error_links(asked: forms.BaseForm | Iterable[forms.BaseForm] | None) -> list[dict]:
    """What is wrong, in the order of the fields, each with the address of the field to mend."""
    if asked is None:
        return []
    found = []
    for form in [asked] if isinstance(asked, forms.BaseForm) else asked:
        found += [{"text": str(words)} for words in form.non_field_errors()]
        for bound in form:
            target = "-day" if kind_of(bound) == "date" else ""
            found += [{"text": str(words), "href": f"#{bound.auto_id}{target}"} for words in bound.errors]
    return found


def page_links(page: Page, request: HttpRequest | None = None, name: str = "page") -> dict:
    """The pages of a long list for the pagination component, keeping what the worker has filtered by."""
    kept = [(key, value) for key, values in (request.GET.lists() if request else []) for value in values if key != name]

    def href(at: int) -> str:
        return "?" + urlencode([*kept, (name, at)])

    items = []
    for at in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(at, int):
            items.append({"number": at, "href": href(at), "current": at == page.number})
        else:
            items.append({"ellipsis": True})
    links = {"items": items}
    if page.has_previous():
        links["previous"] = {"href": href(page.previous_page_number())}
    if page.has_next():
        links["next"] = {"href": href(page.next_page_number())}
    return links


def _hint(bound: BoundField, hint: str | None) -> dict:
    """The field's own help unless the page says another; an empty one says nothing. Help that its author marked as safe keeps its markup."""
    words = (bound.help_text or "") if hint is None else hint
    return {"hint": {"text": words}} if words else {}


def _error(bound: BoundField) -> dict:
    return {"errorMessage": {"text": " ".join(str(words) for words in bound.errors)}} if bound.errors else {}


def _value(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.PasswordInput) and not widget.render_value:
        return ""
    value = widget.format_value(bound.value())
    return "" if value is None else str(value)


def _attributes(bound: BoundField) -> dict:
    """What the form's author put on the widget and no parameter of the component carries."""
    attributes = bound.field.widget_attrs(bound.field.widget) | bound.field.widget.attrs
    return {key: str(value) for key, value in attributes.items() if key not in SAID_ALREADY and value is not False}


def _input(bound: BoundField, width: str) -> dict:
    widget = bound.field.widget
    attrs = widget.attrs
    params = {"type": TYPES.get(type(widget), "text"), "value": _value(bound), "attributes": _attributes(bound)}
    if isinstance(widget, NUMBERS):
        params["inputmode"] = "numeric"
        params["attributes"] = {key: value for key, value in params["attributes"].items() if key not in ("min", "max", "step")}
    if width:
        params["classes"] = f"govuk-input--width-{width}"
    return params | {key: attrs[key] for key in ("autocomplete", "inputmode", "spellcheck") if key in attrs}


def _textarea(bound: BoundField, width: str) -> dict:
    attributes = {key: value for key, value in _attributes(bound).items() if key != "cols"}
    return {"value": _value(bound), "rows": str(bound.field.widget.attrs.get("rows", 5)), "attributes": attributes}


def _options(bound: BoundField) -> list[dict]:
    widget = bound.field.widget
    value = bound.value()
    groups = widget.optgroups(bound.html_name, widget.format_value(value) if value is not None else [])
    return [option for _, options, _ in groups for option in options]


def _select(bound: BoundField, width: str) -> dict:
    items = [{"value": str(each["value"]), "text": str(each["label"]), "selected": each["selected"]} for each in _options(bound)]
    return {"items": items, "attributes": _attributes(bound)}


def _choices(bound: BoundField, width: str) -> dict:
    items = [{"value": str(each["value"]), "text": str(each["label"]), "checked": each["selected"]} for each in _options(bound)]
    return {"idPrefix": bound.auto_id, "items": items}


def _checkbox(bound: BoundField, width: str) -> dict:
    return {"checked": bool(bound.value()), "value": "on"}


def _file(bound: BoundField, width: str) -> dict:
    return {"attributes": _attributes(bound)}


def _date(bound: BoundField, width: str) -> dict:
    widget = bound.field.widget
    value = bound.value()
    day, month, year = value if isinstance(value, (list, tuple)) else widget.decompress(value)
    wrong = " govuk-input--error" if bound.errors else ""
    born = widget.attrs.get("autocomplete") == "bday"
    items = [
        {
            "id": f"{bound.auto_id}-{part}",
            "name": f"{bound.html_name}_{part}",
            "label": part.capitalize(),
            "value": "" if told is None else str(told),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
            **({"autocomplete": f"bday-{part}"} if born else {}),
        }
        for part, told in (("day", day), ("month", month), ("year", year))
    ]
    return {"id": bound.auto_id, "items": items}


_DRAWN = {
    "input": _input,
    "textarea": _textarea,
    "select": _select,
    "radios": _choices,
    "checkboxes": _choices,
    "checkbox": _checkbox,
    "file": _file,
    "date": _date,
}
