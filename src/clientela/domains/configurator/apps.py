from django.apps import AppConfig


class ConfiguratorConfig(AppConfig):
    name = "clientela.domains.configurator"
    label = "configurator"
