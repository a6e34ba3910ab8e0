"""clientela user create, clientela token create"""

import json
import sys
from typing import Annotated
from uuid import UUID

import typer

from clientela.config.cli._database import Folder, Json, answering, connected, fail

commands = typer.Typer()
user = typer.Typer(help="People who sign in.", no_args_is_help=True)
token = typer.Typer(help="Keys for other programs.", no_args_is_help=True)
commands.add_typer(user, name="user")
commands.add_typer(token, name="token")


@user.command("create")
def create_user(
    email: Annotated[str, typer.Argument(help="The address this person signs in with.")],
    role: Annotated[list[str], typer.Option("--role", help="A role's name; may be repeated.")],
    name: Annotated[str, typer.Option(help="The person's name; by default taken from the address.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    data: Folder = None,
    as_json: Json = False,
) -> None:
    """Create a person. Without a password, they cannot sign in until one is set."""
    password = _read_password() if password_stdin or sys.stdin.isatty() else None
    with connected(data, purpose="user create"), answering():
        from clientela.engine.access import commands as access
        from clientela.engine.access.actor import SYSTEM

        made = access.create_user(
            SYSTEM, name=name or _name_in(email), email=email, password=password, roles=_roles(role)
        )
        result = {"id": str(made.pk), "email": made.email, "name": made.name, "roles": role}
    typer.echo(json.dumps(result) if as_json else f"Created {result['email']} ({', '.join(role)}).")


@token.command("create")
def create_token(
    email: Annotated[str, typer.Option("--user", help="Whose rights the key has.")],
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help="read, write, admin, deal:read …")
    ] = None,
    name: Annotated[str, typer.Option(help="What the key is for.")] = "Command line",
    days: Annotated[int | None, typer.Option(help="Days until it expires; never by default.", min=1)] = None,
    data: Folder = None,
    as_json: Json = False,
) -> None:
    """Create a key for the API and print it, this once."""
    with connected(data, purpose="token create"), answering():
        from clientela.engine.access import commands as access
        from clientela.engine.access.actor import SYSTEM
        from clientela.engine.access.models import User

        owner = User.objects.filter(email__iexact=email, deleted_at=None).first()
        if owner is None:
            fail(f"There is nobody with the address {email}.")
        made, key = access.create_token(SYSTEM, owner.pk, name=name, scopes=scope or (), days=days)
        result = {"id": str(made.pk), "token": key, "scopes": list(made.scopes)}
    typer.echo(json.dumps(result) if as_json else key)


def _read_password() -> str:
    if sys.stdin.isatty():
        entered: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return entered
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        fail("Standard input held no password.", 2)
    return password


def _name_in(email: str) -> str:
    return email.split("@")[0].replace(".", " ").replace("_", " ").title()


def _roles(names: list[str]) -> list[UUID]:
    from clientela.engine.access import commands as access
    from clientela.engine.access.actor import SYSTEM
    from clientela.engine.access.models import Role

    access.create_preset_roles(SYSTEM)
    found = []
    for name in names:
        role = Role.objects.filter(name__iexact=name).first()
        if role is None:
            known = ", ".join(Role.objects.values_list("name", flat=True))
            fail(f"There is no role “{name}”. There are: {known}.")
        found.append(role.pk)
    return found
