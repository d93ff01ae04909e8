from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


def _run(name: str, undo: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / name).read_text(), undo)


_drop_functions = """
do $$
declare
    f regprocedure;
begin
    for f in select oid::regprocedure from pg_proc where proname like 'ledger\\_%' and pronamespace = 'public'::regnamespace loop
        execute format('drop function %s cascade', f);
    end loop;
end
$$
"""


class Migration(migrations.Migration):
    """The tables of the ledger, and the functions by which alone they are written."""

    initial = True
    dependencies = [("organisations", "0002_who_asks")]

    operations = [
        migrations.CreateModel(
            name="Origin",
            fields=[
                ("n", models.BigIntegerField(primary_key=True, serialize=False)),
                ("shift", models.BigIntegerField()),
                ("since", models.DateTimeField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("n", models.BigIntegerField(primary_key=True, serialize=False)),
                ("from_xid", models.BigIntegerField()),
                ("upto_xid", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("sealed_at", models.DateTimeField()),
                ("head", models.BinaryField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("xid", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.BigIntegerField()),
                ("role", models.TextField()),
                ("verb", models.TextField()),
                ("kept_as", models.TextField(db_column="retention_class")),
                ("person_id", models.UUIDField(null=True)),
                ("purpose", models.TextField(default="")),
                ("refs", models.JSONField(null=True)),
                ("words", models.JSONField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("digest", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("disposal", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["xid", "id"], name="ledger_entries_in_order"),
                    models.Index(condition=models.Q(person_id__isnull=False), fields=["person_id", "at"], name="ledger_looks_at_a_person"),
                    models.Index(fields=["actor", "at"], name="ledger_deeds_of_a_user"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(disposal__isnull=True, salt__isnull=False)
                        | models.Q(disposal__isnull=False, person_id__isnull=True, purpose="", refs__isnull=True, salt__isnull=True, words__isnull=True),
                        name="an_entry_has_its_content_or_the_disposal_of_it",
                    )
                ],
            },
        ),
        _run("0001_functions.sql", _drop_functions),
        _run("0001_verify.sql", migrations.RunSQL.noop),
        _run("0001_grants.sql", migrations.RunSQL.noop),
    ]
