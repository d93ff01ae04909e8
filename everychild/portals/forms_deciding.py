"""What a worker is asked who settles a reported death or a withheld address."""

from django import forms

TITLES = {"death": "Has this child died?", "address": "May the address be shown?"}
ANSWERS = {
    "death_confirmed": "Yes: I have confirmed the death",
    "death_in_error": "No: the death was reported in error",
    "death_open": "It is not certain: it must be confirmed",
    "address_shown": "Yes: it may be shown again",
    "address_withheld": "No: withhold it again",
}


class Deciding(forms.Form):
    """One of the answers that may be given now, and how the worker knows."""

    answer = forms.ChoiceField(label="Your decision", widget=forms.RadioSelect, error_messages={"required": "Choose what you decide"})
    reason = forms.CharField(
        label="How do you know?", help_text="Whom you spoke to and when. It stands in the account under your name.", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        error_messages={"required": "Say how you know", "max_length": "The reason must be 1,000 characters or fewer"},
    )  # fmt: skip

    def __init__(self, *args, answers: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(answer, ANSWERS[answer]) for answer in answers]
