"""What is asked of somebody who opened an emergency extract, and of the lead who reviews that."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django import forms

from everychild.kit.fields import DateInParts
from everychild.kit.time import LONDON
from everychild.kit.words import instant
from everychild.sharing.models import EmergencyExtract


class Time(forms.TimeField):
    """A time of day in figures, as the opened file says it."""

    def __init__(self, label: str):
        super().__init__(
            label=label, help_text="For example 02:31", input_formats=["%H:%M"], widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={"required": "Enter a time, for example 02:31", "invalid": "Enter a time between 00:00 and 23:59, for example 02:31"},
        )  # fmt: skip


class WriteDownUse(forms.Form):
    """Who opened an extract, when, why, and which children they looked at."""

    extract = forms.ChoiceField(
        label="Which extract",
        help_text="The opened file says its day, its time and the beginning of its digest",
        error_messages={"required": "Choose the extract"},
    )
    opened_by = forms.CharField(label="Who opened it", max_length=160, error_messages={"required": "Enter who opened it"})
    on = DateInParts(label="On which day", help_text="For example 22 11 2026", error_messages={"required": "Enter the day on which it was opened"})
    from_time = Time("From")
    to_time = Time("To")
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, error_messages={"required": "Say why it was opened"})
    children = forms.CharField(
        label="Which children", help_text="Their references, one a line or with commas between: paste the line of the text that you copied. Leave it empty where nobody was looked at.",
        widget=forms.Textarea(attrs={"rows": 3}), max_length=20_000, required=False,
    )  # fmt: skip

    def __init__(self, *args, extracts: Iterable[EmergencyExtract], **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in extracts}
        self.fields["extract"].choices = [(key, f"{instant(one.made_at)}, digest {one.digest[:12]}") for key, one in self.known.items()]

    def said(self) -> dict:
        """The answers as the action takes them; an end before the beginning is of the next day."""
        said = self.cleaned_data
        from_at, to_at = (datetime.combine(said["on"], said[part], LONDON) for part in ("from_time", "to_time"))
        words = re.split(r"[,;\n]", re.sub(r"(?im)^\s*children:", "", said["children"]))
        return {
            "extract": self.known[said["extract"]], "opened_by": said["opened_by"], "from_at": from_at, "to_at": to_at if to_at >= from_at else to_at + timedelta(days=1),
            "why": said["why"], "children": [one.strip() for one in words if one.strip()],
        }  # fmt: skip


class ReviewUse(forms.Form):
    """What the lead found."""

    review = forms.CharField(
        label="What did you find?", help_text="For example: the service was away, and the children were those of the call.", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        error_messages={"required": "Say what you found"},
    )  # fmt: skip
