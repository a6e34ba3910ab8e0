from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "clientela.domains.deals"
    label = "deals"
