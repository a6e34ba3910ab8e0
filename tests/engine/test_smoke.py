import pytest
from django.db import connection

from clientela.engine.access import gate
from clientela.engine.errors import Ungated
from clientela.domains.deals.models import Deal
from clientela.domains.deals import commands
from clientela.engine.records import commands as records
from tests import world as w


def test_smoke(db):
    world = w.build()
    ann = world.actor("ann")
    deal = gate.get(ann, Deal, world.deal.pk)
    print(deal.amount, deal.stage_id, deal.branch_id, deal.team_id, deal.probability)
    with pytest.raises(Ungated):
        list(Deal.objects.all())
    with pytest.raises(Ungated):
        print(deal.company)
    commands.move(ann, deal.pk, world.stages["Proposal"].pk)
    p = records.create(ann.once("k"), "person", {"name": "Jan Nowak"})
    q = records.create(ann.once("k"), "person", {"name": "Jan Nowak"})
    assert p.pk == q.pk
    with connection.cursor() as c:
        c.execute("select seq, command, source, entity, operation, diff from change order by seq")
        for row in c.fetchall():
            print(row)
        c.execute("select search from contacts_person")
        print(c.fetchall())
    assert gate.visible(world.actor("ben"), Deal).count() == 1
    assert gate.visible(world.actor("cat"), Deal).count() == 0
    assert not gate.can(world.actor("ben"), deal, "change")
