"""What the demo company sells, and how it sells."""

PIPELINES = {
    "Direct sales": (
        ("Qualified", 10, "open", 21),
        ("Needs agreed", 25, "open", 21),
        ("Proposal", 40, "open", 14),
        ("Negotiation", 60, "open", 14),
        ("Won", 100, "won", None),
        ("Lost", 0, "lost", None),
    ),
    "Service contracts": (
        ("Due", 30, "open", 30),
        ("Offered", 60, "open", 30),
        ("Signed", 100, "won", None),
        ("Not renewed", 0, "lost", None),
    ),
}

LINES = {
    "Machining": (("CNC-510", "Machining centre, 5 axes", 148_000), ("CNC-320", "Lathe with bar feeder", 86_500), ("SPN-24", "Spindle 24,000 rpm", 9_310)),
    "Automation": (("ROB-P7", "Palletising robot", 62_000), ("CNV-12", "Conveyor, per metre", 430), ("CTL-9", "Control cabinet", 14_800)),
    "Measuring": (("MES-3D", "Coordinate measuring machine", 71_200), ("SCL-60", "Weighbridge 60 t", 38_900), ("SNS-T", "Temperature sensor set", 290)),
    "Compressed air": (("CMP-75", "Screw compressor 75 kW", 27_400), ("DRY-20", "Refrigerant dryer", 4_950)),
    "Service": (("SRV-1", "Maintenance contract, per year", 12_000), ("SRV-TR", "Operator training, per day", 1_350), ("SRV-RF", "Retrofit, per day", 1_180)),
}  # fmt: skip

TAGS = ("Key account", "Tender", "Export", "Framework contract", "Fair 2026", "Slow payer", "Reference")
CALLS = (
    "Asked about delivery time",
    "Price and payment terms",
    "Technical questions",
    "Wants a visit",
    "Left a message",
)
MEETINGS = (
    "Factory tour",
    "Requirements workshop",
    "Contract review",
    "Presentation to the board",
    "Video call",
)
