"""Currencies by sign, word or ISO 4217 code. A sign shared by several countries names the most used one."""

_SIGNS = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY", "￥": "CNY", "元": "CNY", "rmb": "CNY",
    "nt$": "TWD", "nt": "TWD", "hk$": "HKD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "s$": "SGD",
    "r$": "BRL", "mx$": "MXN", "zł": "PLN", "zl": "PLN", "₽": "RUB", "руб": "RUB", "руб.": "RUB", "р.": "RUB", "р": "RUB",
    "₴": "UAH", "грн": "UAH", "грн.": "UAH", "₸": "KZT", "тг": "KZT", "kč": "CZK", "ft": "HUF", "lei": "RON", "лв": "BGN",
    "лв.": "BGN", "₺": "TRY", "tl": "TRY", "₹": "INR", "rs": "INR", "rs.": "INR", "₩": "KRW", "원": "KRW", "฿": "THB",
    "₫": "VND", "₪": "ILS", "₱": "PHP", "₦": "NGN", "kr": "SEK", "kr.": "DKK", "fr.": "CHF", "sfr": "CHF", "br": "BYN",
    "euro": "EUR", "eur.": "EUR", "usd$": "USD",
}  # fmt: skip
_CODE_LIST = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR "
    "ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT "
    "MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD "
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV "
    "WST XAF XCD XOF XPF YER ZAR ZMW ZWL"
)
_CODES = frozenset(_CODE_LIST.split())


def currency_of(text: str) -> str | None:
    """ISO 4217 code, or None when the text names no currency."""
    plain = text.strip().casefold()
    return _SIGNS.get(plain) or (plain.upper() if plain.upper() in _CODES else None)
