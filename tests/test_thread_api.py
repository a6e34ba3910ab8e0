"""From the first name on a list to the paid order and the next one, through the public API and the customer's link only."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.test import Client

from clientela.domains.contracts import rolling
from tests.api.conftest import Caller, Program, calls
from tests.mailbox import Inbox, inbox

__all__ = ["calls", "inbox"]
LIST = [
    {
        "given_name": "Jan",
        "family_name": "Kowalski",
        "company_name": "Nowa Fabryka",
        "email": "jan@nowa.example",
        "phone": "+48 42 555 01 20",
    },
    {"given_name": "Maria", "family_name": "Lis", "company_name": "Lis & Co", "email": "maria@lis.example"},
]
IMPOSSIBLE, POSSIBLE = ["water", "width=600"], ["water", "width=800"]


def made(program: Program, path: str, **values: Any) -> dict[str, Any]:
    answer = program.post(path, values)
    assert answer.status in (200, 201), answer.body
    return dict(answer.body)


def listed(program: Program, path: str) -> list[dict[str, Any]]:
    answer = program.get(path)
    assert answer.status == 200, answer.body
    return list(answer.body["items"])


def prepared(root: Program, ann: Program) -> str:
    """What an administrator sets up once: tax, issuer, and a cabinet that is made to order. Gives the cabinet's id."""
    vat = made(root, "/tax-rates", name="VAT 23", rate="23", category="S")
    made(root, "/tax-rules", name="Everywhere", tax=vat["id"])
    home = {"street": "Piotrkowska 1", "city": "Łódź", "postcode": "90-001", "country": "PL"}
    made(root, "/issuers", name="Clientela Maszyny", address=home, tax_number="PL7251801126")
    euro = {"amount": "1000", "currency": "EUR"}
    cabinet: str = made(ann, "/products", name="Cabinet", price=euro, lead_days="10")["id"]
    cooling = made(root, "/option-groups", product=cabinet, name="Cooling")["id"]
    made(root, "/options", group=cooling, name="Fan", price={"amount": "50", "currency": "EUR"})
    made(root, "/options", group=cooling, name="Water", price={"amount": "200", "currency": "EUR"})
    number = {"kind": "number", "lowest": "400", "highest": "1200", "step": "200", "unit": "mm"}
    made(root, "/option-groups", product=cabinet, name="Width", **number)
    rule = {"kind": "requires", "when": ["water"], "then": ["width >= 800"]}
    made(root, "/option-rules", product=cabinet, name="Water needs 800 mm.", **rule)
    return cabinet


def converted(ann: Program) -> dict[str, Any]:
    """The list comes in, one of it is worth a call and becomes company, person and deal."""
    operations = [{"op": "create", "values": {**row, "source": "fair"}} for row in LIST]
    assert ann.post("/leads/batch", {"operations": operations}).status == 200
    (jan,) = listed(ann, "/leads?email=jan@nowa.example")
    assert ann.patch(f"/leads/{jan['id']}", {"status": "working"}).status == 200
    called(ann, jan["id"])
    amount = {"amount": "2400", "currency": "EUR"}
    return made(ann, f"/leads/{jan['id']}/conversion", deal={"name": "Cabinets for Łódź", "amount": amount})


def called(ann: Program, lead: str) -> None:
    """Both leads are on a call list; the one with a number is called, and what it came to is on the lead."""
    hours = {"hours": "mon-sun 0:00-24:00", "timezone": "Europe/Warsaw"}
    calls = made(ann, "/call-lists", name="After the fair", kind="lead", **hours)["id"]
    found = {"field": "source", "op": "eq", "value": "fair"}
    made(ann, f"/call-lists/{calls}/filter", filter=found)
    made(ann, f"/call-lists/{calls}/filling")
    made(ann, f"/call-lists/{calls}/share", callers=[ann.get("/me").body["id"]])
    entry = made(ann, f"/call-lists/{calls}/next")
    interested = next(one for one in listed(ann, "/call-outcomes") if one["name"] == "Interested")
    noted = made(
        ann, f"/call-entries/{entry['id']}/outcome", outcome=interested["id"], note="Needs a cabinet"
    )
    assert (entry["customer"], noted["state"]) == ({"entity": "lead", "id": lead}, "done")
    refused = ann.post(f"/call-lists/{calls}/next", {})
    assert refused.status == 409 and "Nobody is left" in str(refused.body)
    told = ann.get(f"/leads/{lead}/timeline").body["items"]
    assert "Needs a cabinet" in str(told)


