"""`playbook assets`: script and style for engines that run no plugins."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

STATIC = Path(__file__).parents[1] / "static"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def assets(folder: Path) -> None:
    """Copy the worksheets' script and style into FOLDER.

    For Zensical: name the copies under extra_javascript and extra_css.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(STATIC.iterdir()):
        shutil.copyfile(file, folder / file.name)
        click.echo((folder / file.name).as_posix())
