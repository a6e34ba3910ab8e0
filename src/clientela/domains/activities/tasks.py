from clientela.domains.activities.reminders import remind
from clientela.engine.jobs.task import every

every("* * * * * */20", "activities.remind")(remind)
