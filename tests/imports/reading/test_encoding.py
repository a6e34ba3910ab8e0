"""Encodings: every one of the shared contact lists, their beginnings alone, marks, and damage."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientela.engine.imports.reading.encoding import detect
from tests.shared_data import shared_archive

MESSY = ("messy_encodings", "encodings.tar.gz")


def annotated() -> list[tuple[str, bytes, str]]:
    files = shared_archive(*MESSY)
    lines = files["annotations.txt"].decode().splitlines()[1:]
    return [(name, files[name], codec) for name, _, codec, *_ in (line.split("|") for line in lines if line)]


def read(content: bytes) -> str:
    found = detect(content)
    return content[found.mark :].decode(found.name)


def test_every_shared_list_is_read_as_it_was_written() -> None:
    files = annotated()
    wrong = [
        name for name, content, codec in files if read(content) != content.decode(codec).lstrip("\ufeff")
    ]
    assert len(files) == 14
    assert wrong == []


def test_no_list_needs_its_byte_order_mark() -> None:
    bare = [(content[detect(content).mark :], codec) for _, content, codec in annotated()]
    assert [codec for content, codec in bare if read(content) != content.decode(codec)] == []


def test_a_few_hundred_bytes_are_enough() -> None:
    for name, content, codec in annotated():
        start = content[detect(content).mark :][:600]
        found = detect(start)
        assert start.decode(found.name, "replace") == start.decode(codec, "replace"), name


def test_salesforce_files_with_every_mark_begin_with_their_first_column() -> None:
    files = shared_archive("crm_export_salesforce", "salesforce", "dataloader_testfiles.tar.gz")
    marked = {name: content for name, content in files.items() if "csvtext" in name}
    assert len(marked) >= 6
    for name, content in marked.items():
        found = detect(content)
        assert content[found.mark :].decode(found.name).lstrip('"').startswith("column1"), name


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Имя;Город;Телефон\r\nСергей Иванов;Санкт-Петербург;+7 921 000-00-00\r\n", "cp1251"),
        ("Имя;Город;Телефон\r\nСергей Иванов;Санкт-Петербург;+7 921 000-00-00\r\n", "cp866"),
        ("Imię;Miasto\r\nŁukasz Wiśniewski;Łódź\r\nGrażyna Wójcik;Gdańsk\r\n", "cp1250"),
        ("Imię;Miasto\r\nŁukasz Wiśniewski;Łódź\r\nGrażyna Wójcik;Gdańsk\r\n", "iso8859_2"),
        ("Name;Stadt\r\nJürgen Müller;München\r\nGroß;Köln\r\n", "cp1252"),
        ("Nom;Ville\r\nHélène Lefèvre;Orléans\r\nFrançois;Besançon\r\n", "cp1252"),
        ("Note\r\nthe “best” offer – £9,000 in total\r\n", "cp1252"),
        ("Ad;Şehir\r\nIşık Yıldız;İstanbul\r\nGüneş Çelik;Eskişehir\r\n", "cp1254"),
        ("Όνομα;Πόλη\r\nΓιώργος Παπαδόπουλος;Θεσσαλονίκη\r\n", "cp1253"),
        ("姓名,公司\r\n陳美玲,台灣積體電路製造股份有限公司\r\n", "big5"),
        ("姓名,公司\r\n张伟,北京市朝阳区科技有限公司\r\n", "gb18030"),
        ("名前,会社\r\n田中太郎,株式会社サンプル\r\n", "cp932"),
        ("名前,会社\r\n田中太郎,株式会社サンプル\r\n", "euc_jp"),
        ("이름,회사\r\n김민준,삼성전자 주식회사\r\n", "cp949"),
    ],
)
def test_two_rows_of_a_language_are_read_right(text: str, codec: str) -> None:
    assert read(text.encode(codec)) == text


def test_a_damaged_byte_does_not_make_utf8_something_else() -> None:
    content = ("Łódź;Kraków;Gdańsk\n" * 50).encode() + b"Gda\xf1sk\n"
    assert detect(content).name == "utf_8"


def test_a_character_cut_by_the_end_of_the_sample_is_no_damage() -> None:
    assert detect("Łódź".encode()[:-1]).name == "utf_8"


@given(st.binary(max_size=300))
def test_any_bytes_get_an_encoding_python_knows(content: bytes) -> None:
    found = detect(content)
    content[found.mark :].decode(found.name, "replace")
    assert codecs.lookup(found.name) and 0 <= found.confidence <= 1
