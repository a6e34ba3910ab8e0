"""Formulas in exported cells are text to a spreadsheet and themselves again on import."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientela.engine.imports.reading.export_safe import neutralise, restore


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "-2+3+cmd|' /C calc'!A0", "＝1"],
)
def test_formulas_get_an_apostrophe(cell: str) -> None:
    assert neutralise(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Ann", "-5", "-5.20", "+48600123456", "a=b", "'tis", "1-2"])
def test_ordinary_cells_stay_as_they_are(cell: str) -> None:
    assert neutralise(cell) == cell


@given(st.text(st.sampled_from("'=+-@\t\r\n1.a＝"), max_size=8) | st.text(max_size=20))
def test_whatever_goes_out_comes_back(cell: str) -> None:
    assert restore(neutralise(cell)) == cell


@given(st.text(st.sampled_from("'=+-@\t\r\n1.a"), max_size=8))
def test_nothing_that_goes_out_is_a_formula(cell: str) -> None:
    out = neutralise(cell)
    assert out[:1] not in tuple("=+-@\t\r\n") or out.lstrip("+-").replace(".", "", 1).isdigit()
