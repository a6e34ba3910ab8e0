"""Rules about Python: sizes, layers, signals, managers, who asks permission."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.rules import Rule, all_python, migrations, python

MOST_LINES, MOST_IN_FUNCTION = 400, 40
GATED = "src/clientela/engine/access/gate.py"


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (found for found in ast.walk(node) if isinstance(found, ast.Call))


def _functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(ast.parse(text)) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))


def _imports(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Line, module and names of each import; names is empty for `import module`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "", [alias.name for alias in node.names]


def long_files(_path: str, text: str) -> Iterator[str]:
    if (lines := text.count("\n")) > MOST_LINES:
        yield f"{lines} lines"


def long_functions(_path: str, text: str) -> Iterator[str]:
    for function in _functions(text):
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > MOST_IN_FUNCTION:
            yield f"{function.name} has {lines} lines"


def http(path: str, text: str) -> Iterator[str]:
    """Requests and responses are known to views and the engine; rules and queries are not about the web."""
    if "/engine/" in path or path.endswith("/views.py"):
        return
    yield from (f"{line} {module}" for line, module, _ in _imports(text) if module.startswith("django.http"))


def signals(_path: str, text: str) -> Iterator[str]:
    """What happens stands in the command that does it, or follows from the change log."""
    for _line, module, names in _imports(text):
        if module.endswith("signals") or module.startswith("django.dispatch") or "signals" in names:
            yield module


def _is_view(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    first = next(iter(function.args.args), None)
    return (
        first is not None
        and first.annotation is not None
        and ast.unparse(first.annotation).endswith("Request")
    )


def managers_in_views(_path: str, text: str) -> Iterator[str]:
    """A view asks a query or calls a command; what is in the database is not its business."""
    for function in filter(_is_view, _functions(text)):
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and node.attr in (
                "objects",
                "_default_manager",
                "_base_manager",
            ):
                yield f"{function.name} uses {ast.unparse(node)}"


def passing(_path: str, text: str) -> Iterator[str]:
    """Only the gate lets a queryset through."""
    for call in _calls(ast.parse(text)):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "passing":
            yield f"{call.lineno}"


def printing(_path: str, text: str) -> Iterator[str]:
    for call in _calls(ast.parse(text)):
        if isinstance(call.func, ast.Name) and call.func.id in ("print", "breakpoint"):
            yield f"{call.lineno} {call.func.id}"


ORDER = ["models", "policy", "queries", "commands", "forms", "tasks", "views", "urls"]


def leftward(path: str, text: str) -> Iterator[str]:
    """Inside a domain imports run urls → views → tasks → forms → commands → queries → policy → models."""
    place, _, name = path.removesuffix(".py").rpartition("/")
    if "/domains/" not in path or name not in ORDER:
        return
    package = place.removeprefix("src/").replace("/", ".")
    for line, module, names in _imports(text):
        met = (
            names
            if module == package
            else [module.removeprefix(package + ".")]
            if module.startswith(package)
            else []
        )
        yield from (f"{line} {n}" for n in met if n in ORDER and ORDER.index(n) >= ORDER.index(name))


RAISED = {"Refused", "BadValue", "Invalid", "BadFilter"}


def untranslated_refusals(_path: str, text: str) -> Iterator[str]:
    """What a person is told goes through gettext."""
    for call in _calls(ast.parse(text)):
        if isinstance(call.func, ast.Name) and call.func.id in RAISED:
            for said in call.args[:1]:
                for node in _bare(said):
                    yield f"{node.lineno} {ast.unparse(node)}"


def _bare(said: ast.expr) -> Iterator[ast.expr]:
    """Sentences in an expression that no function has seen: literals, f-strings, formatted literals, lists of them."""
    match said:
        case ast.Constant(value=str()):
            yield said
        case ast.JoinedStr(values=values):
            yield from (
                value for value in values if isinstance(value, ast.Constant) and _is_worded(value.value)
            )
        case ast.BinOp(left=left):
            yield from _bare(left)
        case ast.Dict(values=values) | ast.List(elts=values):
            for value in values:
                yield from _bare(value)


def _is_worded(text: object) -> bool:
    return any(character.isalpha() for character in str(text))


def automatic_migrations(path: str, text: str) -> Iterator[str]:
    """Named by what they do; they outlive the code, so they import none but the columns' own classes."""
    if "_auto_" in path:
        yield "is named by nobody"
    for line, module, _names in _imports(text):
        if module.startswith("clientela") and module != "clientela.engine.records.search_field":
            yield f"{line} imports {module}"


