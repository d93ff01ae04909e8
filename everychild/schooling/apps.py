from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Schooling(AppConfig):
    name = "everychild.schooling"
    label = "schooling"

    def ready(self) -> None:
        # Rooms are told in the order in which they are installed: the views of sharing stand by then.
        post_migrate.connect(_put_pupils, sender=self, dispatch_uid="schooling.put_pupils")


def _put_pupils(**_signal) -> None:
    from everychild.sharing.policy import put_searches

    put_searches(Path(__file__).parent / "sql" / "pupils.sql")
