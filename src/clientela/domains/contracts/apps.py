from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "clientela.domains.contracts"
    label = "contracts"
