from django.apps import AppConfig


class Kit(AppConfig):
    name = "everychild.kit"
    label = "kit"
