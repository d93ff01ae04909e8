from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Sharing(AppConfig):
    name = "everychild.sharing"
    label = "sharing"

    def ready(self) -> None:
        from everychild.sharing.policy import put_policies

        # Django tells of finished migrations by this signal only; the policies must follow every one of them.
        post_migrate.connect(put_policies, sender=self, dispatch_uid="sharing.put_policies")
