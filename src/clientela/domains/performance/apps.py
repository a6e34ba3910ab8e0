from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "clientela.domains.performance"
    label = "performance"
