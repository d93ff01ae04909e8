"""What a practitioner is asked: whom they look for, why they open a record, and what their own involvement is."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from everychild.formats.identifiers import check
from everychild.kit.fields import ApproximateDateInParts, DateInParts
from everychild.kit.ids import read_ref
from everychild.organisations.models import School
from everychild.organisations.queries import schools_named
from everychild.people.names import fold
from everychild.people.standard import postcode_of
from everychild.portals.presenting.words import PURPOSES, service, year_group
from everychild.sharing.queries import Asked
from everychild.sharing.rules import born_at_age, born_between, enough_to_search

MOST_SCHOOLS = 20
ADD_A_FACT = "Add a fact: a date of birth or an age, an address, a postcode or a school. A name alone is not enough to search by."
IDENTIFIERS = {"upn": "UPN", "nhs_number": "NHS number", "uln": "ULN"}
WRONG = {
    "length": "has the wrong number of characters", "character": "holds a character that it cannot have", "check": "does not fit its check digit: a digit is wrong, or two have changed places",
    "not_issued": "is not one that is given to anybody", "not_text": "cannot be read",
}  # fmt: skip


class Finding(forms.Form):
    """Whom a worker looks for: what they know of the name, and one more fact; or a number."""

    names = forms.CharField(
        label="Name",
        required=False,
        max_length=200,
        help_text="Any part of it, in any order, however you think it is spelt",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born = ApproximateDateInParts(label="Date of birth", required=False, help_text="The year is enough; add the month and the day if you know them")
    age = forms.IntegerField(
        label="Or about how old",
        required=False,
        min_value=0,
        max_value=25,
        error_messages={"invalid": "Enter an age in whole years", "max_value": "Enter an age from 0 to 25", "min_value": "Enter an age from 0 to 25"},
    )
    house = forms.CharField(label="First line of the address", required=False, max_length=80, help_text="For example 12 Elm Road")
    postcode = forms.CharField(label="Postcode", required=False, max_length=12)
    school = forms.CharField(label="School", required=False, max_length=120, help_text="Any part of its name")
    which_school = forms.ChoiceField(label="Which school", required=False, choices=[])
    nhs_number = forms.CharField(
        label="NHS number", required=False, max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    upn = forms.CharField(
        label="UPN (pupil number)", required=False, max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    uln = forms.CharField(
        label="ULN (learner number)", required=False, max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    reference = forms.CharField(
        label="Everychild reference",
        required=False,
        max_length=20,
        help_text="For example K7P-M2QX-9TB",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.schools: list[School] = []

    def clean_names(self) -> str:
        said = self.cleaned_data["names"]
        if said and not fold(said):
            raise ValidationError("Write the name in the letters A to Z, as the systems do that send us records")
        return fold(said)[:200]

    def clean_postcode(self) -> str:
        said = self.cleaned_data["postcode"]
        found = postcode_of(said) if said else ""
        if found is None:
            raise ValidationError("Enter a whole postcode, for example TS1 4AB")
        return found

    def clean_nhs_number(self) -> str:
        return self._number("nhs_number")

    def clean_upn(self) -> str:
        return self._number("upn")

    def clean_uln(self) -> str:
        return self._number("uln")

    def _number(self, kind: str) -> str:
        if not self.cleaned_data[kind].strip():
            return ""
        checked = check(kind, self.cleaned_data[kind])
        if not checked.valid:
            raise ValidationError(f"This {IDENTIFIERS[kind]} {WRONG[checked.problem or 'length']}")
        return checked.normalised or ""

    def clean_reference(self) -> str:
        said = self.cleaned_data["reference"].strip()
        found = read_ref(said) if said else ""
        if found is None:
            raise ValidationError("This is not a reference of ours: a character is wrong or missing. It looks like K7P-M2QX-9TB")
        return found

    def clean(self) -> dict:
        said = super().clean()
        self._clean_school(said)
        facts = [said.get(name) for name in ("born", "house", "postcode", "which_school")] + [said.get("age") is not None]
        numbers = [said.get(name) or "" for name in (*IDENTIFIERS, "reference")]
        if not self.errors and not enough_to_search(names=said.get("names", ""), facts=facts, identifiers=numbers):
            self.add_error("names" if not said.get("names") else None, ADD_A_FACT if said.get("names") else "Enter a name and one more fact, or a number")
        return said

    def _clean_school(self, said: dict) -> None:
        """A school is told by name; where several have it, the form comes back with them to choose from."""
        words, chosen = (said.get("school") or "").strip(), self.data.get("which_school", "")
        self.errors.pop("which_school", None)
        if not words:
            said["which_school"] = ""
            return
        self.schools = list(schools_named(words)[: MOST_SCHOOLS + 1])
        exact = [one for one in self.schools if one.name.casefold() == words.casefold()]
        fitting = exact if len(exact) == 1 else self.schools
        if not fitting:
            self.add_error("school", "No school that we know has these words in its name")
        elif len(fitting) > MOST_SCHOOLS:
            self.add_error("school", "Many schools have these words. Add more of the name")
        elif len(fitting) == 1:
            said["which_school"] = str(fitting[0].pk)
        elif chosen in {str(one.pk) for one in fitting}:
            said["which_school"] = chosen
        else:
            self.add_error("which_school", "Choose which school")
        self.fields["which_school"].choices = [
            ("", "Choose one"),
            *((str(one.pk), f"{one.name}, {one.postcode}" if one.postcode else one.name) for one in self.schools[:MOST_SCHOOLS]),
        ]

    @property
    def asks_which_school(self) -> bool:
        """Whether the schools to choose from are shown."""
        return len(self.schools) > 1 and len(self.schools) <= MOST_SCHOOLS

    def asked(self) -> Asked:
        """What the search is told."""
        said = self.cleaned_data
        first, last, swapped = None, None, None
        if said["born"]:
            first, last, swapped = born_between(said["born"].year, said["born"].month, said["born"].day)
        elif said["age"] is not None:
            first, last = born_at_age(said["age"], self.on)
        return Asked(
            names=said["names"], born_from=first, born_to=last, born_swapped=swapped, upn=said["upn"], nhs_number=said["nhs_number"], uln=said["uln"],
            postcode=said["postcode"], house=fold(said["house"])[:80], school=said["which_school"] or None,
        )  # fmt: skip

    def words(self) -> dict[str, str]:
        """What was asked as the worker put it, for the ledger: only what they filled in."""
        return {name: text for name in self.data if name in self.fields or name.startswith("born_") if (text := str(self.data.get(name, "")).strip()[:200])}


class Declaring(forms.Form):
    """Why a worker opens a record. The reason must be told where the child is not their own."""

    purpose = forms.ChoiceField(label="Why do you need this record?", widget=forms.RadioSelect, error_messages={"required": "Choose why you need this record"})
    reason = forms.CharField(
        label="What has happened", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Say in a sentence what has happened"}
    )

    def __init__(self, *args, purposes: Iterable[str], must_say_why: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [(code, PURPOSES.get(code, (code.replace("_", " ").capitalize(), ""))[0]) for code in purposes]
        self.fields["reason"].required = must_say_why
        self.fields["reason"].help_text = "A sentence that you could read to the family. It is kept in the account of who looked."


class Involving(forms.Form):
    """A worker's own involvement with a child."""

    service = forms.ChoiceField(label="For which service", widget=forms.RadioSelect, error_messages={"required": "Choose a service"})
    role = forms.CharField(
        label="What you do for this child",
        max_length=120,
        help_text="For example lead professional, or health visitor",
        error_messages={"required": "Say what you do for this child"},
    )
    since = DateInParts(label="Since when", required=False, help_text="Leave it empty for today")

    def __init__(self, *args, services: Iterable[str], on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        choices = [(code, service(code)) for code in services]
        self.fields["service"].choices = choices
        if len(choices) == 1:
            self.fields["service"].initial = choices[0][0]

    def clean_since(self) -> date:
        said = self.cleaned_data["since"] or self.on
        if said > self.on:
            raise ValidationError("Enter today or a day before it")
        return said


class Sieving(forms.Form):
    """The roll of a school, narrowed."""

    name = forms.CharField(label="Name", required=False, max_length=100)
    year = forms.ChoiceField(label="Year", required=False)
    flagged = forms.ChoiceField(label="Records", required=False, choices=[("", "All"), ("yes", "With a data-quality flag")])

    def __init__(self, *args, years: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "Every year"), *((code or "none", year_group(code) or "No year given") for code in years)]


class Answering(forms.Form):
    """What came of an alert."""

    outcome = forms.CharField(error_messages={"required": "Say what came of it: one of the four answers."})
    passed_to = forms.CharField(required=False, max_length=160, error_messages={"max_length": "Say in 160 characters or fewer to whom you passed it on."})
