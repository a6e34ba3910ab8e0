"""From a visitor's question to a deal, and back: nobody types anything twice."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import People


def test_a_visitors_form_becomes_a_scored_lead_a_deal_and_a_lead_again(
    people: People, size: str, page: Page
) -> None:
    firm = f"Visitor {uuid4().hex[:6]}"
    with people.open(None, size) as context:
        ask(context.new_page(), firm)
    page.goto(f"/leads/?layout=list&q={firm.replace(' ', '+')}")
    page.locator("#sheet a[href^='/leads/0']").first.click()
    page.wait_for_url(re.compile("/leads/[0-9a-f-]{36}/"))
    lead = page.url
    qualify(page, size)
    convert(page, firm)
    page.goto(lead)
    page.get_by_role("button", name="Take the conversion back").click()
    expect(page.locator(".lead-verbs a", has_text="Convert")).to_be_visible()
    page.goto(f"/companies/?q={firm.replace(' ', '+')}")
    expect(page.locator("#sheet")).not_to_contain_text(f"{firm} Ltd")
    expect(page.get_by_role("link", name=firm, exact=True)).to_have_count(0)


def ask(public: Page, firm: str) -> None:
    """What a visitor does, who first mistypes an address."""
    public.goto("/f/quote/?utm_campaign=Spring")
    public.fill("[name=name]", f"Maria {firm}")
    public.fill("[name=company_name]", firm)
    public.fill("[name=email]", "nobody")
    public.fill("[name=interest]", "A lathe")
    public.locator("[name='address.country']").fill("Poland")
    public.locator("button.btn-primary").click()
    expect(public.locator("body")).to_contain_text("is not an e-mail address")
    expect(public.locator("[name=company_name]")).to_have_value(firm)
    public.fill("[name=email]", f"{uuid4().hex[:6]}@visitor.example")
    public.check("[name=consent]")
    public.locator("button.btn-primary").click()
    expect(public.get_by_role("heading", name="Thank you")).to_be_visible()


def qualify(page: Page, size: str) -> None:
    expect(page.locator(".lead-verbs")).to_contain_text("by the rule “Poland, in turn”")
    for name in ("Who decides", "Budget"):
        box = page.get_by_role("checkbox", name=name)
        box.click()
        expect(box).to_have_attribute("aria-checked", "true")
    if size == "phone":
        page.locator("label", has_text="Related").first.click()
    expect(page.locator("#lead-score")).to_contain_text("Says what they need")


def convert(page: Page, firm: str) -> None:
    page.locator(".lead-verbs a", has_text="Convert").click()
    page.wait_for_url(re.compile("/conversion/"))
    expect(page.locator("#convert-company")).to_contain_text(firm)
    page.locator("[name='deal.name']").fill(f"Lathe for {firm}")
    page.locator("[data-convert]").click()
    page.wait_for_url(re.compile("/deals/[0-9a-f-]{36}/"))
    expect(page.locator("h1")).to_contain_text(f"Lathe for {firm}")
