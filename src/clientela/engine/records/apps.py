from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RecordsConfig(AppConfig):
    name = "clientela.engine.records"
    label = "records"

    def ready(self) -> None:
        """Every app says in policy.py who may do what and in entity.py what its records are."""
        autodiscover_modules("policy", "entity")
