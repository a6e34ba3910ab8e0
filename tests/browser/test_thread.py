"""From the first name on a list to the paid order and the next one, in the browser only: nobody types anything twice."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import Error, Locator, Page, expect

from tests.browser.conftest import People
from tests.mailbox import Inbox

FIRST = "First name,Last name,Company,E-mail,Phone,Lead source,City,Country\n"
ID = "[0-9a-f-]{36}"


def test_from_a_list_to_the_paid_order_and_the_reminder(
    people: People, page: Page, inbox: Inbox, tmp_path: Path
) -> None:
    mark = uuid4().hex[:6]
    lead = brought_in(page, tmp_path, mark)
    called(page, lead, mark)
    qualified(page, lead)
    company = converted(page, mark)
    quoted(page)
    configured(page)
    sent(page, mark)
    accepted(people, inbox, mark)
    order = delivered(page)
    signed(page)
    invoiced(page, order, inbox, mark)
    reminded(page, mark)
    told = one_story(page, company)
    expect(page.locator("#feed")).to_contain_text(f"Interested · Fair {mark}")
    places = [next((at for at, text in enumerate(told) if text.startswith(step)), -1) for step in STORY]
    assert -1 not in places and places == sorted(places), told
    call = next(at for at, text in enumerate(told) if " called Jan Nowak" in text)
    assert call < places[0], told


def brought_in(page: Page, folder: Path, mark: str) -> str:
    """A list becomes leads through the wizard; gives the address of the first."""
    path = folder / "leads.csv"
    phone = f"+48 600 {int(mark, 16) % 1_000_000:06}"
    rows = f"Jan,Nowak {mark},Fabryka {mark},jan@{mark}.example,{phone},Fair,Łódź,Poland\n"
    path.write_text(
        f"{FIRST}{rows}Maria,Lis {mark},Lis {mark},maria@{mark}.example,,Fair,Łódź,Poland\n", encoding="utf-8"
    )
    page.goto("/import/")
    page.set_input_files("input[type=file]", path)
    expect(page.locator("#start")).to_contain_text("Import 2 rows", timeout=15_000)
    page.locator("#start").click()
    page.locator(".outcomes a", has_text=f"Jan Nowak {mark}").click(timeout=30_000)
    page.wait_for_url(re.compile(f"/leads/{ID}/"))
    return page.url


def called(page: Page, lead: str, mark: str) -> None:
    """Whoever has a number is called from a list; what it came to stands on the lead."""
    page.goto(f"/leads/?layout=list&q={mark}")
    page.locator("#sheet a[href^='/telesales/from/']").first.click()
    expect(page.locator("#plan")).to_contain_text("without a telephone number")
    page.fill("[name=name]", f"Fair {mark}")
    page.fill("[name=hours]", "mon-sun 0:00-24:00")
    page.get_by_role("button", name="Make the list").click()
    page.get_by_role("button", name="Next call").click()
    expect(page.locator(".calling-who h1")).to_contain_text(f"Jan Nowak {mark}")
    page.locator("#f-note").fill("Wants two cabinets")
    page.locator("[data-key='1']").click()
    expect(page.locator("#sheet")).to_contain_text("Nobody to call now")
    page.goto(lead)
    expect(page.locator("#feed")).to_contain_text("Wants two cabinets")


def qualified(page: Page, lead: str) -> None:
    """A call is written down; what must be known first is asked for where the lead is converted."""
    page.locator("#composer button", has_text="Log a call").click()
    expect(page.locator("#toasts")).to_contain_text("Call logged")
    page.locator(".lead-verbs a", has_text="Convert").click()
    page.wait_for_url(re.compile("/conversion/"))
    page.locator("[data-convert]").click()
    missing = page.locator("#conversion .notice [role=checkbox]")
    expect(missing.first).to_be_visible()
    for left in range(missing.count(), 0, -1):
        missing.first.click()
        expect(missing).to_have_count(left - 1)
    assert page.url.startswith(lead)


def converted(page: Page, mark: str) -> str:
    """The lead becomes company, person and deal; gives the address of the company."""
    page.locator("[name='deal.name']").fill(f"Cabinets {mark}")
    page.locator("[data-convert]").click()
    page.wait_for_url(re.compile(f"/deals/{ID}/"))
    expect(page.locator("h1")).to_contain_text(f"Cabinets {mark}")
    return page.locator("#v-company a").first.get_attribute("href") or ""


def quoted(page: Page) -> None:
    page.locator("#related-quote header a").click()
    page.locator("dialog.side[open] .btn-primary").click()
    page.wait_for_url(re.compile(f"/quotes/{ID}/"))


def configured(page: Page) -> None:
    """What cannot be built cannot be chosen; what can comes back to the line with its price."""
    page.get_by_role("link", name="Edit lines").first.click()
    page.wait_for_url(re.compile("/lines/"))
    page.get_by_role("button", name="Line", exact=True).click()
    row = page.locator("[data-rows] [data-row]").last
    row.get_by_role("combobox", name="Product").fill("Control cabinet")
    row.locator(".picker-list [role=option]", has_text="Control cabinet").first.click()
    row.get_by_role("button", name="Configure").click()
    page.wait_for_url(re.compile("/configurator/"))
    expect(page.get_by_role("radio", name="IP65 A filter")).to_be_disabled()
    page.get_by_role("radio", name="Stainless steel 304").check()
    expect(page.locator(".sum-steps")).to_contain_text("Stainless steel 304")
    page.get_by_role("button", name="Save and go back").click()
    page.wait_for_url(re.compile("/lines/"))
    row = page.locator("[data-rows] [data-row]").last
    row.locator("[name$='.quantity']").fill("2")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(f"/quotes/{ID}/$"))
    expect(page.locator(".doc-lines")).to_contain_text("Enclosure: Stainless steel 304")


def mailed(page: Page, mark: str) -> None:
    """The panel knows the customer's address; it is gone when the mail is."""
    panel = page.locator("dialog.side[open]")
    expect(panel.locator("[name=to]")).to_have_value(f"jan@{mark}.example")
    panel.get_by_role("button", name="Send", exact=True).click()
    expect(panel).to_have_count(0, timeout=20_000)


