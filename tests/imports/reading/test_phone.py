"""The fast path agrees with phonenumbers on everything."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientela.engine.imports.reading.phone import Phone, by_the_book, normalise

REGIONS = [
    "US",
    "GB",
    "DE",
    "RU",
    "PL",
    "TW",
    "IT",
    "FR",
    "KZ",
    "CA",
    "BR",
    "MX",
    "AR",
    "IN",
    "JP",
    "CN",
    "SE",
    "UA",
    "SM",
    "VA",
    "AU",
    "",
]


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("+48 600 123 456", "", Phone("+48600123456")),
        ("600 123 456", "PL", Phone("+48600123456")),
        ("8 (921) 123-45-67", "RU", Phone("+79211234567")),
        ("(650) 253-0000 ext. 12", "US", Phone("+16502530000", "12")),
        ("1 650 253 0000", "US", Phone("+16502530000")),
        ("030 12345678", "DE", Phone("+493012345678")),
        ("0049 30 12345678", "PL", Phone("+493012345678")),
        ("+44 (0)20 7946 0018", "", Phone("+442079460018")),
        ("06 12345678", "IT", Phone("+390612345678")),
        ("600 123 456", "", None),
        ("123", "PL", None),
        ("BusinessPhone", "US", None),
        ("", "US", None),
    ],
)
def test_numbers_as_customers_write_them(text: str, region: str, number: Phone | None) -> None:
    assert normalise(text, region) == number


@st.composite
def dialled(draw: st.DrawFn) -> tuple[str, str]:
    """A number near a real one of a region, with a prefix that may or may not be right, and separators."""
    region = draw(st.sampled_from(REGIONS[:-1]))
    example = phonenumbers.example_number(region)
    assert example is not None
    digits = list(phonenumbers.national_significant_number(example))
    for index in draw(st.lists(st.integers(0, len(digits) - 1), max_size=6)):
        digits[index] = draw(st.sampled_from("0123456789"))
    code = str(example.country_code)
    lead = draw(
        st.sampled_from(
            [
                "",
                "0",
                "8",
                "1",
                "+" + code,
                "+" + code + "0",
                "00" + code,
                code,
                "011" + code,
                "+",
                "810" + code,
            ]
        )
    )
    tail = draw(st.sampled_from(["", "", "", "0", "12"]))
    marks = draw(st.lists(st.sampled_from(["", "", " ", "-", ".", "(", ")", "/"]), min_size=30, max_size=30))
    text = "".join(char + mark for char, mark in zip(lead + "".join(digits) + tail, marks * 2, strict=False))
    return text, draw(st.sampled_from([region, *REGIONS]))


@settings(max_examples=600, deadline=None)
@given(dialled())
def test_the_fast_path_says_what_phonenumbers_says(case: tuple[str, str]) -> None:
    assert normalise(*case) == by_the_book(*case)


@settings(deadline=None)
@given(st.text("+0123456789 -.()/xABC٣＋", max_size=22), st.sampled_from(REGIONS))
def test_it_agrees_on_anything_like_a_number(text: str, region: str) -> None:
    assert normalise(text, region) == by_the_book(text, region)
