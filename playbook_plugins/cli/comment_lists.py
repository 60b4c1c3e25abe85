"""`playbook comments list` and `export`: comments over all threads, of a state or of a person."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path

import click

from playbook_plugins.comments.ledger_text import moment_text
from playbook_plugins.comments.model import STATES, Comment, Thread
from playbook_plugins.comments.thread_edits import EditError
from playbook_plugins.shared.problems import Problem, did_you_mean
from playbook_plugins.shared.records import record

from .blogs import SiteBlog
from .moderation import Moderation, moderation_of
from .site_options import hand_out
from .terminal import one_line, plain

MOST_NAME = 80
config_file = click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
author = click.option(
    "--author", "names", multiple=True, metavar="NAME", help="By this name; may repeat."
)


@record
class LedgerComment:
    """A comment, and where it stands."""

    blog: SiteBlog
    thread: Thread
    comment: Comment

    @property
    def when(self) -> tuple[object, ...]:
        """Orders comments by their time."""
        return (self.comment.date, self.thread.uid, self.comment.id)


def every_comment(
    desk: Moderation, uids: Iterable[str] = ()
) -> tuple[list[LedgerComment], list[tuple[SiteBlog, Problem]]]:
    """The comments of all threads, or those of `uids`, newest first; with what is wrong in files.

    Ends the command when there is no such thread.
    """
    wanted = set(uids)
    for uid in sorted(wanted):
        desk.thread(uid)
    found: list[LedgerComment] = []
    problems: list[tuple[SiteBlog, Problem]] = []
    for blog in desk.blogs:
        for uid in desk.uids(blog):
            if wanted and uid not in wanted:
                continue
            try:
                file = desk.editor(blog).read(uid)
            except EditError as error:
                problems += [(blog, each) for each in error.problems]
                continue
            problems += [(blog, each) for each in file.problems]
            found += [LedgerComment(blog, file.thread, each) for each in file.thread.comments]
    found.sort(key=lambda each: each.when, reverse=True)
    return found, problems


def same_name(one: str, other: str) -> bool:
    """Whether readers see one name: spaces and unseen signs apart, large and small alike."""
    return one_line(one).casefold() == one_line(other).casefold()


def by_names(found: list[LedgerComment], names: Iterable[str]) -> list[LedgerComment]:
    """Those that one of `names` wrote. Ends the command where there is none, with the nearest."""
    wanted = list(names)
    if not wanted:
        return found
    for name in wanted:
        if not any(same_name(name, each.comment.author) for each in found):
            known = {one_line(each.comment.author) for each in found if each.comment.author}
            cure = did_you_mean(name, known) if known else ""
            near = cure if cure.startswith("Did you mean") else "See all names: list --state all."
            what = f'No comment is by "{one_line(name, MOST_NAME)}". {one_line(near)}'
            raise click.ClickException(what)
    return [each for each in found if any(same_name(n, each.comment.author) for n in wanted)]


def told(problems: list[tuple[SiteBlog, Problem]]) -> None:
    """Say what is wrong in files; ends the command with 1 if anything is."""
    for _, problem in problems:
        click.echo(one_line(str(problem)), err=True)
    if problems:
        raise SystemExit(1)


@click.command("list")
@click.option("--thread", "uids", multiple=True, metavar="UID", help="Of this post; may repeat.")
@author
@click.option(
    "--state",
    type=click.Choice([*STATES, "all"]),
    help="In this state. As a rule pending; with --author all.",
)
@click.option("--pending", "waiting", is_flag=True, help="The same as --state pending.")
@click.option("--limit", type=click.IntRange(0), default=0, help="At most so many; 0 for all.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@config_file
def list_command(
    uids: tuple[str, ...],
    names: tuple[str, ...],
    state: str | None,
    waiting: bool,
    limit: int,
    form: str,
    config_file: str,
) -> None:
    """List comments, newest first: those that wait for approval, unless you ask for others."""
    wanted = "pending" if waiting else state or ("all" if names else "pending")
    every, problems = every_comment(moderation_of(config_file), uids)
    found = [each for each in by_names(every, names) if wanted in {"all", each.comment.state}]
    shown = found[:limit] if limit else found
    if form == "json":
        click.echo(json.dumps([_record(each) for each in shown], indent=1))
    else:
        _print(shown, found, "" if wanted == "all" else wanted)
    told(problems)


def _record(found: LedgerComment) -> dict[str, str | bool]:
    comment = found.comment
    return {
        "thread": found.thread.uid,
        "closed": found.thread.closed,
        "id": comment.id,
        "parent": comment.parent,
        "author": comment.author,
        "by": comment.by,
        "url": comment.url,
        "date": moment_text(comment.date),
        "state": comment.state,
        "origin": comment.origin,
        "format": comment.format,
        "body": comment.body,
    }


def entry_lines(found: LedgerComment) -> list[str]:
    """A comment as a terminal shows it."""
    each = found.comment
    answers = f", answers {each.parent}" if each.parent else ""
    date = each.date.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    who = one_line(each.author, MOST_NAME)
    where = f"{found.thread.uid} {one_line(each.id)}"
    lines = [f"{where}  {each.state}  {date}  {who}{one_line(answers)}"]
    body = plain(each.body).strip().splitlines() or [""]
    return lines + [f"    {line}".rstrip() for line in body]


def many(count: int, word: str) -> str:
    """`1 comment`, `2 comments`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _print(shown: list[LedgerComment], found: list[LedgerComment], state: str) -> None:
    for each in shown:
        click.echo("\n".join([*entry_lines(each), ""]))
    if not found:
        waits = "No comment waits for approval." if state == "pending" else "No comments."
        click.echo(waits)
        return
    word = f"{state} comment" if state else "comment"
    threads = len({each.thread.uid for each in found})
    left = f", {len(found) - len(shown)} of them not shown" if len(shown) < len(found) else ""
    click.echo(f"{many(len(found), word)} in {many(threads, 'thread')}{left}.")


