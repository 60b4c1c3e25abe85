"""`playbook new team` and `playbook coaching-notice`: the pages of the coaching loop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from playbook_plugins.forms.questions import questions
from playbook_plugins.kinds.coaching.notice import notice
from playbook_plugins.shared.coaching import Coaching, coaching_from
from playbook_plugins.shared.writing import write_text
from playbook_plugins.worksheets.lock import Standing
from playbook_plugins.worksheets.words import words_for

from .sheets import all_sheets
from .site_options import (
    Site,
    extensions_of,
    hand_out,
    nav_indent,
    options_of,
    read_config,
    read_site,
)

TEAM = """---
title: Team
description: Who was asked for what, what came back, and what to talk about next.
hide: [toc]
search: {{exclude: true}}
---

# Team

For coaches. Everything on this page stays in this browser.

/// team
///
{preset}"""
PRESET = """
## Ready to ask for

/// assignment | {title}
    id: {id}
    sheet: {sheet}
    due: +4d{focus}
    say: Ten minutes are enough.
///
"""
DESK = """---
title: My worksheets
description: What was asked of you, what you promised, and every copy that you keep in this browser.
hide: [toc]
---

# My worksheets

/// desk
///
"""
NOTICE = """---
title: What your coach keeps
description: What is kept, where, for how long, who sees it, and how it is erased.
---

# What your coach keeps

/// coaching-notice
///
"""


def write_team(site: Site) -> list[Path]:
    """The pages of the loop that are not there yet, written into the folder `playbook`."""
    texts = {
        "team.md": TEAM.format(preset=_preset(all_sheets(site))),
        "my-worksheets.md": DESK,
        "what-your-coach-keeps.md": NOTICE,
    }
    folder = site.docs / "playbook"
    fresh = {folder / name: text for name, text in texts.items() if not (folder / name).exists()}
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in fresh.items():
        write_text(path, text)
    return list(fresh)


def tell_team(site: Site, written: list[Path], nav: str | None) -> None:
    """Say which pages were written, and where they belong: `nav` is what stands before each entry
    there, None on a site without one."""
    for path in written:
        click.echo(site.shown(path))
    if nav is not None:
        lines = [f"{nav}- {path.relative_to(site.docs).as_posix()}" for path in written]
        click.echo("\nAdd them to nav in mkdocs.yml:\n\n" + "\n".join(lines))
    click.echo("\nBefore you begin, show the page What your coach keeps to your people.")


def _preset(standing: list[Standing]) -> str:
    """A first request: for the site's review, where it has one."""
    reviews = [each.block for each in standing if each.block.kind == "review"]
    if not reviews:
        return ""
    sheet = reviews[0]
    asked = [n for n, e in questions(sheet).items() if e.anchor and not e.private]
    open_ones = [n for n in asked if questions(sheet)[n].type in ("text", "long")][:2]
    return PRESET.format(
        title=f"{sheet.title}, next week",
        id=f"{sheet.id}-next-week",
        sheet=sheet.id,
        focus=f"\n    focus: {' '.join(open_ones)}" if open_ones else "",
    )


def coaching_of(values: dict[str, Any]) -> Coaching:
    """What a site sets of the loop, under the plugin or under the Markdown extension."""
    plugin = next(iter(options_of(values, "playbook/worksheets")), {})
    extension = extensions_of(values).get("playbook_worksheets", {})
    return coaching_from(plugin.get("coaching") or extension.get("coaching"))


@click.command("coaching-notice")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def coaching_notice(file: Path | None, config_file: str) -> None:
    """Write the fact sheet on coaching to FILE, or print it: Markdown, to print or to send.

    It says what is kept, where, how long, who sees it and how it is erased, from what mkdocs.yml
    sets. On a page of the site, write the block coaching-notice instead: it follows your options.
    """
    values = read_config(config_file)[1]
    theme = values.get("theme")
    language = str(theme.get("language") or "en") if isinstance(theme, dict) else "en"
    parts = [f"# {values.get('site_name') or 'Coaching'}\n"]
    for heading, lines in notice(coaching_of(values), words_for(language)):
        mark = "- " if len(lines) > 1 else ""
        parts.append(f"\n## {heading}\n\n" + "".join(f"{mark}{line}\n" for line in lines))
    hand_out("".join(parts), file)


def new_team(config_file: str) -> None:
    """Write the pages of the loop, and say where they belong."""
    site = read_site(config_file)
    written = write_team(site)
    if not written:
        folder = site.shown(site.docs / "playbook")
        raise click.ClickException(f"The pages of the loop are here already, in {folder}.")
    has_nav = bool(read_config(config_file)[1].get("nav"))
    tell_team(site, written, nav_indent(Path(config_file)) if has_nav else None)
