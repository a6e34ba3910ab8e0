"""What companies, people and places are called in the demo's four countries. All of it is made up here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """Words of one country; `firm` is a pattern of {place}, {family}, {trade} and {form}."""

    code: str
    currency: str
    rate: float
    branch: str
    language: str
    phone: str
    places: tuple[tuple[str, str, str], ...]
    trades: tuple[tuple[str, str], ...]
    forms: tuple[str, ...]
    firms: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]
    jobs: tuple[str, ...]
    deals: tuple[str, ...]
    notes: tuple[str, ...]
    steps: tuple[str, ...]
    family_first: bool = False


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """ "Kowalski/Kowalska Nowak" → (male, female) forms."""
    return tuple((word.split("/")[0], word.split("/")[-1]) for word in text.split())


POLAND = Country(
    code="PL", currency="PLN", rate=4.3, branch="Warszawa", language="pl", phone="+48 {a} {b:03d} {c:02d} {d:02d}",
    places=(
        ("Łódź", "93-172", "łódzkie"), ("Warszawa", "00-844", "mazowieckie"), ("Kraków", "31-564", "małopolskie"), ("Gdańsk", "80-557", "pomorskie"),
        ("Wrocław", "53-601", "dolnośląskie"), ("Poznań", "61-131", "wielkopolskie"), ("Białystok", "15-399", "podlaskie"), ("Częstochowa", "42-202", "śląskie"),
        ("Świdnica", "58-100", "dolnośląskie"), ("Bydgoszcz", "85-870", "kujawsko-pomorskie"),
    ),
    trades=(
        ("Zakłady Metalowe", "metal"), ("Browar Rzemieślniczy", "food"), ("Stocznia Remontowa", "manufacturing"), ("Elektrownia Słoneczna", "energy"), ("Piekarnia", "food"),
        ("Drukarnia", "media"), ("Centrum Logistyczne", "logistics"), ("Szpital Wojewódzki", "healthcare"), ("Przędzalnia", "textiles"), ("Fabryka Okien", "construction"),
        ("Biuro Projektowe", "consulting"), ("Hurtownia Elektryczna", "electronics"),
    ),
    forms=("Sp. z o.o.", "S.A.", "Sp. z o.o. sp.k.", "Sp. j.", ""),
    firms=("{trade} „{place}” {form}", "{trade} {family} i Synowie {form}", "{trade} „Północ” {form}", "{trade} „Nad Wartą” {form}", "{family} {trade} {form}"),
    women=("Anna", "Katarzyna", "Magdalena", "Małgorzata", "Agnieszka", "Zofia", "Ewa", "Joanna", "Łucja", "Bożena", "Żaneta", "Halina"),
    men=("Krzysztof", "Paweł", "Tomasz", "Michał", "Łukasz", "Grzegorz", "Stanisław", "Wojciech", "Andrzej", "Jędrzej", "Bartłomiej", "Zbigniew"),
    families=_pairs("Wiśniewski/Wiśniewska Wójcik Kowalczyk Kamiński/Kamińska Lewandowski/Lewandowska Zieliński/Zielińska Szymański/Szymańska Woźniak Dąbrowski/Dąbrowska Kozłowski/Kozłowska Brzęczyszczykiewicz Żółć Pawłowski/Pawłowska Sikora Gołębiewski/Gołębiewska Ślusarczyk"),
    streets=("ul. Rzgowska {n}", "al. Niepodległości {n}", "ul. Świętokrzyska {n}", "pl. Wolności {n}", "ul. Żeromskiego {n}", "ul. Przemysłowa {n}/{m}"),
    jobs=("Prezes zarządu", "Dyrektor handlowy", "Kierownik zakupów", "Kierownik utrzymania ruchu", "Główna księgowa", "Inżynier procesu", "Specjalista ds. zakupów"),
    deals=("Linia CNC, {n} sztuki", "Umowa serwisowa {y}–{z}", "Modernizacja hali {n}", "Sprężarki śrubowe, {n} szt.", "Roboty paletyzujące", "Falowniki {n} MW"),
    notes=("Budżet zatwierdzony, czekamy na decyzję zarządu w piątek.", "Prosi o rozbicie dostawy na dwie części.", "Konkurencja dała 4 % taniej, ale termin jest dla nich ważniejszy.", "Wysłałem katalog i cennik, oddzwonią po urlopach."),
    steps=("Wysłać poprawioną ofertę", "Zadzwonić po urlopie", "Umówić wizytę w zakładzie", "Przygotować umowę", "Przypomnieć o zamówieniu"),
)  # fmt: skip

GERMANY = Country(
    code="DE", currency="EUR", rate=1.0, branch="München", language="de", phone="+49 {a} {b:03d}{c:02d}{d:02d}",
    places=(
        ("München", "80339", "Bayern"), ("Tuttlingen", "78532", "Baden-Württemberg"), ("Köln", "50667", "Nordrhein-Westfalen"), ("Düsseldorf", "40213", "Nordrhein-Westfalen"),
        ("Hamburg", "20457", "Hamburg"), ("Leipzig", "04109", "Sachsen"), ("Nürnberg", "90402", "Bayern"), ("Saarbrücken", "66111", "Saarland"), ("Görlitz", "02826", "Sachsen"),
    ),
    trades=(
        ("Werkzeugmaschinenbau", "machinery"), ("Medizintechnik", "medical"), ("Großhandel", "retail"), ("Fährgesellschaft", "logistics"), ("Käserei", "food"), ("Feinmechanik", "manufacturing"),
        ("Übersetzungsbüro", "services"), ("Messtechnik", "electronics"), ("Stahlhandel", "metal"), ("Verlag", "media"), ("Solarpark", "energy"),
    ),
    forms=("GmbH", "GmbH & Co. KG", "AG", "e.K.", "KG"),
    firms=("{place}er {trade} {form}", "{family} {trade} {form}", "{family} & Söhne {form}", "{trade} {family} {form}", "Vereinigte {trade} {place} {form}"),
    women=("Sabine", "Julia", "Katharina", "Ursula", "Anke", "Brigitte", "Jördis", "Käthe", "Lena", "Heike"),
    men=("Jonas", "Jürgen", "Matthias", "Wolfgang", "Sören", "Günther", "Felix", "Götz", "Andreas", "Tobias"),
    families=_pairs("Müller Schmidt Schröder Böhringer Künzle Weiß Groß Jäger Köhler Brandt Hofstätter Rößler Söllner Lindemann Vögele"),
    streets=("Landsberger Straße {n}", "Königsallee {n}", "Am Mühlbach {n}", "Industriestraße {n}", "Bahnhofstr. {n}a"),
    jobs=("Geschäftsführer", "Einkaufsleitung", "Leitung Instandhaltung", "Produktionsleitung", "Assistenz der Geschäftsführung", "Kaufmännische Leitung"),
    deals=("Rahmenvertrag Spindeln {y}–{z}", "Verpackungslinie, gebraucht", "Messstation {place}", "{n} Infusionspumpen mit Wartung", "Preisliste {y}, Jahresvertrag", "Retrofit Halle {n}"),
    notes=("Angebot liegt dem Einkauf vor, Entscheidung bis Monatsende.", "Wünscht Referenzen aus der Medizintechnik.", "Lieferzeit ist wichtiger als der Preis.", "Frau Köhler ist bis zum 12. im Urlaub; danach nachfassen."),
    steps=("Angebot nachfassen", "Muster schicken", "Besuch vereinbaren", "Vertragsentwurf senden", "Rückruf"),
)  # fmt: skip

RUSSIA = Country(
    code="RU", currency="RUB", rate=95.0, branch="Москва", language="ru", phone="+7 {a} {b:03d}-{c:02d}-{d:02d}",
    places=(
        ("Москва", "115114", "Москва"), ("Санкт-Петербург", "191186", "Санкт-Петербург"), ("Екатеринбург", "620014", "Свердловская область"), ("Казань", "420111", "Татарстан"),
        ("Новосибирск", "630099", "Новосибирская область"), ("Владивосток", "690091", "Приморский край"), ("Йошкар-Ола", "424000", "Марий Эл"), ("Ярославль", "150000", "Ярославская область"),
    ),
    trades=(
        ("Лесопромышленная компания", "forestry"), ("Машиностроительный завод", "machinery"), ("Торговый дом", "retail"), ("Строительный трест", "construction"), ("Комбинат питания", "food"),
        ("Морской порт", "logistics"), ("Приборостроительный завод", "electronics"), ("Медицинский центр", "medical"), ("Типография", "media"), ("Агрофирма", "agriculture"),
    ),
    forms=("ООО", "АО", "ПАО", "ИП"),
    firms=("{form} «{trade} {place}»", "{form} «{trade} “Север”»", "{form} «{family} и партнёры»", "{form} «Уральский {trade}»", "{form} «{trade} “Восток”»"),
    women=("Екатерина", "Ольга", "Наталья", "Ирина", "Светлана", "Анастасия", "Людмила", "Татьяна", "Мария", "Юлия"),
    men=("Дмитрий", "Игорь", "Сергей", "Алексей", "Андрей", "Владимир", "Николай", "Фёдор", "Юрий", "Павел"),
    families=_pairs("Иванов/Иванова Соколов/Соколова Кузнецов/Кузнецова Петренко-Воскресенский/Петренко-Воскресенская Орлов/Орлова Щербаков/Щербакова Лебедев/Лебедева Жуков/Жукова Фёдоров/Фёдорова Юдин/Юдина Цветков/Цветкова Ершов/Ершова"),
    streets=("ул. Ленина, {n}", "Невский пр., {n}", "ул. Садовая, {n}, стр. {m}", "Волгоградский пр., {n}", "наб. Макарова, {n}"),
    jobs=("Генеральный директор", "Директор по закупкам", "Главный инженер", "Начальник цеха", "Главный бухгалтер", "Менеджер по закупкам"),
    deals=("Тендер {y}/{n}: прессовое оборудование", "Линия распила, модернизация", "Кассовое оборудование", "Весовое оборудование, {n} шт.", "Сервисный договор {y}", "Системы управления, этап {n}"),
    notes=("Договорились о встрече на заводе, ждут техническое задание.", "Просят отсрочку платежа 30 дней.", "Тендер объявят в следующем месяце, нужны сертификаты.", "Бюджет утверждён, осталось согласование с юристами."),
    steps=("Подготовить тендерную заявку", "Позвонить Ирине", "Отправить каталог", "Согласовать договор", "Договориться о встрече"),
)  # fmt: skip

TAIWAN = Country(
    code="TW", currency="TWD", rate=35.0, branch="台北", language="zh-hant", phone="+886 {a} {b:04d} {c:02d}{d:02d}",
    places=(
        ("台北市", "110", "信義區"), ("新竹市", "300", "東區"), ("高雄市", "801", "前金區"), ("臺中市", "403", "西區"), ("臺南市", "700", "中西區"), ("基隆市", "202", "中正區"), ("花蓮市", "970", "花蓮縣"),
    ),
    trades=(
        ("精密機械", "machinery"), ("半導體設備服務", "technology"), ("港務運輸", "logistics"), ("醫療器材", "medical"), ("漁業生產", "food"), ("海上風電維運", "energy"), ("紡織", "textiles"), ("電子零件", "electronics"),
        ("茶葉", "food"), ("印刷", "media"),
    ),
    forms=("股份有限公司", "有限公司", "貿易行", "合作社"),
    firms=("{place}{trade}{form}", "{family}氏{trade}{form}", "大同{trade}{form}", "新光{trade}{form}", "東海{trade}{form}", "永豐{trade}{form}"),
    women=("怡君", "美玲", "淑芬", "雅婷", "佳穎", "慧敏", "詩涵", "欣怡"),
    men=("志明", "俊傑", "冠宇", "家豪", "建宏", "承恩", "柏翰", "文雄"),
    families=_pairs("陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 歐陽"),
    streets=("信義路五段{n}號", "光復路二段{n}號", "中正四路{n}號", "民權路{n}號{m}樓", "成功路{n}號"),
    jobs=("總經理", "採購經理", "廠長", "工程師", "財務長", "業務經理", "特助"),
    deals=("五軸加工中心（{n} 台）", "無塵室維護 {y}", "冷藏設備更新", "輸液幫浦 {n} 台", "人員運輸船服務 {n} 年", "設備保養合約 {y}"),
    notes=("預算已通過，等董事會簽核。", "希望分兩批交貨。", "對手報價較低，但交期比我們長。", "下週到新竹廠區拜訪。"),
    steps=("寄送樣品與報價單", "電話確認交期", "安排拜訪", "合約續約會議", "追蹤報價"),
    family_first=True,
)  # fmt: skip

COUNTRIES = (POLAND, GERMANY, RUSSIA, TAIWAN)
