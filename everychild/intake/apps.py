from django.apps import AppConfig


class Intake(AppConfig):
    name = "everychild.intake"
    label = "intake"
