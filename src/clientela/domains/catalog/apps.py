from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "clientela.domains.catalog"
    label = "catalog"
