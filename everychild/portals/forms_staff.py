"""What the user administrator is asked: users and teams."""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from everychild.organisations import queries
from everychild.organisations.models import Agency, Role, School, Team, User, Worker

FROM_THE_LIST = {"invalid_choice": "Choose a team from the list"}
STATES = (("", "Any"), ("open", "Open"), ("closed", "Closed"))


class OneOf(forms.ModelChoiceField):
    """A thing from a list; what is not a key at all is no more than not on the list."""

    def to_python(self, value: object) -> object:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class StaffSieve(forms.Form):
    """Which users to list."""

    words = forms.CharField(label="Name, user name or email", max_length=80, required=False)
    role = forms.ChoiceField(label="Role", required=False)
    state = forms.ChoiceField(label="Account", choices=STATES, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Every role"), *queries.roles().values_list("code", "label")]


class TeamSieve(forms.Form):
    """Which teams to list."""

    words = forms.CharField(label="Team or agency", max_length=80, required=False)


class ChangeUser(forms.Form):
    """What is known of a user."""

    name = forms.CharField(label="Full name", max_length=150, error_messages={"required": "Enter their full name"})
    email = forms.EmailField(
        label="Work email address", max_length=254, required=False, error_messages={"invalid": "Enter an email address such as name@example.org"}
    )
    telephone = forms.CharField(label="Work telephone", max_length=40, required=False)
    role = forms.ChoiceField(
        label="Role", widget=forms.RadioSelect, error_messages={"required": "Choose a role", "invalid_choice": "Choose a role from the list"}
    )
    school = forms.CharField(label="School's number", help_text="LAEstab such as 999/2001, or URN. Only for roles of a school.", max_length=20, required=False)

    def __init__(self, *args, user: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.found = user, None
        self.roles = {role.code: role for role in queries.roles()}
        self.fields["role"].choices = [(code, role.label) for code, role in self.roles.items()]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email and queries.is_taken(email=email, besides=self.user):
            raise forms.ValidationError("Another account has this email address")
        return email

    def clean_school(self) -> str:
        number = self.cleaned_data["school"]
        self.found: School | None = queries.school_of_number(number)
        if number and self.found is None:
            raise forms.ValidationError("No school is known by this number")
        return number

    def clean(self) -> dict:
        said = super().clean()
        role = self.roles.get(said.get("role"))
        if role and at_a_school(role) and not said.get("school") and "school" not in self.errors:
            self.add_error("school", "Enter the number of their school: this role sees the pupils of one school")
        if role and not at_a_school(role):
            self.found = None
        return said

    def said(self) -> dict:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("name", "email", "telephone", "role")} | {"school": self.found}


class AddUser(ChangeUser):
    """A new user; they choose their own password."""

    field_order = ("username", "name", "email", "telephone", "role", "school", "team")
    username = forms.CharField(
        label="User name", help_text="They sign in with it. It cannot be changed later.", max_length=150, validators=[UnicodeUsernameValidator()],
        error_messages={"required": "Enter a user name"},
    )  # fmt: skip
    team = OneOf(label="Team", queryset=Team.objects.none(), empty_label="No team yet", required=False, error_messages=FROM_THE_LIST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = queries.teams()

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].lower()
        if queries.is_taken(username=username):
            raise forms.ValidationError("Another account has this user name")
        return username

    def said(self) -> dict:
        return super().said() | {"username": self.cleaned_data["username"], "team": self.cleaned_data["team"]}


class JoinTeam(forms.Form):
    """A place in a team."""

    team = OneOf(label="Team", queryset=Team.objects.none(), empty_label="Choose a team", error_messages={"required": "Choose a team", **FROM_THE_LIST})
    leads = forms.BooleanField(label="Leads this team", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = queries.teams()


class TieToWorker(forms.Form):
    """The worker whom a source names, by the source's own id."""

    source = forms.ChoiceField(label="Source", error_messages={"required": "Choose a source", "invalid_choice": "Choose a source from the list"})
    local_id = forms.CharField(label="Their id in that source", max_length=80, error_messages={"required": "Enter the id that the source gives them"})

    def __init__(self, *args, names: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "Choose a source"), *((code, names.get(code, code)) for code in queries.sources_with_workers())]
        self.found: Worker | None = None

    def clean(self) -> dict:
        said = super().clean()
        if said.get("source") and said.get("local_id"):
            self.found = queries.worker_of(source=said["source"], local_id=said["local_id"].strip())
            if self.found is None:
                self.add_error("local_id", "That source names no worker with this id")
        return said


class ChangeTeam(forms.Form):
    """How to reach a team."""

    duty_telephone = forms.CharField(label="Duty number", help_text="The number that is answered when a worker is out", max_length=40, required=False)


class AddTeam(ChangeTeam):
    """A new team of an agency."""

    field_order = ("agency", "name", "duty_telephone")
    agency = OneOf(
        label="Agency",
        queryset=Agency.objects.none(),
        empty_label="Choose an agency",
        error_messages={"required": "Choose an agency", "invalid_choice": "Choose an agency from the list"},
    )
    name = forms.CharField(label="Name of the team", max_length=160, error_messages={"required": "Enter the name of the team"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.order_by("name")


def at_a_school(role: Role) -> bool:
    """Whether the role is held at one school: its reach is that school's roll."""
    return role.searches == "roll"
