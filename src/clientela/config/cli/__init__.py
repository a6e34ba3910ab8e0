"""The `clientela` command. Every module beside this one adds its commands: a Typer named `commands`."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import typer

app = typer.Typer(
    name="clientela",
    help="Clientela, an integrated customer relationship system.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


def main() -> None:
    for module in iter_modules(__path__):
        if not module.name.startswith("_"):
            app.add_typer(import_module(f"{__name__}.{module.name}").commands)
    try:
        app(prog_name="clientela")
    except KeyboardInterrupt:
        sys.exit(130)
