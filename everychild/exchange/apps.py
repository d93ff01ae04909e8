from django.apps import AppConfig


class Exchange(AppConfig):
    name = "everychild.exchange"
    label = "exchange"
