from pathlib import Path

from django.apps import AppConfig
from django.db import connection, transaction
from django.db.models.signals import post_migrate

SQL = Path(__file__).parent / "sql"


class Work(AppConfig):
    name = "everychild.work"
    label = "work"

    def ready(self) -> None:
        from everychild.kit.announcing import hear
        from everychild.people.announcements import RecordsMoved
        from everychild.sharing.announcements import InvolvementsBegan, Opened
        from everychild.work import actions

        hear(Opened, actions.tell_of_a_look)
        hear(InvolvementsBegan, actions.tell_of_involvements)
        hear(RecordsMoved, actions.tell_of_joins)
        # Rooms are told in the order in which they are installed: the views of sharing stand by then.
        post_migrate.connect(_put_alerts, sender=self, dispatch_uid="work.put_alerts")


def _put_alerts(**_signal) -> None:
    from everychild.sharing.policy import put_searches

    with transaction.atomic(), connection.cursor() as sql:
        sql.execute("select pg_advisory_xact_lock(48317)")
        sql.execute((SQL / "owners.sql").read_text())
    put_searches(SQL / "alerts.sql")