def quoted(ann: Program, lead: dict[str, Any], cabinet: str) -> dict[str, Any]:
    """A quote with what the customer chose; what cannot be built cannot be chosen."""
    refused = ann.post("/configurations", {"product": cabinet, "choices": IMPOSSIBLE})
    assert refused.status == 422 and "Water needs 800 mm." in str(refused.body)
    chosen = made(ann, "/configurations", product=cabinet, choices=POSSIBLE, company=lead["company"])
    quote = made(ann, "/quotes", deal=lead["deal"])
    line = made(ann, "/quote-lines", quote=quote["id"], configuration=chosen["id"], quantity="2")
    assert (line["product"], line["price"]) == (cabinet, {"amount": "1200.00", "currency": "EUR"})
    assert line["description"] == "Cooling: Water\nWidth: 800 mm"
    return dict(ann.get(f"/quotes/{quote['id']}").body)


def accepted(ann: Program, quote: dict[str, Any], inbox: Inbox) -> dict[str, Any]:
    """The customer gets the quote by mail, opens its link and accepts; gives the order."""
    sent = made(ann, f"/quotes/{quote['id']}/sending", to="jan@nowa.example", message="Here it is.")
    assert sent["state"] == "sent"
    message = inbox.last()
    (paper,) = message.iter_attachments()
    assert message["To"] == "jan@nowa.example" and paper.get_content()[:5] == b"%PDF-"
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://[^/\s]+(/q/\S+/)", body.get_content())
    assert found is not None
    customer = Client()
    assert customer.get(found[1]).status_code == 200
    assert customer.post(f"{found[1]}acceptance/", {"name": "Jan Kowalski"}).status_code == 302
    (order,) = listed(ann, f"/orders?quote={quote['id']}")
    return order


def delivered(ann: Program, order: dict[str, Any]) -> None:
    """Through its stages; half of it is delivered first, then the rest."""
    stages = {one["meaning"]: one["id"] for one in listed(ann, "/order-stages")}
    (line,) = listed(ann, f"/order-lines?order={order['id']}")
    path = f"/orders/{order['id']}"
    for meaning in ("confirmed", "production", "assembly", "shipped"):
        assert ann.patch(path, {"stage": stages[meaning]}).status == 200, meaning
    half = {"lines": [{"order_line": line["id"], "quantity": "1"}]}
    assert made(ann, f"{path}/deliveries", **half)["delivery_state"] == "partly"
    assert ann.patch(path, {"stage": stages["delivered"]}).status == 422
    assert made(ann, f"{path}/deliveries", **half)["delivery_state"] == "all"
    for meaning in ("delivered", "installed"):
        assert ann.patch(path, {"stage": stages[meaning]}).status == 200, meaning


def contracted(ann: Program, order: dict[str, Any]) -> dict[str, Any]:
    contract = made(ann, f"/orders/{order['id']}/contract")
    path = f"/contracts/{contract['id']}"
    terms = {"term_months": "12", "notice_months": "3", "auto_renews": True, "remind_days": "14"}
    assert ann.patch(path, terms).status == 200
    assert made(ann, f"{path}/sending")["state"] == "sent"
    for form, media in (("pdf", "application/pdf"), ("word", "wordprocessingml")):
        paper = made(ann, f"{path}/document", form=form)
        content = ann.get(f"/files/{paper['id']}/content")
        assert content.status == 200 and media in content.headers["Content-Type"]
    signed = made(ann, f"{path}/signature", by="Jan Kowalski")
    assert signed["state"] == "active"
    return signed


def paid(ann: Program, order: dict[str, Any], inbox: Inbox) -> dict[str, Any]:
    draft = made(ann, f"/orders/{order['id']}/invoice")
    path = f"/invoices/{draft['id']}"
    assert made(ann, f"{path}/issue")["number"].startswith("INV-")
    assert made(ann, f"{path}/sending", to="jan@nowa.example")["state"] == "sent"
    assert next(inbox.last().iter_attachments()).get_content_type() == "application/pdf"
    part = made(ann, f"{path}/payment", amount="1000", means="transfer")
    assert part["state"] == "part-paid"
    return made(ann, f"{path}/payment", means="transfer")


