from clientela.domains.invoices.recurring import bill_all
from clientela.domains.invoices.reminding import age_all
from clientela.engine.jobs.task import every


@every("40 2 * * *", "invoices.age")
def age() -> None:
    age_all()


@every("50 2 * * *", "invoices.bill")
def bill() -> None:
    bill_all()
