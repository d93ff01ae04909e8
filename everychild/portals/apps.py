from django.apps import AppConfig


class Portals(AppConfig):
    name = "everychild.portals"
    label = "portals"

    def ready(self) -> None:
        from everychild.portals import signing_log

        signing_log.listen()
