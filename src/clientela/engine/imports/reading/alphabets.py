"""Letters by falling frequency, per language, and the byte encodings a language is written in.

The orders are the commonly published ones; only the rank is used, so small differences between sources do not
matter. For languages in Latin script only the letters beyond a–z are listed: plain ones are the same byte in
every candidate and decide nothing.
"""

from typing import NamedTuple


class Alphabet(NamedTuple):
    language: str
    letters: str  # lower case, most frequent first
    encodings: tuple[str, ...]
    latin: bool


_CYRILLIC = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")
_CENTRAL = ("cp1250", "iso8859_2", "cp852")
_WESTERN = ("cp1252", "iso8859_15", "mac_roman", "cp850")

ALPHABETS: tuple[Alphabet, ...] = (
    Alphabet("ru", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", _CYRILLIC, False),
    Alphabet("uk", "оанивтерсікдлпмуязьгбчйхцжшєюїщфґ", ("cp1251", "koi8_u", "iso8859_5"), False),
    Alphabet("be", "анікоелрысятудпмвзцгьўбчйжхюшэёф", ("cp1251", "iso8859_5"), False),
    Alphabet("bg", "аиоетнрсвлкдпмзбъгуячжщцхшюйфь", ("cp1251", "iso8859_5", "cp866"), False),
    Alphabet("sr", "аиоенртсувдкјлмпбзгчжшћцхљњђфџ", ("cp1251", "iso8859_5"), False),
    Alphabet("el", "αοιετσνηυρπκμςλάίόδέγήώθύβχφξζψϊϋΐΰ", ("cp1253", "iso8859_7"), False),
    Alphabet("he", "יוהלארתבמשנכקדפםחעטגןסזצךףץ", ("cp1255",), False),
    Alphabet("ar", "الينمرتوبةعدسفهكقحجطصشخضزذثغظئءؤأإآى", ("cp1256",), False),
    Alphabet("pl", "łęąóśżćńź", _CENTRAL, True),
    Alphabet("cs", "áíěéřčšžýůúťďňó", _CENTRAL, True),
    Alphabet("sk", "áíčéžýšúľťôňďóäŕĺ", _CENTRAL, True),
    Alphabet("hu", "éáöóőüíűú", _CENTRAL, True),
    Alphabet("hr", "čšžćđ", _CENTRAL, True),
    Alphabet("ro", "ăîâţşșț", _CENTRAL, True),
    Alphabet("de", "üäöß", (*_WESTERN, *_CENTRAL), True),
    Alphabet("fr", "éèêàçîôëâïûùœüÿæ", _WESTERN, True),
    Alphabet("es", "óíáéñúüªº", _WESTERN, True),
    Alphabet("pt", "ãçáéíóêõâúàôü", _WESTERN, True),
    Alphabet("it", "èàòùìéîó", _WESTERN, True),
    Alphabet("nl", "ëéïèöüóáê", _WESTERN, True),
    Alphabet("sv", "äöåéü", _WESTERN, True),
    Alphabet("da", "øåæéöäü", _WESTERN, True),
    Alphabet("is", "áíðóéöþæúý", _WESTERN, True),
    Alphabet("fi", "äöåšž", _WESTERN, True),
    Alphabet("tr", "ıüşğçöîâû", ("cp1254",), True),
    Alphabet("lt", "ėšžįųūčąę", ("cp1257",), True),
    Alphabet("lv", "āīēšūņļžčģķ", ("cp1257",), True),
    Alphabet("et", "äõüöšž", ("cp1257", "cp1252"), True),
)

# Characters that open the frequency tables of the four East Asian scripts, with the commonest parts of names.
HANGUL_COMMON = frozenset(
    "이다는의에을를하고지한가로기자서도은사리시인대나정어그일아해부수보과제장원상주전성여김박최조윤강임영민준현"
)
SIMPLIFIED_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧伟芳娜敏静丽强磊军洋勇艳杰涛明超秀英华平"
    "公司有限名称电话邮箱地址姓备注"
)
TRADITIONAL_COMMON = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實"
    "王李張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅梁宋鄭謝韓唐馮于董蕭偉芳美淑麗惠雅婷怡君志明俊傑家豪冠宇承恩"
    "公司有限名稱電話郵箱地址姓備註"
)
JAPANESE_COMMON = frozenset(
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新"
    "田山川木村井藤佐高橋渡辺伊鈴小林加吉松清美子郎太翔蓮結菜陽葵悠真石原野島谷岡池崎株式名氏電話"
)
