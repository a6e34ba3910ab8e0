"""Rules about honesty: an exception from a check says why, a test says what it expects."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.rules import Rule, all_python

EXCEPTION = re.compile(
    r"#\s*(?:type:\s*ignore|noqa)\b(?:\[[^\]]*\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(?P<reason>.*)"
)
EXPECTING = {"raises", "warns", "fail", "expect"}


def unexplained(_path: str, text: str) -> Iterator[str]:
    """A check is left out for a reason, which stands in the same line."""
    for number, line in enumerate(text.splitlines(), 1):
        found = EXCEPTION.search(line)
        if found and not re.search(r"\w{2}", found["reason"]):
            yield f"{number} leaves out a check and does not say why"


def _expects(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in EXPECTING or name.startswith("assert")


def unasserting(_path: str, text: str) -> Iterator[str]:
    """A test that asserts nothing can hardly fail."""
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
            inside = list(ast.walk(function))
            asserts = any(isinstance(node, ast.Assert) for node in inside)
            if not asserts and not any(isinstance(node, ast.Call) and _expects(node) for node in inside):
                yield f"{function.name} asserts nothing"


RULES = [
    Rule(
        "a left-out check has its reason",
        unexplained,
        all_python,
        {
            f"src/{n}.py": f"value = 1  # {words}\n"
            for n, words in enumerate(("type: ignore[misc]", "noqa: S608", "noqa"))
        },
    ),
    Rule(
        "a test asserts something",
        unasserting,
        all_python,
        {"tests/test_sin.py": "def test_nothing():\n    call()\n"},
    ),
]
