from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    name = "clientela.engine.documents"
    label = "documents"

    def ready(self) -> None:
        """A domain says in papers.py which documents it makes, and what they are filled with."""
        autodiscover_modules("papers")
