from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "clientela.engine.numbering"
    label = "numbering"
