"""Who a child is: what each source sent, who we think it is about, and what we show of it. Adults linked to a child are persons too."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from everychild.intake.models import Batch
from everychild.kit.ids import new_id, public_ref


class Person(models.Model):
    """A child, a young person or an adult linked to one. The id is for ever; a merged one points to the person who stayed."""

    retention_class = "person"

    class Kind(models.TextChoices):
        CHILD = "child", "child or young person"
        ADULT = "adult", "adult"

    id = models.UUIDField(primary_key=True, default=new_id)
    ref = models.CharField(max_length=10, unique=True, default=public_ref)
    kind = models.CharField(max_length=5, choices=Kind)
    made_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    address_withheld = models.BooleanField(default=False)
    sealed_at = models.DateTimeField(null=True)
    death_reported = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["id"], name="sealed_persons", condition=Q(sealed_at__isnull=False))]

    def __str__(self) -> str:
        return self.ref


class Strand(models.Model):
    """Source records known for certain to be one child: by a valid identifier or by a person's word. A person is one strand, or several thought to be the same."""

    retention_class = "person"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="strands")


class SourceRecord(models.Model):
    """One description of a child or an adult, as one source holds it."""

    retention_class = "source_record"

    id = models.UUIDField(primary_key=True, default=new_id)
    source_code = models.CharField(max_length=40)
    local_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=5, choices=Person.Kind)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    """The batch that brought the version in force."""
    version = models.PositiveIntegerField(default=1)
    digest = models.BinaryField(max_length=32)
    as_at = models.DateField()
    stem = models.CharField(max_length=80)
    held = models.BooleanField(default=False)
    """Held for the adoption officer: kept as sent, and of no one."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_code", "local_id"], name="one_record_of_each_id_in_a_source")]


class RecordVersion(models.Model):
    """What a source sent of a record, exactly, each time that it changed. Never overwritten."""

    retention_class = "source_record"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    as_at = models.DateField()
    digest = models.BinaryField(max_length=32)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "version"], name="one_version_of_each_number")]


class Described(models.Model):
    """What the latest version of a child's record says, in our words: the values to show, before anybody chooses between sources."""

    retention_class = "source_record"

    record = models.OneToOneField(SourceRecord, on_delete=models.CASCADE, primary_key=True)
    fields = models.JSONField()
    as_at = models.DateField()


class Link(models.Model):
    """A decision that a record is about a person: by an identifier, the model or a human, with its reason. Nothing is changed, only added."""

    retention_class = "person"

    class Method(models.TextChoices):
        IDENTIFIER = "identifier", "the same valid identifier"
        MODEL = "model", "the matching model"
        ATTACHED = "attached", "the sender's own id"
        PERSON = "person", "a person decided"
        SEALED = "sealed", "kept apart"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    method = models.CharField(max_length=10, choices=Method)
    at = models.DateTimeField()
    by = models.BigIntegerField()
    weight = models.FloatField(null=True)
    beside = models.UUIDField(null=True)
    """The record beside which it was placed."""
    levels = models.JSONField(default=list)
    model = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)


class Membership(models.Model):
    """Where a record stands now: its strand and its person, by its latest link."""

    retention_class = "person"

    record = models.OneToOneField(SourceRecord, on_delete=models.CASCADE, primary_key=True)
    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    link = models.ForeignKey(Link, on_delete=models.PROTECT, null=True, related_name="+")
    """Empty until somebody or something decides: a record that nobody has matched yet has a person of its own."""


class CandidatePair(models.Model):
    """Two records that may be one child: for a person to settle. A proposal, not a decision."""

    retention_class = "person"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="+")
    other_record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()
    reasons = ArrayField(models.CharField(max_length=80), default=list)
    levels = models.JSONField(default=list)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "other_record"], name="one_candidate_of_each_pair")]


class Address(models.Model):
    """Where a source says that somebody lives or lived. A withheld one is shown to nobody."""

    retention_class = "source_record"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="addresses")
    lines = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    uprn = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=20)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    withheld = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "addresses"
        indexes = [models.Index(fields=["record"], name="withheld_addresses", condition=Q(withheld=True))]


class Adult(models.Model):
    """An adult linked to a child, as one source describes them."""

    retention_class = "source_record"

    record = models.OneToOneField(SourceRecord, on_delete=models.CASCADE, primary_key=True)
    name = models.CharField(max_length=240)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=40, blank=True)
    interpreter = models.CharField(max_length=40, blank=True)


class Relationship(models.Model):
    """How an adult stands to a child, as one source has it. Silence of the source stays silence."""

    retention_class = "source_record"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, null=True, related_name="relationships")
    """The child's record; empty while the child that the source names is not known here."""
    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="relationships")
    child_source = models.CharField(max_length=4)
    child_key = models.CharField(max_length=160)
    relation = models.CharField(max_length=10)
    parental_responsibility = models.BooleanField(null=True)
    court_order = models.BooleanField(null=True)
    may_have_contact = models.BooleanField(null=True)
    lives_with = models.BooleanField(null=True)
    priority = models.SmallIntegerField(null=True)
    safe_contact = models.TextField(blank=True)


