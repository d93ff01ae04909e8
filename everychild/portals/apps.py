from django.apps import AppConfig


class Portals(AppConfig):
    name = "everychild.portals"
    label = "portals"
