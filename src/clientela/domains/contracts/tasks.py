from clientela.domains.contracts.rolling import roll_all
from clientela.engine.jobs.task import every


@every("20 2 * * *", "contracts.roll")
def roll() -> None:
    roll_all()
