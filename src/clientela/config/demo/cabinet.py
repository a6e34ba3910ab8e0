"""A control cabinet made to order: what may be chosen, and the rules of what goes together."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

GROUPS: tuple[tuple[Row, tuple[Row, ...]], ...] = (
    ({"name": "Enclosure", "help": "The material decides where the cabinet may stand."}, (
        {"name": "Painted steel", "code": "steel", "is_default": True},
        {"name": "Stainless steel 304", "code": "stainless", "price": "2150 EUR", "extra_days": 5},
        {"name": "Stainless steel 316L", "code": "marine", "price": "3480 EUR", "at_least_days": 40, "description": "For salt water and the food industry"},
        {"name": "Polyester", "code": "polyester", "price": "640 EUR", "description": "Light, for outdoors"},
    )),
    ({"name": "Width", "code": "width", "kind": "number", "unit": "mm", "lowest": 400, "highest": 2400, "step": 200, "start": 800, "price": "1.20 EUR"}, ()),
    ({"name": "Protection", "help": "Against dust and water, IEC 60529."}, (
        {"name": "IP54", "code": "ip54", "is_default": True},
        {"name": "IP65", "code": "ip65", "price": "390 EUR"},
        {"name": "IP69K", "code": "ip69k", "price": "1120 EUR", "extra_days": 3, "description": "Withstands high-pressure cleaning"},
    )),
    ({"name": "Cooling"}, (
        {"name": "Filter fan", "code": "fan", "price": "210 EUR", "is_default": True},
        {"name": "Heat exchanger, air to air", "code": "exchanger", "price": "980 EUR"},
        {"name": "Air conditioner 1.5 kW", "code": "aircon", "price": "1890 EUR", "extra_days": 4},
        {"name": "Water cooling", "code": "water", "price": "2640 EUR", "extra_days": 8},
    )),
    ({"name": "Controller"}, (
        {"name": "Compact PLC", "code": "compact", "is_default": True},
        {"name": "Modular PLC", "code": "modular", "price": "2900 EUR"},
        {"name": "Safety PLC, SIL 3", "code": "safety", "price": "5350 EUR", "at_least_days": 35},
        {"name": "Motion controller, 8 axes", "code": "motion", "price": "7400 EUR", "at_least_days": 45},
    )),
    ({"name": "Extras", "least": 0, "most": 5, "help": "As many as five."}, (
        {"name": "Operator panel 7″", "code": "panel7", "price": "740 EUR"},
        {"name": "Operator panel 15″", "code": "panel15", "price": "1680 EUR"},
        {"name": "Remote access", "code": "remote", "price": "560 EUR"},
        {"name": "Backup power supply", "code": "ups", "price": "890 EUR"},
        {"name": "Energy meter", "code": "meter", "price": "410 EUR"},
        {"name": "Emergency stop circuit", "code": "estop", "price": "350 EUR"},
        {"name": "UL 508A certificate", "code": "ul", "percent": 6, "extra_days": 10},
        {"name": "Five-year warranty", "code": "warranty", "percent": 4},
    )),
)  # fmt: skip


def _rule(name: str, kind: str, when: str, then: str = "", **more: bool) -> Row:
    """Conditions are written with a comma between them."""
    return {
        "name": name,
        "kind": kind,
        "when": when.split(", "),
        "then": then.split(", ") if then else None,
        **more,
    }


RULES: tuple[Row, ...] = (
    _rule("IP69K needs a stainless enclosure.", "requires", "ip69k", "stainless, marine"),
    _rule("A filter fan lets water in, so it does not go with IP65 or IP69K.", "forbids", "fan", "ip65, ip69k"),
    _rule("Polyester is not made wider than 1,200 mm.", "forbids", "polyester", "width > 1200"),
    _rule("Polyester does not carry an air conditioner or water cooling.", "forbids", "polyester", "aircon, water"),
    _rule("Water cooling needs a cabinet of at least 800 mm.", "requires", "water", "width >= 800"),
    _rule("An air conditioner needs a cabinet of at least 600 mm.", "requires", "aircon", "width >= 600"),
    _rule("The motion controller gets hot: it needs an air conditioner or water cooling.", "requires", "motion", "aircon, water"),
    _rule("The motion controller needs a cabinet of at least 1,000 mm.", "requires", "motion", "width >= 1000"),
    _rule("The modular PLC needs a cabinet of at least 600 mm.", "requires", "modular", "width >= 600"),
    _rule("A safety PLC comes with an emergency stop circuit.", "requires", "safety", "estop"),
    _rule("Only one operator panel fits the door.", "exclusive", "panel7, panel15"),
    _rule("A 15″ panel needs a door of at least 600 mm.", "requires", "panel15", "width >= 600"),
    _rule("Remote access needs a modular, safety or motion controller.", "requires", "remote", "modular, safety, motion"),
    _rule("UL 508A is not granted for polyester.", "forbids", "ul", "polyester"),
    _rule("UL 508A asks for a backup power supply with a safety PLC.", "requires", "ul, safety", "ups"),
    _rule("A cabinet above 1,800 mm needs active cooling.", "requires", "width > 1800", "exchanger, aircon, water"),
    _rule("The five-year warranty is not given on filter fans.", "forbids", "warranty", "fan"),
    _rule("Below 600 mm only a filter fan or no more than a heat exchanger fits.", "requires", "width < 600", "fan, exchanger"),
    _rule("For 316L we recommend IP69K and a heat exchanger.", "recommends", "marine", "ip69k, exchanger"),
    _rule("With a motion controller we recommend a 15″ panel and remote access.", "recommends", "motion", "panel15, remote"),
)  # fmt: skip
