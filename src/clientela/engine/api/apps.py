from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "clientela.engine.api"
    label = "api"
