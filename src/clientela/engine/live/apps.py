from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "clientela.engine.live"
    label = "live"