SCREEN = "src/clientela/domains/deals/views.py"
RULE = "src/clientela/domains/deals/rules.py"
RULES = [
    Rule("a file has at most 400 lines", long_files, all_python, {RULE: "x = 1\n" * 401}),
    Rule(
        "a function has at most 40 lines",
        long_functions,
        all_python,
        {RULE: "def f():\n" + "    x = 1\n" * 40},
    ),
    Rule(
        "django.http stays in views and engine",
        http,
        python,
        {
            RULE: "from django.http import HttpResponse\n",
            "src/clientela/config/x.py": "import django.http.request\n",
        },
        {
            "src/clientela/config/health.py": "two views that must answer when the engine cannot",
            "src/clientela/config/security.py": "a middleware",
            "src/clientela/config/compression.py": "a middleware",
            "src/clientela/ui/context.py": "what Django gives every template begins with the request",
            "src/clientela/ui/shortcuts.py": "what Django gives every template begins with the request",
        },
    ),
    Rule(
        "there are no signals",
        signals,
        python,
        {
            RULE: "from django.db.models.signals import post_save\n",
            SCREEN: "from django.dispatch import receiver\n",
        },
        {
            "src/clientela/engine/api/problems.py": "tells Django's test client and logs of an error that it has answered itself"
        },
    ),
    Rule(
        "no manager in a view",
        managers_in_views,
        python,
        {
            SCREEN: "def index(request: Request) -> HttpResponse:\n    return render(request, 'x', {'all': Deal.objects.all()})\n"
        },
        {
            "src/clientela/engine/api/merges.py:_found uses Merge.objects": "the merge says which record the gate is asked for",
        },
    ),
    Rule(
        "only the gate lets a queryset pass",
        passing,
        python,
        {RULE: "rows = Deal.objects.all().passing()\n"},
        {
            GATED: "is the gate",
            "src/clientela/engine/records/models.py": "who holds a record has passed the gate for it already",
            "src/clientela/engine/records/command.py": "gives a command's earlier answer to the same actor again",
            "src/clientela/engine/access/models.py": "who signs in has no actor yet",
        },
    ),
    Rule(
        "nothing is printed",
        printing,
        python,
        {RULE: "print('here')\n"},
    ),
    Rule(
        "inside a domain imports run towards models",
        leftward,
        python,
        {
            "src/clientela/domains/deals/queries.py": "from clientela.domains.deals.commands import win\n",
            "src/clientela/domains/deals/commands.py": "from clientela.domains.deals import views\n",
        },
    ),
    Rule(
        "a refusal is in the reader's language",
        untranslated_refusals,
        python,
        {
            RULE: "def f():\n    raise Refused('No.')\n",
            SCREEN: "def f():\n    raise Invalid({'name': ['No %s.' % x]})\n",
        },
        {
            "src/clientela/config/demo/build.py": "is told to whoever starts a server, in the language of its command line"
        },
    ),
    Rule(
        "migrations are named and import no code",
        automatic_migrations,
        migrations,
        {
            "src/clientela/domains/deals/migrations/0002_auto_20260101.py": "",
            "src/clientela/domains/deals/migrations/0002_x.py": "from clientela.domains.deals.models import Deal\n",
        },
    ),
]
