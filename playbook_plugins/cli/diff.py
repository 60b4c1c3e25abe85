"""`playbook diff`: what the edits since a revision do to readers' answers."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict
from pathlib import Path

import click

from playbook_plugins.forms.questions import questions
from playbook_plugins.shared.records import record
from playbook_plugins.worksheets.lock import Standing, former
from playbook_plugins.worksheets.sheets import read_sheets

from .sheets import all_sheets
from .site_options import Site, read_site


@record
class Change:
    """What happens to the answers to one question: `sheet`, `id`, what, and the words of both."""

    sheet: str
    id: str
    what: str
    before: str = ""
    after: str = ""


SAID = {
    "new": "new: {after}",
    "reworded": "answers are kept; reworded from “{before}” to “{after}”",
    "moved": "answers move here from {before}",
    "retired": "answers go to “Answers to earlier questions”: {before}",
    "retyped": "was {before}, is {after}: answers that do not fit are shown as they are",
    "sheet new": "a new {after}",
    "sheet gone": "the {before} is gone: copies stay in readers' browsers, without a page",
}


@click.command()
@click.argument("revision", default="HEAD")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def diff(revision: str, form: str, config_file: str) -> None:
    """Tell what the edits since REVISION (HEAD if left out) do to readers' answers."""
    site = read_site(config_file)
    changes = compare(sheets_at(site, revision), {s.block.id: s for s in all_sheets(site)})
    if form == "json":
        click.echo(json.dumps([asdict(each) for each in changes], indent=1, ensure_ascii=False))
        return
    sheet = ""
    for each in changes:
        if each.sheet != sheet:
            sheet = each.sheet
            click.echo(sheet)
        words = SAID[each.what].format(before=each.before, after=each.after)
        click.echo(f"  {each.id}: {words}" if each.id else f"  {words}")
    if not changes:
        click.echo("No question changed. Every answer stays where it is.")


def compare(before: dict[str, Standing], after: dict[str, Standing]) -> list[Change]:
    """The changes between two states of a site's sheets, sheet by sheet."""
    changes: list[Change] = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old and new:
            changes += _compare_sheet(name, old, new)
        elif new:
            changes.append(Change(name, "", "sheet new", after=new.block.kind))
        elif old:
            changes.append(Change(name, "", "sheet gone", before=old.block.kind))
    return changes


def _compare_sheet(name: str, old: Standing, new: Standing) -> list[Change]:
    was, now = questions(old.block), questions(new.block)
    moved = former(now)
    changes = []
    for key, each in now.items():
        source = next((past for past in each.was if past in was and past not in now), "")
        if key in was and was[key].type != each.type:
            changes.append(Change(name, key, "retyped", was[key].type, each.type))
        elif key in was and was[key].label != each.label:
            changes.append(Change(name, key, "reworded", was[key].label, each.label))
        elif key not in was and source:
            changes.append(Change(name, key, "moved", source, each.label))
        elif key not in was:
            changes.append(Change(name, key, "new", after=each.label))
    gone = [key for key in was if key not in now and key not in moved]
    return changes + [Change(name, key, "retired", was[key].label) for key in gone]


def sheets_at(site: Site, revision: str) -> dict[str, Standing]:
    """The sheets of the site as they stood at a git revision. Ends with a sentence if unknown."""
    top = Path(_git(site.root, "rev-parse", "--show-toplevel").decode().strip())
    docs = site.docs.resolve().relative_to(top.resolve()).as_posix()
    commit = _git(site.root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    listed = _git(top, "ls-tree", "-r", "-z", "--name-only", commit.decode().strip(), "--", docs)
    found: dict[str, Standing] = {}
    for name in sorted(listed.decode("utf-8", "replace").split("\0")):
        if name.endswith(".md"):
            text = _git(top, "show", f"{commit.decode().strip()}:{name}").decode("utf-8", "replace")
            inside = Path(name).relative_to(docs).as_posix()
            text = text.removeprefix("\ufeff").replace("\r\n", "\n")
            for each in read_sheets(text, inside, name, site.others).standing:
                found.setdefault(each.block.id, each)
    return found


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)
    except OSError:
        raise click.ClickException("git is not installed here; diff needs it.") from None
    if done.returncode:
        what = "There is no such revision" if "rev-parse" in words else "git cannot read this"
        if "--show-toplevel" in words:
            what = "This folder is not under git"
        raise click.ClickException(f"{what}. Name a commit, a tag or a branch: playbook diff v1.2")
    return done.stdout