class Caution(models.Model):
    """A staff-safety warning, with its owner and the day it must be looked at again."""

    retention_class = "source_record"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="cautions")
    kind = models.CharField(max_length=80)
    owner = models.CharField(max_length=160, blank=True)
    review_on = models.DateField(null=True)


class DataFlag(models.Model):
    """Something about a record that the sender should look at; it stays beside the field until a better version comes."""

    retention_class = "source_record"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="flags")
    field = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=60)
    message = models.TextField()


class Searchable(models.Model):
    """What a record can be found by: folded names, birth date, identifiers and place. Read only by the search, which tells no more than the asker may know."""

    retention_class = "source_record"

    record = models.OneToOneField(SourceRecord, on_delete=models.CASCADE, primary_key=True)
    names = models.TextField()
    shown_name = models.CharField(max_length=240)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    uln = models.CharField(max_length=10, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    house = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["born_on"], name="search_by_birth_date"),
            models.Index(fields=["upn"], name="search_by_upn", condition=~Q(upn="")),
            models.Index(fields=["nhs_number"], name="search_by_nhs_number", condition=~Q(nhs_number="")),
            models.Index(fields=["uln"], name="search_by_uln", condition=~Q(uln="")),
            models.Index(fields=["postcode"], name="search_by_postcode", condition=~Q(postcode="")),
            models.Index(fields=["house"], name="search_by_house", condition=~Q(house="")),
        ]


class Standard(models.Model):
    """The latest version of a child's record as matching compares it (`people.standard`); made anew from what was sent, never edited."""

    retention_class = "source_record"

    record = models.OneToOneField(SourceRecord, on_delete=models.CASCADE, primary_key=True)
    source = models.TextField()
    standard_version = models.SmallIntegerField()
    given_1 = models.TextField(null=True)
    given_2 = models.TextField(null=True)
    given_all = models.TextField(null=True)
    given_sound = models.TextField(null=True)
    givens = ArrayField(models.TextField())
    given_roots = ArrayField(models.TextField())
    known_as = models.TextField(null=True)
    family = models.TextField(null=True)
    family_first = models.TextField(null=True)
    family_last = models.TextField(null=True)
    family_sound = models.TextField(null=True)
    families = ArrayField(models.TextField())
    previous_families = ArrayField(models.TextField())
    placeholder = models.BooleanField()
    one_name = models.BooleanField()
    birth_order = models.SmallIntegerField(null=True)
    dob = models.DateField(null=True)
    dob_weak = models.BooleanField()
    sex = models.TextField(null=True)
    postcode = models.TextField(null=True)
    sector = models.TextField(null=True)
    outcode = models.TextField(null=True)
    postcodes = ArrayField(models.TextField())
    address_key = models.TextField(null=True)
    nhs = models.TextField(null=True)
    upn = models.TextField(null=True)
    uln = models.TextField(null=True)
    upns = ArrayField(models.TextField())
    former_upns = ArrayField(models.TextField())

    class Meta:
        indexes = [
            models.Index(fields=["upn"], name="standard_by_upn", condition=Q(upn__isnull=False)),
            models.Index(fields=["nhs"], name="standard_by_nhs", condition=Q(nhs__isnull=False)),
        ]


class Decision(models.Model):
    """What a worker decided of a reported death or a withheld address. Never changed: a later one stands instead. It answers the reports of its day, and no later one."""

    retention_class = "person"

    class Answer(models.TextChoices):
        DEATH_CONFIRMED = "death_confirmed", "the death is confirmed"
        DEATH_IN_ERROR = "death_in_error", "the death was reported in error"
        DEATH_OPEN = "death_open", "the death is to be confirmed after all"
        ADDRESS_SHOWN = "address_shown", "the address may be shown again"
        ADDRESS_WITHHELD = "address_withheld", "the address is withheld after all"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    about = models.CharField(max_length=8)
    answer = models.CharField(max_length=20, choices=Answer)
    reason = models.TextField()
    by = models.BigIntegerField()
    at = models.DateTimeField()
    reports = ArrayField(models.TextField(), default=list)
    """Which source said what, as far as it was known when this was decided: the same again raises nothing."""

    class Meta:
        indexes = [models.Index(fields=["person", "about", "-at"], name="decisions_about_a_person")]


class MatchRun(models.Model):
    """One run of matching over every record: when it looked, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    looked_at = models.DateTimeField()
    model = models.CharField(max_length=64)
    records = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    reviews = models.PositiveIntegerField()
    batches = ArrayField(models.UUIDField(), default=list)
    """The batches with news that no run before it had looked at: those which were committed when it looked, whenever they began."""
