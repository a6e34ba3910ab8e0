from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "clientela.engine.access"
    label = "access"
