"""Who works at the demo company."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colleague:
    """A colleague: e-mail local part, name, branch, role and language."""

    mail: str
    name: str
    branch: str
    role: str
    language: str = "en"
    timezone: str = "Europe/Warsaw"
    currency: str = "EUR"


PASSWORD = "demo-clientela"
DOMAIN = "demo.example"
HEAD_OFFICE = "Head office"

CAST = (
    Colleague("anna", "Anna Wiśniewska", HEAD_OFFICE, "Administrator"),
    Colleague("direktor", "Helena Lindqvist", HEAD_OFFICE, "Director"),
    Colleague("zofia", "Zofia Krawczyk", "Warszawa", "Salesperson", "pl", currency="PLN"),
    Colleague("marek", "Marek Gołębiewski", "Warszawa", "Salesperson", "pl", currency="PLN"),
    Colleague("jonas", "Jonas Brandt", "München", "Salesperson", timezone="Europe/Berlin"),
    Colleague("kaethe", "Käthe Rößler", "München", "Salesperson", timezone="Europe/Berlin"),
    Colleague("dmitri", "Дмитрий Орлов", "Москва", "Salesperson", "ru", "Europe/Moscow", "RUB"),
    Colleague("ekaterina", "Екатерина Соколова", "Москва", "Salesperson", "ru", "Europe/Moscow", "RUB"),
    Colleague("meiling", "林美玲", "台北", "Salesperson", "zh-hant", "Asia/Taipei", "TWD"),
    Colleague("junjie", "陳俊傑", "台北", "Salesperson", "zh-hant", "Asia/Taipei", "TWD"),
    Colleague("reader", "Ruth Okafor", HEAD_OFFICE, "Reader"),
)
