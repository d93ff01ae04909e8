"""What is asked when something is not told, and when that is looked at again."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from everychild.formats.items import ITEMS as EVERY_ITEM
from everychild.kit.fields import DateInParts
from everychild.portals.office_words import ITEMS
from everychild.portals.presenting.withholding import KINDS, NOT_CHOSEN, REASONS
from everychild.sharing.models import Withholding


class Withhold(forms.Form):
    """A decision not to share something about a child."""

    items = forms.MultipleChoiceField(
        label="What do you decide not to share?", widget=forms.CheckboxSelectMultiple, choices=[(item, ITEMS[item]) for item in EVERY_ITEM if item not in NOT_CHOSEN],
        error_messages={"required": "Choose what is not shared"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="What kind of organisation is it not shared with?", choices=[("", "Choose one"), *KINDS.items()],
        help_text="Its workers will not see this decision. Choose a team of this council only where colleagues may know of it.", error_messages={"required": "Choose the kind of organisation"},
    )  # fmt: skip
    organisation = forms.CharField(
        label="Its name", max_length=160, help_text="For example Oak Primary School", error_messages={"required": "Enter the name of the organisation"}
    )
    reason = forms.ChoiceField(
        label="Which lawful reason?",
        widget=forms.RadioSelect,
        choices=[(code.value, words) for code, (words, _) in REASONS.items()],
        error_messages={"required": "Choose the lawful reason"},
    )
    why = forms.CharField(
        label="Why, in your own words", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="Write no names. Colleagues who may see the child read this, and so does the information-governance lead.",
        error_messages={"required": "Say why in a sentence"},
    )  # fmt: skip
    review_on = DateInParts(label="When will it be looked at again?", help_text="Within a year", error_messages={"required": "Enter the day of the review"})

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_review_on(self) -> date:
        return _after(self.cleaned_data["review_on"], self.on)


class Review(forms.Form):
    """What became of a decision when it was looked at again."""

    outcome = forms.ChoiceField(
        label="What do you decide now?", widget=forms.RadioSelect, error_messages={"required": "Choose what you decide"},
        choices=[
            (Withholding.Outcome.CONFIRMED.value, "It is still not shared"), (Withholding.Outcome.SHARED.value, "It has been shared now"),
            (Withholding.Outcome.WITHDRAWN.value, "The decision is withdrawn: it was wrong, or there is nothing left to withhold"),
        ],
    )  # fmt: skip
    review_on = DateInParts(label="If it is still not shared: when will it be looked at again?", required=False)
    note = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Write no names.",
        error_messages={"required": "Say why in a sentence"},
    )

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def clean(self) -> dict:
        said = super().clean()
        if said.get("outcome") == Withholding.Outcome.CONFIRMED and "review_on" in said:
            try:
                said["review_on"] = _after(said["review_on"], self.on)
            except ValidationError as wrong:
                self.add_error("review_on", wrong)
        return said


class WithheldSieve(forms.Form):
    """Which decisions to list."""

    state = forms.ChoiceField(
        label="Which decisions", required=False,
        choices=[("", "All"), ("overdue", "Review overdue"), ("soon", "Review within 30 days"), ("standing", "Still not shared"), ("ended", "Ended")],
    )  # fmt: skip


def _after(day: date | None, on: date) -> date:
    if day is None:
        raise ValidationError("Enter the day of the next review")
    if day <= on:
        raise ValidationError("Enter a day after today")
    if (day - on).days > 366:
        raise ValidationError("Enter a day within a year")
    return day
