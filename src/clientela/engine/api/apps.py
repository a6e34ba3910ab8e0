from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ApiConfig(AppConfig):
    name = "clientela.engine.api"
    label = "api"

    def ready(self) -> None:
        """Domains say in resources.py which verbs the API offers on their records."""
        autodiscover_modules("resources")
