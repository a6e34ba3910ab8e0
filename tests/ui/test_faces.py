import pytest

from clientela.ui.faces import TINTS, initials, tint


@pytest.mark.parametrize(
    "name, letters",
    [
        ("Anna Wiśniewska", "AW"),
        ("Игорь Петренко-Воскресенский", "ИП"),
        ("Zakłady Przemysłowe „Łódź-Południe” Spółka z o.o.", "ŁP"),
        ("ООО «Мосстройинвест-Девелопмент»", "МД"),
        ("ИП Кузнецова Анастасия Владимировна", "КА"),
        ("台北精密機械股份有限公司", "台"),
        ("김민준", "김"),
        ("Böhringer & Künzler", "BK"),
        ("Allegro", "AL"),
        ("ООО", "ОО"),
        ("  ", "?"),
        (None, "?"),
    ],
)
def test_a_name_becomes_one_or_two_letters(name, letters):
    assert initials(name) == letters


def test_the_same_key_always_has_the_same_tint():
    assert tint("0190-abc") == tint("0190-abc")
    assert {tint(number) for number in range(100)} == {f"h{number}" for number in range(1, TINTS + 1)}
