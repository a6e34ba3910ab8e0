from clientela.domains.performance.forecasting import take_snapshot
from clientela.domains.performance.keeping import catch_up
from clientela.engine.jobs.task import every


@every("* * * * *", "performance.catch_up")
def keep_up() -> None:
    catch_up()


# Also when Monday was missed: a snapshot is taken once a week, whenever the clock first runs in it.
every("7 3 * * *", "performance.snapshot")(take_snapshot)
