from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "clientela.domains.territories"
    label = "territories"
