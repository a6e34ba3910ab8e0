"""clientela doctor"""

import json

import typer

from clientela.config.cli._database import Folder, Json, chosen

commands = typer.Typer()


@commands.command()
def doctor(data: Folder = None, as_json: Json = False) -> None:
    """Check everything and say what to do. Exit status 1 when something needs doing."""
    from clientela.config.server import checkup

    findings = checkup.findings(chosen(data))
    if as_json:
        typer.echo(json.dumps([finding.__dict__ for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.healthy else 'BAD '} {finding.subject}: {finding.state}")
            if finding.remedy:
                typer.echo(f"     → {finding.remedy}")
    raise typer.Exit(0 if all(finding.healthy for finding in findings) else 1)
