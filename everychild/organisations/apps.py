from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _read_roles(**_signal) -> None:
    from everychild.organisations.actions import read_roles

    read_roles()


class Organisations(AppConfig):
    name = "everychild.organisations"
    label = "organisations"

    def ready(self) -> None:
        post_migrate.connect(_read_roles, sender=self, dispatch_uid="organisations.read_roles")
