"""`playbook contract`: what a sheet looks like as HTML, for whoever writes or reads it by hand."""

from __future__ import annotations

import click

from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.writing import write_text
from playbook_plugins.worksheets.contract import FOLDER, SHARED, files


@click.command()
@click.argument("what", default=SHARED, type=click.Choice([SHARED, *sorted(KINDS)]))
@click.option("--write", is_flag=True, help="Write all of it into this package, after a change.")
def contract(what: str, write: bool) -> None:
    """Print the HTML contract that all sheets share, or what the kind WHAT adds, as JSON."""
    made = files()
    if not write:
        click.echo(made[f"{what}.json"], nl=False)
        return
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        write_text(FOLDER / name, text)
