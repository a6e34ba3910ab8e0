from django.apps import AppConfig


class EncyclopediaConfig(AppConfig):
    name = "clientela.domains.encyclopedia"
    label = "encyclopedia"
