from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "clientela.domains.activities"
    label = "activities"
