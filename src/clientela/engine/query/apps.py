from django.apps import AppConfig


class QueryConfig(AppConfig):
    name = "clientela.engine.query"
    label = "query"
