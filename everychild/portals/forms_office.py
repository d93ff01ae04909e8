"""What the office is asked: filters of its lists, how a problem was settled, users and teams."""

from datetime import date

from django import forms

from everychild.exchange.inbox import plain_name
from everychild.intake.models import Batch, RowVerdict
from everychild.kit.fields import DateInParts
from everychild.portals.office_words import STATUS, VERBS, VERDICT, in_words

ASKED = "Asked the sender to correct it and send it again"
MOST_BYTES_OF_A_NAME = 255  # of a file system; a letter with an accent takes two
HOW = (
    (ASKED, ASKED),
    ("Corrected at the source and sent again", "It has been corrected at the source and sent again"),
    ("Right as it stands", "It is right as it stands"),
    ("other", "Something else: say what"),
)


class BatchSieve(forms.Form):
    """Which batches to list."""

    source = forms.ChoiceField(label="Source", required=False)
    status = forms.ChoiceField(label="Status", choices=[("", "Any"), *((code, STATUS[code][0]) for code in Batch.Status.values)], required=False)

    def __init__(self, *args, sources: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "Every source"), *sources.items()]


class RowSieve(forms.Form):
    """Which rows of a batch to list."""

    verdict = forms.ChoiceField(label="Verdict", choices=[("", "Any"), *((code, VERDICT[code][0]) for code in RowVerdict.Verdict.values)], required=False)


class ProblemSieve(forms.Form):
    """Which problems of a batch to list."""

    verdict = forms.ChoiceField(label="Verdict", choices=[("", "Any"), ("q", VERDICT["q"][0]), ("f", VERDICT["f"][0])], required=False)
    code = forms.ChoiceField(label="What is wrong", required=False)
    settled = forms.ChoiceField(label="Settled", choices=[("", "Either"), ("no", "Not yet"), ("yes", "Settled")], required=False)

    def __init__(self, *args, kinds: list[dict], **kwargs):
        super().__init__(*args, **kwargs)
        codes = sorted({kind["code"] for kind in kinds})
        self.fields["code"].choices = [("", "Anything"), *((code, in_words(code)) for code in codes)]


class Settle(forms.Form):
    """How a problem was settled."""

    how = forms.ChoiceField(label="What did you do about it?", choices=HOW, widget=forms.RadioSelect, error_messages={"required": "Say what you did about it"})
    note = forms.CharField(
        label="Note", help_text="Whom you asked and when. Do not write what the row says of a child.", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False,
        error_messages={"max_length": "The note must be 1,000 characters or fewer"},
    )  # fmt: skip

    def clean(self) -> dict:
        said = super().clean()
        if said.get("how") == "other" and not said.get("note"):
            self.add_error("note", "Say what you did")
        return said

    def words(self) -> str:
        """The answer as one sentence for the account."""
        how, note = self.cleaned_data["how"], self.cleaned_data["note"]
        return note if how == "other" else f"{how}. {note}" if note else how


class Files(forms.FileInput):
    """One file or several."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Each file checked as one would be."""

    widget = Files

    def clean(self, data: list, initial: object = None) -> list:
        return [super(SeveralFiles, self).clean(one, initial) for one in data or [None]]


class SendFiles(forms.Form):
    """Files to be loaded together."""

    files = SeveralFiles(
        label="File, or all files of one extract", widget=Files(attrs={"multiple": True}), max_length=200,
        help_text="256 MB in all. Larger ones are loaded by whoever runs Everychild, with the command everychild load.",
        error_messages={"required": "Choose a file", "empty": "One of the files is empty", "max_length": "The name of one file is longer than 200 characters"},
    )  # fmt: skip
    as_at = DateInParts(
        label="Which day do the files speak of?", help_text="For example 1 10 2026", error_messages={"required": "Enter the day that the files speak of"}
    )
    source = forms.ChoiceField(label="Source", help_text="Leave it to be recognised, unless two sources send files of one kind", required=False)
    dry_run = forms.BooleanField(label="Only try: say what would become of it, and keep nothing", required=False)
    because = forms.CharField(
        label="Load it even if it would be stopped, because", help_text="Leave empty unless you are sure. Your reason is kept in the account.",
        widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False,
    )  # fmt: skip

    def __init__(self, *args, sources: dict[str, str], today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["source"].choices = [("", "Recognise it"), *sources.items()]

    def clean_files(self) -> list:
        files = self.cleaned_data["files"]
        if len({plain_name(one.name) for one in files}) < len(files):
            raise forms.ValidationError("Two of the files have the same name")
        if any(len(plain_name(one.name).encode()) > MOST_BYTES_OF_A_NAME for one in files):
            raise forms.ValidationError("The name of one file is too long")
        return files

    def clean_as_at(self) -> date:
        if self.cleaned_data["as_at"] > self.today:
            raise forms.ValidationError("The files cannot speak of a day that has not come")
        return self.cleaned_data["as_at"]


class LookSieve(forms.Form):
    """Which entries of the account to list."""

    who = forms.CharField(label="Who", help_text="Part of a name or user name", max_length=80, required=False)
    verb = forms.ChoiceField(label="What they did", choices=[("", "Anything"), *sorted(VERBS.items(), key=lambda pair: pair[1])], required=False)
    from_on = DateInParts(label="From", required=False)
    to_on = DateInParts(label="To", required=False)

    def clean(self) -> dict:
        said = super().clean()
        if said.get("from_on") and said.get("to_on") and said["to_on"] < said["from_on"]:
            self.add_error("to_on", "The last day must not come before the first")
        return said


class Correct(forms.Form):
    """Other values for a row in which something is wrong."""

    because = forms.CharField(
        label="How do you know?", help_text="Whom you asked and when, or which paper says it. It goes to the source with the query.", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        error_messages={"required": "Say how you know", "max_length": "The reason must be 1,000 characters or fewer"},
    )  # fmt: skip

    def __init__(self, *args, wrong: dict[str, str], others: list[str], **kwargs):
        """`wrong`: the fields that the problems of the row name, with what stands there; `others`: the rest of its fields."""
        super().__init__(*args, **kwargs)
        because = self.fields.pop("because")
        self.places = {f"value_{number}": field for number, field in enumerate(wrong)}
        for place, field in self.places.items():
            self.fields[place] = forms.CharField(label=field, initial=wrong[field], max_length=500, required=False)
        choices = [("", "No other field"), *((field, field) for field in others)]
        self.fields["other"] = forms.ChoiceField(label="Another field", choices=choices, required=False)
        self.fields["other_value"] = forms.CharField(label="Its value", max_length=500, required=False)
        self.fields["because"] = because

    def clean(self) -> dict:
        said = super().clean()
        if said.get("other_value") and not said.get("other"):
            self.add_error("other", "Say which field the value is for")
        return said

    def changes(self) -> dict[str, str]:
        """field -> value, of every field that was asked about."""
        said = self.cleaned_data
        return {field: said[place] for place, field in self.places.items()} | ({said["other"]: said["other_value"]} if said["other"] else {})


class Withdraw(forms.Form):
    """Why a query is withdrawn."""

    why = forms.CharField(
        label="Why is it withdrawn?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        error_messages={"required": "Say why it is withdrawn", "max_length": "The reason must be 1,000 characters or fewer"},
    )  # fmt: skip
