from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "clientela.engine.imports"
    label = "imports"
