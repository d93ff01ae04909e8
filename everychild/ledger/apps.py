from django.apps import AppConfig


class Ledger(AppConfig):
    name = "everychild.ledger"
    label = "ledger"
