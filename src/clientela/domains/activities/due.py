"""When something is due, as people type it: "tue", "tomorrow 10", "in 3 days", «завтра», "jutro o 10", 「明天」."""

from __future__ import annotations

import datetime as dt
import re

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.engine.fields.base import BadValue, Context
from clientela.engine.fields.moments import DateTime

# A day without a time is meant for its morning.
MORNING = dt.time(9)

NEAR = {
    0: "today dziś dzis dzisiaj сегодня 今天 今日",
    1: "tomorrow tmr jutro завтра 明天",
    2: "overmorrow pojutrze послезавтра 後天 后天",
}
WEEKDAYS = (
    "mon monday pon pn poniedziałek poniedzialek пн понедельник 週一 周一 星期一 禮拜一",
    "tue tues tuesday wt wto wtorek вт вторник 週二 周二 星期二 禮拜二",
    "wed wednesday śr śro sr środa środę sroda ср среда среду 週三 周三 星期三 禮拜三",
    "thu thur thurs thursday czw czwartek чт четверг 週四 周四 星期四 禮拜四",
    "fri friday pt pią piątek piatek пт пятница пятницу 週五 周五 星期五 禮拜五",
    "sat saturday sob so sobota sobotę сб суббота субботу 週六 周六 星期六 禮拜六",
    "sun sunday nd nie niedz niedziela niedzielę вс воскресенье 週日 周日 星期日 禮拜日 週天 星期天",
)
UNITS = {
    "minutes": "m min mins minute minutes minut minuty minutę мин минут минуты минуту 分鐘 分钟 分",
    "hours": "h hour hours godz godzin godziny godzinę ч час часа часов 小時 小时",
    "days": "d day days dzień dni день дня дней 天 日",
    "weeks": "w week weeks tydzień tygodnie tygodni tydz неделя неделю недели недель нед 週 周 星期",
    "months": "month months miesiąc miesiące miesięcy мес месяц месяца месяцев 個月 个月 月",
}
NEXT = {
    relativedelta(weeks=1): (
        "next week",
        "za tydzień",
        "przyszły tydzień",
        "через неделю",
        "на следующей неделе",
        "下週",
        "下周",
    ),
    relativedelta(months=1): ("next month", "za miesiąc", "через месяц", "下個月", "下个月"),
}

_DAYS = {word: number for number, words in NEAR.items() for word in words.split()}
_WEEKDAYS = {word: number for number, words in enumerate(WEEKDAYS) for word in words.split()}
_UNITS = {word: unit for unit, words in UNITS.items() for word in words.split()}
_NEXT = {phrase: step for step, phrases in NEXT.items() for phrase in phrases}

_SPAN = re.compile(r"(?:in|za|через)?\s*(\d{1,3})\s*([^\W\d_]+?)\s*(?:後|后|later)?")
_CLOCK = re.compile(r"(?:\b(?:at|o|в|@)\s*)?(\d{1,2})(?:[:.](\d{2})|\s*點)?\s*(am|pm)?")
_LEAD = re.compile(r"^(?:on|next|this|w|we|в|во|下|這|这)\s+")


def read(text: str, now: dt.datetime | None = None) -> dt.datetime | None:
    """The moment that is meant, in the time zone in force; None for nothing. Raises BadValue."""
    words = " ".join(text.casefold().split())
    if not words:
        return None
    here = timezone.localtime(now)
    found = _span(words, here) or _phrase(words, here)
    if found is None and any(character.isdigit() for character in words):
        found = _written(text)
    if found is None:
        raise BadValue(
            _("“%s” is not a time; try “tomorrow 10”, “tue”, “in 3 days” or 2026-05-31.") % text[:40]
        )
    return found


def _span(words: str, here: dt.datetime) -> dt.datetime | None:
    """in 3 days, za 2 tygodnie, через час, 3天後"""
    match = _SPAN.fullmatch(words)
    unit = _UNITS.get(match[2]) if match else None
    if match is None or unit is None:
        return None
    moment = here + relativedelta(**{unit: int(match[1])})  # type: ignore[arg-type]  # which argument it is, the unit says
    return (
        moment.replace(second=0, microsecond=0)
        if unit in ("minutes", "hours")
        else _at(moment.date(), MORNING)
    )


def _phrase(words: str, here: dt.datetime) -> dt.datetime | None:
    """A day by name, and perhaps a time of day after it."""
    for cut in (len(words), *(at.start() for at in re.finditer(r"\s", words)), *_after_ideograph(words)):
        day = _day(words[:cut].strip(), here)
        clock = _clock(words[cut:].strip())
        if day is not None and clock is not None:
            return _at(day, clock)
    clock = _clock(words) if re.search(r"[:點]|am$|pm$|^(at|o|в)\s", words) else None
    if clock is None:
        return None
    return _at(here.date() if clock > here.time() else here.date() + dt.timedelta(1), clock)


def _after_ideograph(words: str) -> list[int]:
    """Chinese puts no space between the day and the time."""
    return [match.start(1) for match in re.finditer(r"[\u4e00-\u9fff](\d)", words)]


def _day(name: str, here: dt.datetime) -> dt.date | None:
    if name in _NEXT:
        return here.date() + _NEXT[name]
    if name in _DAYS:
        return here.date() + dt.timedelta(_DAYS[name])
    weekday = _WEEKDAYS.get(_LEAD.sub("", name))
    if weekday is None:
        return None
    return here.date() + dt.timedelta((weekday - here.weekday() - 1) % 7 + 1)


def _clock(words: str) -> dt.time | None:
    if not words:
        return MORNING
    match = _CLOCK.fullmatch(words)
    if match is None:
        return None
    hour = int(match[1]) % 12 + 12 * (match[3] == "pm") if match[3] else int(match[1])
    minute = int(match[2] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _at(day: dt.date, clock: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, clock))


def _written(text: str) -> dt.datetime | None:
    try:
        found: dt.datetime | None = DateTime(key="due", label="").clean(text, Context())
    except BadValue:
        return None
    has_time = ":" in text
    return found if found is None or has_time else _at(timezone.localtime(found).date(), MORNING)
