from django.apps import AppConfig


class Schooling(AppConfig):
    name = "everychild.schooling"
    label = "schooling"
