from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "clientela.engine.jobs"
    label = "jobs"
