"""The command `playbook`: one module a subcommand."""

from __future__ import annotations

import click

from playbook_plugins import __version__

from .assets import assets
from .blogroll import blogroll
from .check import check
from .coaching import coaching_notice
from .comments import comments
from .contract import contract
from .diff import diff
from .due import due
from .ids import ids
from .importing import importing
from .new import new
from .options import options
from .schema import schema_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="playbook")
def main() -> None:
    """Write and check a sales-coaching blog and playbook."""


for command in (
    assets,
    blogroll,
    check,
    coaching_notice,
    comments,
    contract,
    diff,
    due,
    ids,
    importing,
    new,
    options,
    schema_command,
):
    main.add_command(command)
