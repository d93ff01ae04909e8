"""Authorities, agencies, schools, teams, roles and the people who work in them. No child is mentioned here."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from everychild.kit.ids import new_id


class Authority(models.Model):
    """A local authority, for as long as it stood: they split and merge, and old files still name the old ones."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=120)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors")

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What a kind of worker may do, as `roles.toml` says it in a sentence that a manager can read."""

    class Scope(models.TextChoices):
        RECORDS = "records", "the records of their own school"
        STRAND = "strand", "what is known for certain of the child"

    code = models.CharField(max_length=40, primary_key=True)
    label = models.CharField(max_length=80)
    sentence = models.TextField()
    searches = models.CharField(max_length=10)
    opens = models.BooleanField(default=False)
    purposes = ArrayField(models.CharField(max_length=40), default=list)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.STRAND)
    items = ArrayField(models.CharField(max_length=40), default=list)
    services = ArrayField(models.CharField(max_length=40), default=list)
    pages = ArrayField(models.CharField(max_length=40), default=list)

    def __str__(self) -> str:
        return self.label


class Agency(models.Model):
    """An organisation that works with children: the council, a trust, the police, a charity."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=40)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school or setting as the national register has it; kept for ever, because histories name closed schools."""

    id = models.UUIDField(primary_key=True, default=new_id)
    laestab = models.CharField(max_length=40, unique=True)
    urn = models.CharField(max_length=6, blank=True, db_index=True)
    ukprn = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=200)
    authority = models.CharField(max_length=3, blank=True)
    phase = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    low_age = models.SmallIntegerField(null=True)
    high_age = models.SmallIntegerField(null=True)
    capacity = models.IntegerField(null=True)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    head = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team of an agency, with the number that is answered when its worker is out."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=160)
    duty_telephone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="one_team_of_each_name_in_an_agency")]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A member of staff who signs in. A parent's or a young person's account comes with the family page."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, related_name="users")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    telephone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Place(models.Model):
    """Membership of a team, for as long as it lasts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="places")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="places")
    leads = models.BooleanField(default=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team"], condition=Q(to_on=None), name="one_open_place_of_each_user_in_a_team"),
        ]


class Worker(models.Model):
    """A worker as a source knows them; a user once we know who that is."""

    id = models.UUIDField(primary_key=True, default=new_id)
    source_code = models.CharField(max_length=40)
    local_id = models.CharField(max_length=80)
    name = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="workers")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="workers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_code", "local_id"], name="one_worker_of_each_id_in_a_source")]

    def __str__(self) -> str:
        return self.name
