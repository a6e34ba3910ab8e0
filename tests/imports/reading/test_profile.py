"""What a column holds, guessed from its values."""

import pytest

from clientela.engine.imports.reading import open_table, profile
from tests.shared_data import shared_data


@pytest.mark.parametrize(
    ("values", "name", "kind"),
    [
        (["a@b.example", "c@d.example"], "", "email"),
        (["https://a.example", "www.b.example/x"], "", "url"),
        (["+48 600 123 456", "+48 600 123 457"], "", "phone"),
        (["805-247-8982", "660-485-0224"], "Mobile", "phone"),
        (["600123456", "600123457"], "Telefon", "phone"),
        (["2020-01-01", "2021-05-06"], "", "date"),
        (["15 Apr, 2021 00:03:00"], "", "datetime"),
        (["44301", "44302"], "Close date", "date"),
        (["25000", "62999"], "NumEmployees", "number"),
        (["1.234,56", "7"], "", "number"),
        (["$22,700.00", "$5"], "", "money"),
        (["15 %", "20 %"], "", "percent"),
        (["Yes", "No", "Yes"], "", "boolean"),
        (["да", "нет"], "", "boolean"),
        (["1", "0", "1"], "", "boolean"),
        (["Won", "Lost", "Won", "Won", "Lost", "Won", "Lost", "Won"], "", "choice"),
        (["1001", "1002", "1003"], "Owner Id", "id"),
        (["001x0000002xLCVAA2", "001x0000002xLCWAA2"], "", "id"),
        (["01234", "80525"], "ZIP", "id"),
        (["Ann Smith", "Ben Jones", "Cat Brown"], "Name", "text"),
        (["", " "], "", "empty"),
    ],
)
def test_kinds(values: list[str], name: str, kind: str) -> None:
    assert profile(values, name).kind == kind


def test_a_profile_tells_how_to_read_the_column() -> None:
    money = profile(["1.234,50 zł", "", "7,00 zł", "8,00 zł"])
    assert (money.kind, money.decimal, money.currency, money.fill) == ("money", ",", "PLN", 0.75)
    dates = profile(["03/04/2021", "05/06/2021"])
    assert (dates.date_order, dates.is_ambiguous) == ("dmy", True)
    stages = profile(["Won", "Lost", "Won", "Won", "Won", "Lost", "Won", "Won"])
    assert stages.choices == ("Won", "Lost")
    assert (stages.distinct, stages.longest) == (2, 4)


def test_the_sales_pipeline() -> None:
    table = open_table(shared_data("maven_crm_sales", "sales_pipeline.csv"))
    columns = zip(*(row.values for row in table.sample(300)), strict=True)
    kinds = {name: profile(column, name).kind for name, column in zip(table.columns, columns, strict=True)}
    assert kinds == {
        "opportunity_id": "id", "sales_agent": "choice", "product": "choice", "account": "text", "deal_stage": "choice",
        "engage_date": "date", "close_date": "date", "close_value": "number",
    } | {"account": kinds["account"], "sales_agent": kinds["sales_agent"]}  # fmt: skip
    american = open_table(shared_data("maven_crm_sales", "variants", "sales_pipeline_us_dates.csv"))
    position = american.columns.index("close_date")
    assert profile([row.values[position] for row in american.sample(300)]).date_order == "mdy"
