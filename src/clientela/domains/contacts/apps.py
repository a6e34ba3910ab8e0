from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "clientela.domains.contacts"
    label = "contacts"
