"""`playbook new`: a post, a checklist, a plan or a worksheet to start from."""

from __future__ import annotations

import datetime

import click

from playbook_plugins.shared.ids import id_from
from playbook_plugins.shared.writing import write_text

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

CHECKLIST = """---
title: {quoted}
description: ""
---

# {title}

When to use it, in one sentence.

/// checklist | {title}
    id: {id}

### First

- [ ] The first thing to do {{#first-thing .required}}
- [ ] The second, with room for a note {{#second-thing .note}}
///
"""

PLAN = """---
title: {quoted}
description: ""
---

# {title}

When to use it, in one sentence.

/// action-plan | {title}
    id: {id}

| Area               | Goal       | Action              | Owner | Due  | Status |
|--------------------|------------|---------------------|-------|------|--------|
| Sales {{#first-row}} | Your goal  | The first step      | Me    | +30d | To do  |
///
"""

WORKSHEET = """---
title: {quoted}
description: ""
---

# {title}

When to use it, in one sentence.

//// worksheet | {title}
    id: {id}

### Before {{#before}}

- What do you want from it? ____ {{#want .long .required}}
- On which day? ____ {{#day .date}}

### After {{#after opens-when=before}}

- How did it go? ____ {{#how}}
    - ( ) As we wanted {{#as-wanted}}
    - ( ) Partly {{#partly}}
- [ ] The next date is in both calendars {{#next-date .required}}

/// action-plan | What we do next
    id: {id}-actions

| Action | Who | By | Status |
|--------|-----|----|--------|
| The first step {{#first-step}} | Me | +7d | To do |
///
////
"""

TEXTS = {"post": POST, "checklist": CHECKLIST, "plan": PLAN, "worksheet": WORKSHEET}


@click.command()
@click.argument("what", type=click.Choice(sorted(TEXTS)))
@click.argument("title")
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), help="The post's date; today if left out."
)
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def new(what: str, title: str, date: datetime.datetime | None, config_file: str) -> None:
    """Make a new post, checklist, plan or worksheet called TITLE."""
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
    write_text(path, TEXTS[what].format(title=plain, quoted=quoted, id=name, date=day))
    click.echo(site.shown(path))
