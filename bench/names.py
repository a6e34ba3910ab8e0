"""What the seeded people and companies are called: the demo's four countries, with many more family names."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate

from anyascii import anyascii

from clientela.config.demo.countries import COUNTRIES, Country

# Family names put together from common beginnings and endings, so that a million people do not share sixty names.
PARTS = {
    "PL": ("Kos Bor Jas Wit Mal Zaw Gór Lip Rad Mos Brzoz Sob Krz Śliw Pio Czar Now Star", "owski icki ański ecki iak czyk owicz ała ura eja"),
    "DE": ("Berg Stein Hof Wald Bach Feld Kirch Ober Nieder Hart Lauter Rosen Eich Brunn Grün Schön", "mann er bauer meier inger hauser ner berg thaler ke"),
    "RU": ("Бел Черн Голуб Вороб Медвед Сокол Зайц Волк Карп Морож Гром Степ Бор Луг Рябин Калин", "ов ев ин ский цев енко ников анов ушин ачёв"),
    "TW": ("陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 洪 郭 邱 曾 廖 賴 徐 周 葉 蘇 莊 呂 江 何 蕭 羅 高 潘 簡 朱 鍾 游 彭 詹 胡 施 沈", ""),
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Names of one country with how often each occurs: the n-th family is n times rarer than the first."""

    country: Country
    given: tuple[str, ...]
    families: tuple[str, ...]
    weights: tuple[float, ...]

    def person(self, chance: random.Random) -> tuple[str, str]:
        return chance.choice(self.given), chance.choices(self.families, cum_weights=self.weights)[0]


def _names(country: Country) -> Names:
    begins, ends = PARTS[country.code]
    families = [family for family, _woman in country.families]
    families += [begin + end for end in ends.split() or [""] for begin in begins.split()]
    families = list(dict.fromkeys(families))
    given = (*country.women, *country.men)
    if country.family_first:
        given += tuple(
            a + b for a in "志建家俊冠承柏文怡美淑雅佳慧詩欣" for b in "明傑豪宏宇恩翰雄君玲芬婷穎敏涵怡"
        )
    return Names(
        country, given, tuple(families), tuple(accumulate(1 / (n + 8) for n in range(len(families))))
    )


NAMES = tuple(_names(country) for country in COUNTRIES)


def slug(text: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in anyascii(text).lower()).strip("-")
