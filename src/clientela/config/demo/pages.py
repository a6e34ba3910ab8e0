"""The words of the demo's encyclopedia."""

from __future__ import annotations

from dataclasses import dataclass

Passage = tuple[str, str, str]
Rival = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Page:
    """`about` is a product's code or a product line's name; rivals: name, their product, ours, theirs, price."""

    about: str
    name: str
    summary: str
    passages: tuple[Passage, ...]
    rivals: tuple[Rival, ...] = ()


PAGES = (
    Page(
        "CNC-510",
        "Machining centre, 5 axes",
        "One clamping instead of four. Sell the hours it saves, not the machine.",
        (
            ("what", "What it is", "A machining centre that reaches **five sides in one clamping**.\n\n- Table 510 mm, load 400 kg\n- Spindle 24,000 rpm, 42 kW for ten minutes\n- 60 tools, changed in 2.4 s\n\n| Part | Before | With it |\n| --- | --- | --- |\n| Pump housing | 96 min | 41 min |\n| Impeller | 3 clampings | 1 clamping |"),
            ("who", "Who it is for", "Workshops with *small lots of difficult parts*: pumps, medical, tools. Below about 30 hours of work a week a machine with three axes and a tilting table pays better; say so, they will remember it."),
            ("proof", "A pump maker in Łódź", "Two shifts, 14 housings a day before; **31 now**, with the same people. The machine had paid for itself after 19 months. The plant manager takes calls from our customers, ask first."),
            ("objection", "Too expensive", "Ask what an hour of their old machine costs and how often a part is clamped. At 55 € an hour and four clampings it saves about *68,000 € a year*. Then the question is how to pay for it: leasing over 60 months is less than that."),
            ("objection", "We have nobody who can program five axes", "Nobody had. Three days of training are in the price, and our engineer programs the first two parts with them. Show the film of the apprentice in Brno."),
            ("objection", "Delivery takes too long", "Fourteen weeks from the order; the foundation and the air take them ten. Offer the demo machine in our hall for the first lot."),
            ("objection", "Слишком сложное обслуживание", "Обслуживание раз в полгода, два часа простоя. Удалённая диагностика входит в договор, запчасти лежат в Варшаве."),
        ),
        (
            ("Nordwerk Maschinen", "NW 5X", "- Engineer on site within 24 h\n- Glass scales on all axes", "- Delivers in six weeks", "132000 EUR"),
            ("Precisa Technika", "PT-500 five", "- A third more tools\n- Twelve weeks shorter delivery", "- Two microns more accurate", "189000 EUR"),
        ),
    ),
    Page(
        "ROB-P7",
        "Palletising robot",
        "Two people less at the end of the line, and nobody's back hurts.",
        (
            ("what", "What it is", "Four axes, 120 kg, up to **900 cycles an hour**, with gripper, fence and the program for eight pallet patterns."),
            ("who", "Who it is for", "Lines with more than 250 boxes or bags an hour in two shifts: feed, cement, drinks, paper."),
            ("proof", "A feed mill in Podlasie", "Bags of 25 kg, three lines, one robot. Sick days at the end of the line fell from 61 to 9 in a year."),
            ("objection", "Our products change too often", "A new pattern is drawn at the panel in ten minutes, without a programmer. Let them try it during the visit."),
            ("objection", "Robots are dangerous", "The fence opens only when the arm stands still, twice checked. The employers' insurer lowered the premium of two customers."),
        ),
        (("Baltic Automation", "PalletCell 100", "- 20 kg more load\n- Works without compressed air", "- Line and robot from one hand", "66500 EUR"),),
    ),
    Page(
        "CMP-75",
        "Screw compressor 75 kW",
        "Air is the dearest energy in the plant. Measure first, then sell.",
        (
            ("what", "What it is", "A speed-controlled compressor: it makes **as much air as is used**, from 4 to 14 m³ a minute."),
            ("proof", "What measuring shows", "We put loggers into 23 plants last year. On the median 31 % of the energy went into idling and leaks."),
            ("objection", "The old one still runs", "So it does, for about 9,000 € of electricity a year more than it needs. Offer a week of measuring; it costs them nothing."),
            ("objection", "EuroCompress is more efficient", "On the data sheet by 2 %, at full load. Their plant runs at 60 %: ask for the curve, and compare *with their own measurement*."),
        ),
        (("EuroCompress", "EC 75 Vario", "- Service contract with 24 h response\n- Heat recovery included", "- Best efficiency at full load", "29900 EUR"),),
    ),
    Page(
        "Measuring",
        "Measuring: which machine for whom",
        "From the sensor set to the coordinate measuring machine.",
        (
            ("what", "Which to offer", "1. **Sensor set** where a process drifts\n2. **Coordinate measuring machine** where parts are refused\n3. **Weighbridge** where lorries are paid by weight"),
            ("who", "Who it is for", "Suppliers who must prove what they deliver: automotive, medical, aviation."),
            ("objection", "We measure by hand", "Let them measure one part three times, by two people. The scatter sells the machine."),
        ),
    ),
    Page(
        "SRV-1",
        "Maintenance contract",
        "Sells itself after the first standstill; better before it.",
        (
            ("what", "What is in it", "Two visits a year, wear parts at 15 % less, answer within four hours, remote diagnosis."),
            ("objection", "We have our own people", "Good: then they do the daily work and we the yearly. Ask who answers on a Saturday."),
        ),
    ),
)  # fmt: skip
