"""Month names in the languages customers' exports are written in, full and short, by their first letters."""

_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"),
    "ru1": ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    "uk": ("січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
    "pl": ("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
    "pl1": ("styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień"),
    "de": ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"),
    "de1": ("jänner", "feber", "maerz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
}  # fmt: skip

_FULL = {name: number for names in _NAMES.values() for number, name in enumerate(names, 1)}
# Four letters are tried for short forms before three (“sept”, “июнь”/“июль” differ in the third).
_SHORT: dict[str, int] = {}
_CLASHES: set[str] = set()
for _name, _number in _FULL.items():
    for _size in (3, 4):
        if _SHORT.setdefault(_name[:_size], _number) != _number:
            _CLASHES.add(_name[:_size])
for _clash in _CLASHES:
    del _SHORT[_clash]


def month_number(word: str) -> int:
    """1–12, or 0 when the word is no month."""
    plain = word.casefold().rstrip(".")
    return _FULL.get(plain) or (_SHORT.get(plain, 0) if len(plain) <= 4 else 0)