@click.command("export")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@author
@click.option("--thread", "uids", multiple=True, metavar="UID", help="Of this post; may repeat.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    help="To be read by a person, or by a program. As a rule by the ending of FILE.",
)
@config_file
def export_command(
    file: Path | None,
    names: tuple[str, ...],
    uids: tuple[str, ...],
    form: str | None,
    config_file: str,
) -> None:
    """Write all that is kept of comments to FILE, or print it: as a rule those of one person.

    Comments of every state are in it, also those that readers never saw.
    """
    desk = moderation_of(config_file)
    every, problems = every_comment(desk, uids)
    found = sorted(by_names(every, names), key=lambda each: each.when)
    ending = file.suffix.casefold() if file else ""
    if (form or ("json" if ending == ".json" else "text")) == "json":
        text = json.dumps([_record(each) for each in found], indent=1) + "\n"
    else:
        text = _readable(found, _titles(desk))
    hand_out(text, file)
    if file:
        threads = len({each.thread.uid for each in found})
        counts = f"{many(len(found), 'comment')} in {many(threads, 'thread')}"
        click.echo(f"{file}: {counts}.")
    told(problems)


def _titles(desk: Moderation) -> dict[str, str]:
    """The titles of posts, by uid."""
    return {topic.uid: topic.title for blog in desk.blogs for topic in blog.topics()}


def _readable(found: list[LedgerComment], titles: dict[str, str]) -> str:
    """What is kept, for the person whom it is about."""
    parts = []
    for each in found:
        comment, uid = each.comment, each.thread.uid
        lines = [
            f"Under:   {one_line(titles.get(uid) or uid)} ({uid}#c{comment.id})",
            f"Name:    {one_line(comment.author)}",
            f"Address: {one_line(comment.url)}" if comment.url else "",
            f"Written: {moment_text(comment.date)}",
            f"State:   {comment.state}",
            f"From:    {one_line(comment.origin)}" if comment.origin else "",
            f"Answers: {one_line(comment.parent)}" if comment.parent else "",
        ]
        head = "\n".join(line for line in lines if line)
        parts.append(f"{head}\n\n{plain(comment.body).strip()}\n")
    return "\n----\n\n".join(parts) or "No comments.\n"
