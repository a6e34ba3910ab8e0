"""Address books: every shared card without loss of names, numbers and addresses, and the odd ones in particular."""

import io
import quopri
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from clientela.engine.imports.reading import Table, Unreadable, open_table
from tests.shared_data import shared_archive

Fields = dict[str, str]


def cards_of(content: str | bytes) -> list[Fields]:
    found = table(content)
    return [
        {name: value for name, value in zip(found.columns, row.values, strict=True) if value}
        for row in found.rows()
    ]


def table(content: str | bytes) -> Table:
    octets = content if isinstance(content, bytes) else content.encode()
    return open_table(io.BytesIO(octets), "people.vcf")


def card(*lines: str) -> Fields:
    return cards_of("\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""]))[0]


def raw_values(content: bytes) -> list[str]:
    """The words of all N, FN, TEL and EMAIL values, found independently of the reader: by unfolding and one pattern."""
    text = content.decode("utf-8", "surrogateescape").replace("\r", "")
    text = re.sub(r"=\n(?=[ =])", "", text)  # soft breaks of quoted-printable
    text = re.sub(r"\n[ \t]", "", text)
    found = re.findall(r"^(?:[\w-]+\.)?(?:N|FN|TEL|EMAIL)((?:;[^:\n]*)?):(.*)$", text, re.M | re.I)
    words: list[str] = []
    for parameters, value in found:
        if "QUOTED-PRINTABLE" in parameters.upper():
            value = quopri.decodestring(value.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
        value = value.removeprefix("tel:").replace("\\,", ",").replace("\\;", ";")
        words += [word for word in re.split(r"[;,\s]+|ext=|\\n", value) if word and "\ufffd" not in word]
    return words


def test_no_shared_card_loses_a_name_a_number_or_an_address() -> None:
    files = {
        name: content
        for name, content in shared_archive("vcards", "vcards.tar.gz").items()
        if name.endswith(".vcf")
    }
    lost: dict[str, list[str]] = {}
    for name, content in files.items():
        wanted = raw_values(content)
        text = "\n".join(value for fields in read_or_nothing(content) for value in fields.values())
        missing = [word for word in wanted if word not in text]
        if missing:
            lost[name] = missing
    assert len(files) >= 47
    assert lost == {}


def read_or_nothing(content: bytes) -> list[Fields]:
    """Two shared files hold only empty properties."""
    try:
        return cards_of(content)
    except Unreadable as refusal:
        assert "no card with content" in str(refusal)
        return []


def test_every_shared_card_with_content_is_a_row() -> None:
    files = shared_archive("vcards", "vcards.tar.gz")
    counts = {
        name.rsplit("/", 1)[-1]: len(read_or_nothing(content))
        for name, content in files.items()
        if name.endswith(".vcf")
    }
    assert counts["John_Doe_ANDROID.vcf"] == 6
    assert counts["gmail-list.vcf"] == 3
    assert counts["009.vcf"] == 10
    assert sum(counts.values()) >= 65


def test_a_card_becomes_named_columns() -> None:
    fields = card(
        "N:Kowalska;Anna;Maria;Dr.;",
        "FN:Dr. Anna Maria Kowalska",
        "ORG:ACME\\, Inc.;Sales;East",
        "TEL;TYPE=work,voice:+48 22 000 00 00",
        "TEL;TYPE=cell:+48 600 000 000",
        "TEL;TYPE=CELL:+48 600 000 001",
        "item1.EMAIL;type=INTERNET:a@example.org",
        "item1.X-ABLabel:_$!<Assistant>!$_",
        "ADR;TYPE=home:;;Main St 1;Łódź;;90-001;Poland",
        "CATEGORIES:VIP,Partner",
        "NOTE:two\\nlines\\; and more",
        "X-CRM-REGION:East",
    )
    assert fields == {
        "Full name": "Dr. Anna Maria Kowalska", "Prefix": "Dr.", "First name": "Anna", "Middle name": "Maria",
        "Last name": "Kowalska", "Organisation": "ACME, Inc.", "Department": "Sales / East",
        "Phone (work)": "+48 22 000 00 00", "Phone (mobile)": "+48 600 000 000", "Phone (mobile) 2": "+48 600 000 001",
        "Email (Assistant)": "a@example.org", "Address (home): Street": "Main St 1", "Address (home): City": "Łódź",
        "Address (home): Postal code": "90-001", "Address (home): Country": "Poland", "Categories": "VIP, Partner",
        "Note": "two\nlines; and more", "Crm region": "East",
    }  # fmt: skip


def test_parts_of_a_second_address_stay_together() -> None:
    fields = card("FN:A", "ADR;TYPE=home:;;One;Oslo;;;", "ADR;TYPE=home:;;Two;Oslo;;;")
    assert fields["Address (home) 2: Street"] == "Two"
    assert fields["Address (home) 2: City"] == "Oslo"


def test_quoted_printable_in_any_character_set_with_soft_breaks() -> None:
    assert (
        card("FN;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=C8=E2=E0=ED=\r\n=EE=E2")["Full name"]
        == "Иванов"
    )
    assert card("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91;=41=3B;;;")["Last name"] == "Ñ"


def test_folded_lines_and_tel_uris_of_version_4() -> None:
    fields = card("FN:Simon\r\n  Perreault", 'TEL;VALUE=uri;TYPE="work,voice":tel:+1-418-656-9254;ext=102')
    assert fields["Full name"] == "Simon Perreault"
    assert fields["Phone (work)"] == "+1-418-656-9254 ext. 102"


def test_pictures_are_left_out_with_a_notice_and_everything_after_them_is_read() -> None:
    found = table(
        "BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\n AAAA\nBBBB\nTEL:123456\nEND:VCARD\n"
    )
    assert [row.values for row in found.rows()] == [["A", "123456"]]
    assert [(notice.kind, notice.row) for notice in found.notices] == [("card", 3)]


def test_broken_cards_are_read_as_far_as_they_go() -> None:
    found = table("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nnonsense\nEND:VCARD\nFN:C\n")
    assert [row.values for row in found.rows()] == [["A"], ["B"], ["C"]]
    assert found.notice_count == 4


def test_a_whole_book_in_utf_16_or_cp1251() -> None:
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Сергей Иванов\r\nN:Иванов;Сергей;;;\r\nEND:VCARD\r\n"
    for codec in ("utf-16", "cp1251", "utf-8-sig"):
        assert cards_of(text.encode(codec))[0]["Full name"] == "Сергей Иванов"


PIECES = st.lists(
    st.sampled_from(
        ["BEGIN:VCARD\n", "END:VCARD\n", "FN", "N", "TEL", ";", ":", "=", '"', "\\", "\n", " ", "a", "ENCODING=QUOTED-PRINTABLE",
         "ENCODING=BASE64", "CHARSET=zip", "CHARSET=base64", "=C3", "^n", "item1.", "TYPE=", ",", "é"]
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES.map("".join))
def test_any_card_is_read_or_refused(body: str) -> None:
    try:
        found = table("BEGIN:VCARD\n" + body)
        assert all(len(row.values) == len(found.columns) for row in found.rows())
    except Unreadable as refusal:
        assert str(refusal)
