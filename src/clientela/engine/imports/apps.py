from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    name = "clientela.engine.imports"
    label = "imports"

    def ready(self) -> None:
        """Every app may say in import_hints.py what files about its records look like."""
        autodiscover_modules("import_hints")
