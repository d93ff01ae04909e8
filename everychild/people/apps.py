from django.apps import AppConfig


class People(AppConfig):
    name = "everychild.people"
    label = "people"