def sent(page: Page, mark: str) -> None:
    page.get_by_role("button", name="Send", exact=True).click()
    mailed(page, mark)
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()


def accepted(people: People, inbox: Inbox, mark: str) -> None:
    """The customer opens the link of the mail, on a telephone, and says yes."""
    message = inbox.last()
    (paper,) = message.iter_attachments()
    assert message["To"] == f"jan@{mark}.example" and paper.get_content()[:5] == b"%PDF-"
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://\S+/q/\S+/", body.get_content())
    assert found is not None
    with people.open(None, "phone") as context:
        customer = context.new_page()
        customer.goto(urlsplit(found[0]).path)
        expect(customer.locator("main")).to_contain_text("Stainless steel 304")
        customer.fill("[name=name]", "Jan Nowak")
        customer.locator("#answer button.btn-primary").click()
        expect(customer.locator("#answer button.btn-primary")).to_have_count(0)
        expect(customer.locator("main")).to_contain_text("Jan Nowak")


def stage(page: Page, name: str) -> Locator:
    return page.locator(".stage-steps > li", has_text=name)


def move(page: Page, name: str) -> None:
    stage(page, name).get_by_role("button").click()
    expect(stage(page, name)).to_have_attribute("aria-current", "step")


def delivered(page: Page) -> str:
    """The order that the answer made goes through its stages; gives its address."""
    page.reload()
    expect(page.locator("#sheet")).to_contain_text("Accepted")
    page.locator(".panel a[href^='/orders/0']").first.click()
    page.wait_for_url(re.compile(f"/orders/{ID}/"))
    for name in ("Confirmed", "In production", "In assembly", "Shipped"):
        move(page, name)
    page.get_by_role("button", name="Deliver", exact=True).click()
    panel = page.locator("dialog.side[open]")
    panel.get_by_role("button", name="Deliver", exact=True).click()
    expect(panel).to_have_count(0)
    expect(page.locator("#sheet")).to_contain_text("All delivered")
    for name in ("Delivered", "Installed"):
        move(page, name)
    return page.url


def fill_in(page: Page, key: str, value: str) -> None:
    """A field is changed where it stands."""
    field = page.locator(f"#v-{key}")
    control = field.locator("input:not([type=hidden])")
    # News of what was just made may draw the page anew while the field opens.
    for _try in range(3):
        field.click()
        with suppress(Error):
            control.wait_for(timeout=1_500)
            break
    control.fill(value)
    page.keyboard.press("Enter")
    expect(field.locator("form")).to_have_count(0)


def signed(page: Page) -> None:
    """A contract of one month, so that its reminder is due when it is signed."""
    page.get_by_role("button", name="Draft a contract from this order").click()
    page.wait_for_url(re.compile(f"/contracts/{ID}/"))
    fill_in(page, "term_months", "1")
    expect(page.locator("#v-ends_on")).not_to_have_text("Add")
    page.get_by_role("button", name="It is with the customer").click()
    expect(page.get_by_role("button", name="It is with the customer")).to_have_count(0)
    page.locator("summary", has_text="Signed").click()
    page.locator("[name=by]").fill("Jan Nowak")
    page.get_by_role("button", name="Both have signed").click()
    expect(page.locator("#sheet .record-head, #sheet header").first).to_contain_text("Active")


def invoiced(page: Page, order: str, inbox: Inbox, mark: str) -> None:
    page.goto(order)
    page.get_by_role("button", name="Invoice what is left").click()
    page.wait_for_url(re.compile(f"/invoices/{ID}/"))
    page.get_by_role("button", name="Issue", exact=True).click()
    page.get_by_role("button", name="Send", exact=True).click()
    mailed(page, mark)
    assert next(inbox.last().iter_attachments()).get_content_type() == "application/pdf"
    page.locator("summary", has_text="Paid").click()
    page.get_by_role("button", name="Write down").click()
    expect(page.locator("summary", has_text="Paid")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("is paid")


def reminded(page: Page, mark: str) -> None:
    """The seller's day says that the contract ends, and a task is on the contract's page."""
    page.goto("/")
    page.get_by_role("region", name="Renewals").get_by_role("link", name=f"Cabinets {mark}").first.click()
    page.wait_for_url(re.compile(f"/contracts/{ID}/"))
    expect(page.locator(".tasks")).to_contain_text(re.compile(f"Ends on .*Cabinets {mark}"))


STORY = (
    "Quote sent", "Quote opened by the customer", "Quote accepted", "Order entered", "Order confirmed", "Delivered",
    "Contract with the customer", "Contract signed", "Invoice issued", "Invoice sent", "Payment came in",
)  # fmt: skip


def one_story(page: Page, company: str) -> list[str]:
    """What the customer's page tells, from the first to the last."""
    page.goto(company)
    more = page.locator("#feed .feed-more :is(a, button)")
    while more.count():
        before = page.locator("#feed li").count()
        more.first.click()
        page.wait_for_function("n => document.querySelectorAll('#feed li').length > n", arg=before)
    return list(reversed(page.locator("#feed .feed-head").all_inner_texts()))
