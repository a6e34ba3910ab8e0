"""The rule that a command asks for permission before it does anything else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.rules import Rule, python

GATE = {"get", "require", "require_admin", "visible"}
COMMANDS = {"records", "commands"}
# What may stand before the question: looking things up that no record is part of.
HARMLESS = {
    "registry.get",
    "len",
    "set",
    "dict",
    "sorted",
    "list",
    "str",
    "isinstance",
    "Invalid",
    "Refused",
    "_",
}
HARMLESS_METHODS = {"join", "strip", "split", "items"}

Function = ast.FunctionDef


def commands_that_do_not_ask(_path: str, text: str) -> Iterator[str]:
    """The first call of a command that is not harmless asks the gate, or is another command, which asks."""
    functions = {node.name: node for node in ast.walk(ast.parse(text)) if isinstance(node, Function)}
    for function in functions.values():
        if _is_command(function) and not _asks(function, functions, frozenset()):
            yield function.name


def _is_command(function: Function) -> bool:
    return any(isinstance(d, ast.Call) and ast.unparse(d.func) == "command" for d in function.decorator_list)


def _asks(function: Function, known: dict[str, Function], above: frozenset[str]) -> bool:
    """Whether the function's first telling call is a question, or of a function beside it that asks."""
    for call in _in_order(function):
        name = ast.unparse(call.func)
        place, _, verb = name.rpartition(".")
        if (place == "gate" and verb in GATE) or (place in COMMANDS and _names_actor(call)):
            return True
        if name in known and name not in above and _names_actor(call):
            other = known[name]
            return _is_command(other) or _asks(other, known, above | {name})
        if name not in HARMLESS and verb not in HARMLESS_METHODS:
            return False
    return False


def _names_actor(call: ast.Call) -> bool:
    return bool(call.args) and ast.unparse(call.args[0]).startswith("actor")


def _in_order(function: Function) -> list[ast.Call]:
    """As they are evaluated, near enough: inner calls before those they are arguments of."""
    calls = [
        node for statement in function.body for node in ast.walk(statement) if isinstance(node, ast.Call)
    ]
    return sorted(calls, key=lambda call: (call.end_lineno or 0, call.end_col_offset or 0))


ACCESS = "src/clientela/engine/access/commands.py"
SIN = """
@command("deal.win")
def win(actor, deal_id):
    Deal.objects.filter(pk=deal_id).update(state="won")
    gate.get(actor, Deal, deal_id, to="change")
"""
HIDDEN = """
@command("deal.win")
def win(actor, deal_id):
    return _win(actor, deal_id)

def _win(actor, deal_id):
    return gate.unrestricted(Deal, reason="none").get(pk=deal_id)
"""
RULES = [
    Rule(
        "a command asks permission first",
        commands_that_do_not_ask,
        python,
        {"src/clientela/domains/deals/commands.py": SIN, "src/clientela/domains/deals/other.py": HIDDEN},
        {
            f"{ACCESS}:create_first_administrator": "nobody is there to ask; it refuses as soon as somebody is",
            f"{ACCESS}:change_profile": "changes the actor's own name and language and nothing else",
            f"{ACCESS}:set_preferences": "changes the actor's own preferences and nothing else",
            f"{ACCESS}:revoke_token": "a key is its user's own, or an administrator's affair; both are looked at first",
            "src/clientela/engine/screens/preferences.py:put": "changes the actor's own preferences and nothing else",
            "src/clientela/engine/query/saved.py:save": "a view is no record: _own() says whose it is",
            "src/clientela/engine/query/saved.py:delete": "a view is no record: _own() says whose it is",
            "src/clientela/engine/records/merging.py:unmerge": "the merge says whose records are asked for",
            "src/clientela/engine/screens/undo.py:take_back": "reads the actor's own changes; commands that ask take them back",
        },
    )
]
