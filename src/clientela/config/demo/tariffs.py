"""Units, taxes, currencies and limits of the demo company."""

from __future__ import annotations

from typing import Any

UNITS = (
    ("Piece", "pc", "C62", None, None),
    ("Kilogram", "kg", "KGM", None, None),
    ("Tonne", "t", "TNE", "Kilogram", 1000),
    ("Metre", "m", "MTR", None, None),
    ("Hour", "h", "HUR", None, None),
    ("Day", "d", "DAY", "Hour", 8),
)
REVERSE = "Intra-Community supply, Article 138 of Directive 2006/112/EC"
EXPORT = "Export, Article 146 of Directive 2006/112/EC"
TAXES = (
    ("PL 23 %", 23, "S", "PL", None),
    ("PL 8 %", 8, "S", "PL", None),
    ("PL 5 %", 5, "S", "PL", None),
    ("DE 19 %", 19, "S", "DE", None),
    ("DE 7 %", 7, "S", "DE", None),
    ("RU 20 %", 20, "S", "RU", None),
    ("RU 22 %", 22, "S", "RU", None),
    ("RU 10 %", 10, "S", "RU", None),
    ("TW 5 %", 5, "S", "TW", None),
    ("EU 0 %", 0, "K", None, REVERSE),
    ("Export 0 %", 0, "G", None, EXPORT),
    ("Exempt", 0, "E", None, "Exempt by law"),
)
TAX_RULES: tuple[dict[str, Any], ...] = (
    {"name": "Poland", "tax": "PL 23 %", "country": "PL"},
    {"name": "Poland, reduced", "tax": "PL 8 %", "country": "PL", "tax_group": "reduced"},
    {"name": "Poland, second reduced", "tax": "PL 5 %", "country": "PL", "tax_group": "second-reduced"},
    {"name": "Germany", "tax": "DE 19 %", "country": "DE"},
    {"name": "Germany, reduced", "tax": "DE 7 %", "country": "DE", "tax_group": "reduced"},
    {"name": "Russia until 2025", "tax": "RU 20 %", "country": "RU", "valid_to": "2025-12-31"},
    {"name": "Russia", "tax": "RU 22 %", "country": "RU", "valid_from": "2026-01-01"},
    {"name": "Russia, reduced", "tax": "RU 10 %", "country": "RU", "tax_group": "reduced"},
    {"name": "Taiwan", "tax": "TW 5 %", "country": "TW"},
    {"name": "Elsewhere in the EU, to a business", "tax": "EU 0 %", "zone": "eu", "buyer": "business"},
    {"name": "Elsewhere in the EU, to private buyers", "tax": "PL 23 %", "zone": "eu", "buyer": "private"},
    {"name": "Outside the EU", "tax": "Export 0 %", "zone": "rest"},
    {"name": "Exempt goods", "tax": "Exempt", "tax_group": "exempt", "priority": 1},
    {"name": "Country not known", "tax": "PL 23 %"},
)
RATES = {"PLN": 4.2635, "RUB": 94.1, "TWD": 36.42, "USD": 1.1524}
CURRENCIES = (
    ("Cennik Polska 2026", "PLN", "PL", 10),
    ("Прайс-лист Россия 2026", "RUB", "RU", 100),
    ("台灣價目表 2026", "TWD", "TW", 100),
)
LIMITS = (
    ("Everybody", None, 3, 10),
    ("Salespeople", "Salesperson", 5, 15),
    ("Branch managers", "Branch manager", 15, 25),
    ("Directors", "Director", 30, None),
)