def test_the_thread_from_a_list_to_the_next_order(calls: Caller, inbox: Inbox) -> None:
    ann, root = calls("ann"), calls("root")
    cabinet = prepared(root, ann)
    lead = converted(ann)
    quote = quoted(ann, lead, cabinet)
    assert (quote["net"]["amount"], quote["total"]["amount"]) == ("2400.00", "2952.00")
    order = accepted(ann, quote, inbox)
    deal = ann.get(f"/deals/{lead['deal']}?expand=stage").body
    assert (order["total"], deal["stage"]["kind"]) == (quote["total"], "won")
    delivered(ann, order)
    contract = contracted(ann, order)
    invoice = paid(ann, order, inbox)
    assert (invoice["state"], invoice["open"]["amount"], invoice["paid"]["amount"]) == (
        "paid",
        "0.00",
        "2952.00",
    )
    _renewal_is_announced(ann, contract)
    _one_story(ann, lead["company"])
    _no_island(ann, lead, quote, order, contract, invoice)


def _renewal_is_announced(ann: Program, contract: dict[str, Any]) -> None:
    """The calendar's own work, on the days before and on which the reminder is due."""
    ends = dt.date.fromisoformat(contract["ends_on"])
    told = "/activities?q=Renews&kind=task"
    for days in (150, 100, 80):
        rolling.roll_all(ends - dt.timedelta(days))
        tasks = listed(ann, told)
        assert len(tasks) == (0 if days == 150 else 1), days
    (task,) = tasks
    assert task["about"] == {"entity": "contract", "id": contract["id"]} and "Cabinets" in task["subject"]


STORY = (
    "Quote sent", "Quote opened by the customer", "Quote accepted", "Order entered", "Order confirmed", "Delivered",
    "Contract with the customer", "Contract signed", "Invoice issued", "Invoice sent", "Payment came in",
)  # fmt: skip


def _one_story(ann: Program, company: str) -> None:
    """The customer's timeline, page by page, tells all of it in the order in which it happened."""
    entries: list[dict[str, Any]] = []
    after = ""
    while True:
        page = ann.get(f"/companies/{company}/timeline?limit=7{after}").body
        entries += page["items"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert [entry["at"] for entry in entries] == sorted((entry["at"] for entry in entries), reverse=True)
    told = [entry["text"] for entry in reversed(entries)]
    places = [next((at for at, text in enumerate(told) if text.startswith(step)), -1) for step in STORY]
    assert -1 not in places, told
    assert places == sorted(places), told
    assert sum(text.startswith("Payment came in") for text in told) == 2
    assert any("Needs a cabinet" in str(entry) for entry in entries), "the first call is part of it"


def _no_island(ann: Program, lead: Any, quote: Any, order: Any, contract: Any, invoice: Any) -> None:
    """Every document knows where it comes from."""
    assert {one["company"] for one in (quote, order, contract, invoice)} == {lead["company"]}
    assert {one["deal"] for one in (quote, order, contract, invoice)} == {lead["deal"]}
    assert (order["quote"], contract["order"], invoice["order"]) == (quote["id"], order["id"], order["id"])
    (line,) = listed(ann, f"/invoice-lines?invoice={invoice['id']}")
    (ordered,) = listed(ann, f"/order-lines?order={order['id']}")
    assert (line["configuration"], line["order_line"]) == (ordered["configuration"], ordered["id"])


def test_a_timeline_is_told_to_who_may_see_the_record(calls: Caller, world: Any) -> None:
    path = f"/companies/{world.company.pk}/timeline"
    statuses = {who: calls(who).get(path).status for who in ("ann", "ben", "cat", "dan", None)}
    assert statuses == {"ann": 200, "ben": 200, "cat": 404, "dan": 200, None: 401}
    assert [calls("ann").get(f"{path}?{bad}").status for bad in ("part=x", "after=x", "limit=0", "y=1")] == [
        400
    ] * 4
    assert calls("ann").get("/order-stages/0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11/timeline").status == 404
