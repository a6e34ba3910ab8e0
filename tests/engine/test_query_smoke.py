from clientela.domains.deals.models import Deal
from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.changes import log
from clientela.engine.entities import registry
from clientela.engine.query import counts, filters, links, paging, phrases, search
from tests import world as w


def test_all(db):
    world = w.build()
    ann = world.actor("ann")
    deal = registry.get("deal")
    for params in (
        [("amount__gte", "1000"), ("company__address.city", "Łódź"), ("owner", "me"), ("stage__kind", "open")],
        [("owner", "my_team"), ("created_at__within", "today"), ("name__contains", "cnc"), ("expected_close__empty", "true")],
        [("filter", '{"none":[{"field":"name","op":"eq","value":"x"},{"field":"loss_reason","op":"eq","value":"price"}]}')],
    ):
        group = filters.parse_params(params, deal)
        rows = gate.visible(ann, Deal).filter(filters.to_q(ann, deal, group))
        assert rows.count() == 1, params
        print(phrases.sentence(ann, deal, group), filters.to_params(group), counts.estimate(rows))
        assert filters.parse_params(filters.to_params(group), deal) == group
    for sort in ("name", "-amount", "company", "-expected_close", "updated_at"):
        page = paging.page(gate.visible(ann, Deal), deal, sort, None, 1)
        assert len(page.items) == 1
    titles = links.titles(ann, deal, page.items)
    print({k: str(v) for k, v in titles.found.items()})
    for text in ("lodz", "petrenko", "петр", "5550110", "igor@example.org", "cnc"):
        hits = search.everywhere(ann, text)
        assert hits, text
        print(text, [h.title for h in hits])
    cat = world.actor("cat")
    assert search.everywhere(cat, "lodz") == []
    print(log.read(None, 3), len(log.history(world.deal)))
    group = filters.parse_params([("tags", "x")], registry.get("company"))
    assert gate.visible(ann, Company).filter(filters.to_q(ann, registry.get("company"), group)).count() == 0
