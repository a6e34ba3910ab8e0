from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "clientela.engine.entities"
    label = "entities"
