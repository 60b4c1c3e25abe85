"""`playbook comments`: what readers said, listed, added, approved, rejected and moved."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from playbook_plugins.comments.activity import open_questions
from playbook_plugins.comments.ledger_writing import pending, with_states
from playbook_plugins.comments.model import APPROVED, ERASED, Thread
from playbook_plugins.comments.schema import schema
from playbook_plugins.comments.thread_edits import EditError

from .adding import add_command
from .comment_lists import export_command, list_command
from .erasing import erase_command
from .moderation import chosen_of, moderation_of, refused
from .reviewing import review_command
from .site_options import hand_out
from .sync import serve_command, sync_command


@click.group("comments")
def comments() -> None:
    """See and moderate comments; bring them from a provider."""


comments.add_command(sync_command)
comments.add_command(serve_command)
comments.add_command(list_command)
comments.add_command(export_command)
comments.add_command(erase_command)
comments.add_command(add_command)
comments.add_command(review_command)
config_file = click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


# --- Moderate ---


@comments.command()
@click.argument("uid", metavar="THREAD")
@click.argument("ids", nargs=-1, metavar="COMMENT...")
@click.option("--all-pending", is_flag=True, help="All that wait in this thread.")
@config_file
def approve(uid: str, ids: tuple[str, ...], all_pending: bool, config_file: str) -> None:
    """Show comments of THREAD on the site."""
    _moderate(uid, ids, all_pending, APPROVED, config_file)


@comments.command()
@click.argument("uid", metavar="THREAD")
@click.argument("ids", nargs=-1, metavar="COMMENT...")
@click.option("--all-pending", is_flag=True, help="All that wait in this thread.")
@click.option("--spam", is_flag=True, help="Note that they are spam.")
@config_file
def reject(uid: str, ids: tuple[str, ...], all_pending: bool, spam: bool, config_file: str) -> None:
    """Keep comments of THREAD off the site. Their texts stay in the file."""
    _moderate(uid, ids, all_pending, "spam" if spam else "rejected", config_file)


@comments.command()
@click.argument("uid", metavar="THREAD")
@click.argument("ids", nargs=-1, metavar="COMMENT...")
@click.option("--undo", is_flag=True, help="They wait for an answer again.")
@config_file
def answered(uid: str, ids: tuple[str, ...], undo: bool, config_file: str) -> None:
    """Note that nothing is owed to comments of THREAD: thanks, or answered elsewhere.

    Without COMMENT: to all that wait in the thread.
    """
    word = "" if undo else "yes"
    changed: list[str] = []

    def edit(thread: Thread) -> Thread:
        chosen = chosen_of(thread, ids) if ids else open_questions(thread)
        changed.extend(each.id for each in chosen if each.answered != word)
        said = {each.id: replace(each, answered=word) for each in thread.comments}
        kept = tuple(said[c.id] if c.id in changed else c for c in thread.comments)
        return replace(thread, comments=kept)

    if undo and not ids:
        raise click.ClickException("Name the comments that wait again.")
    try:
        moderation_of(config_file).thread(uid).change(uid, edit)
    except EditError as error:
        raise refused(error) from None
    for id in changed:
        click.echo(f"{uid} {id}: {'waits for an answer' if undo else 'answered'}.")
    if not changed:
        click.echo(f"Nothing to change in {uid}." if ids else f"Nothing waits in {uid}.")


def _moderate(uid: str, ids: tuple[str, ...], all_pending: bool, state: str, file: str) -> None:
    if bool(ids) == all_pending:
        raise click.ClickException("Name the comments, or say --all-pending.")
    editor = moderation_of(file).thread(uid)
    changed: list[str] = []

    def edit(thread: Thread) -> Thread:
        chosen = pending(thread) if all_pending else chosen_of(thread, ids)
        for each in chosen:
            if each.state == ERASED:
                raise click.ClickException(f"{uid} {each.id} was erased: nothing is left of it.")
        changed.extend(each.id for each in chosen if each.state != state)
        return with_states(thread, set(changed), state)

    try:
        editor.change(uid, edit)
    except EditError as error:
        raise refused(error) from None
    for id in dict.fromkeys(changed):
        click.echo(f"{uid} {id}: {state}.")
    if not changed:
        waits = f"No comment waits in {uid}." if all_pending else f"Already {state}."
        click.echo(waits)


@comments.command()
@click.argument("id", metavar="COMMENT")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@config_file
def move(id: str, source: str, target: str, config_file: str) -> None:
    """Move COMMENT with its answers from one thread to another. Their ids stay."""
    desk = moderation_of(config_file)
    here = desk.thread(source)
    there, _ = desk.home(target)
    if source == target:
        raise click.ClickException(f"The comment stands in {source} already.")
    try:
        found = chosen_of(here.read(source).thread, [id])[0].id
        names = here.move(found, source, target, there)
    except EditError as error:
        raise refused(error) from None
    except KeyError:
        raise click.ClickException("Another command has just moved this comment.") from None
    click.echo(f"{_many(len(names), 'comment')} moved from {source} to {target}.")
    for old, new in names.items():
        if old != new:
            click.echo(f"{target} has another {old}: the moved one is {new} there.")


@comments.command()
@click.argument("uid", metavar="THREAD")
@config_file
def close(uid: str, config_file: str) -> None:
    """Take no more comments in THREAD; what is there stays."""
    _set_closed(uid, True, config_file)


@comments.command()
@click.argument("uid", metavar="THREAD")
@config_file
def reopen(uid: str, config_file: str) -> None:
    """Take comments in THREAD again."""
    _set_closed(uid, False, config_file)


def _set_closed(uid: str, closed: bool, file: str) -> None:
    editor, _ = moderation_of(file).home(uid)
    was: list[bool] = []

    def edit(thread: Thread) -> Thread:
        was.append(thread.closed)
        return replace(thread, closed=closed)

    try:
        editor.change(uid, edit)
    except EditError as error:
        raise refused(error) from None
    word = "closed" if closed else "open"
    click.echo(f"{uid} is {word} already." if was == [closed] else f"{uid}: {word}.")


@comments.command("schema")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def schema_command(file: Path | None) -> None:
    """Write the JSON Schema of a thread's file to FILE, or print it."""
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    hand_out(text, file)
