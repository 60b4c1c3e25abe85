"""`playbook new`: a post, a checklist, a plan or a worksheet to start from."""

from __future__ import annotations

import datetime

import click

from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.ids import id_from
from playbook_plugins.shared.writing import write_text

from .coaching import new_team
from .site_options import read_site

POST = """---
title: {quoted}
uid: {id}
date: {date}
authors: []
categories: []
description: ""
draft: true
---

Open with a scene or a claim. Two short paragraphs.

<!-- more -->

## What happened

"""

PAGE = """---
title: {quoted}
description: ""
---

# {title}

When to use it, in one sentence.

"""


def texts() -> dict[str, str]:
    """What may be begun → its text: a post, and a page with a sheet of each kind that has one."""
    starters = [kind.starter for kind in KINDS.values() if kind.starter]
    return {"post": POST, **{each.word: PAGE + each.text for each in starters}}


@click.command()
@click.argument("what", type=click.Choice(sorted([*texts(), "team"])))
@click.argument("title", required=False)
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), help="The post's date; today if left out."
)
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def new(what: str, title: str | None, date: datetime.datetime | None, config_file: str) -> None:
    """Make a new post, checklist, plan or worksheet called TITLE; or `team`, the coach's pages."""
    if what == "team":
        new_team(config_file)
        return
    if not title:
        raise click.UsageError(f'Give the {what} a title: playbook new {what} "Its title"')
    site = read_site(config_file)
    name = id_from(title, fallback=what)
    folder = site.docs / (f"{site.blog_dir}/posts" if what == "post" else "playbook")
    path = folder / f"{name}.md"
    if path.exists():
        raise click.ClickException(f"{site.shown(path)} is here already. Choose another title.")
    day = (date or datetime.datetime.now()).date().isoformat()
    plain = " ".join(title.split())
    quoted = '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
    folder.mkdir(parents=True, exist_ok=True)
    write_text(path, texts()[what].format(title=plain, quoted=quoted, id=name, date=day))
    click.echo(site.shown(path))
