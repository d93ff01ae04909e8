"""The account of every read and write of a child's data. Rows are made by the database's own functions, and never changed."""

from typing import Any, NoReturn

from django.db import models


class WrittenByTheDatabase(models.Model):
    """A row that only the ledger's functions in the database make."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The ledger is written by ledger.actions.record() and by nothing else.")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Nothing is removed from the ledger; what an entry says may be disposed of, and its seal stays.")


class Entry(WrittenByTheDatabase):
    """Somebody did something at an instant. What it said (person, purpose, refs, words) can be disposed of; that it happened cannot."""

    retention_class = "ledger"

    id = models.UUIDField(primary_key=True)
    xid = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.BigIntegerField()
    role = models.TextField()
    verb = models.TextField()
    kept_as = models.TextField(db_column="retention_class")
    person_id = models.UUIDField(null=True)
    purpose = models.TextField(default="")
    refs = models.JSONField(null=True)
    words = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    digest = models.BinaryField()
    hash = models.BinaryField()
    disposal = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["xid", "id"], name="ledger_entries_in_order"),
            models.Index(fields=["person_id", "at"], name="ledger_looks_at_a_person", condition=models.Q(person_id__isnull=False)),
            models.Index(fields=["actor", "at"], name="ledger_deeds_of_a_user"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_entry_has_its_content_or_the_disposal_of_it",
                condition=models.Q(salt__isnull=False, disposal__isnull=True)
                | models.Q(salt__isnull=True, disposal__isnull=False, person_id__isnull=True, refs__isnull=True, words__isnull=True, purpose=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at}"


class Seal(WrittenByTheDatabase):
    """The hash of every entry of the transactions from one number up to another, chained to the seal before it."""

    n = models.BigIntegerField(primary_key=True)
    from_xid = models.BigIntegerField()
    upto_xid = models.BigIntegerField()
    entries = models.BigIntegerField()
    sealed_at = models.DateTimeField()
    head = models.BinaryField()

    def __str__(self) -> str:
        return f"seal {self.n}"


class Origin(WrittenByTheDatabase):
    """How far transaction numbers are shifted. A restored ledger lives in a server whose own numbers begin again from low."""

    n = models.BigIntegerField(primary_key=True)
    shift = models.BigIntegerField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"shifted by {self.shift} since {self.since}"
