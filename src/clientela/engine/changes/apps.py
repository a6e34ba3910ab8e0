from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "clientela.engine.changes"
    label = "changes"
