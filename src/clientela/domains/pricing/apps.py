from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "clientela.domains.pricing"
    label = "pricing"
