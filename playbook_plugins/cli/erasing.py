"""`playbook comments erase`: somebody wants to be forgotten."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from playbook_plugins.build.stage.staging import forget_replaced
from playbook_plugins.comments.erasing import erased, name_words
from playbook_plugins.comments.model import ERASED, Comment
from playbook_plugins.comments.thread_edits import EditError
from playbook_plugins.shared.cache import FORMAT
from playbook_plugins.shared.problems import Problem, shown_path

from .blogs import SiteBlog
from .comment_lists import LedgerComment, by_names, entry_lines, every_comment, many, told
from .moderation import Moderation, chosen_of, moderation_of
from .site_options import options_of, read_config
from .terminal import one_line

SHOWN_LINES = 4
"""Of each comment, before it is erased."""
MOST_MENTIONS = 20
USUAL_CACHE = ".cache/plugin/playbook"
NAMELESS = "Anonymous"
READ = {".md", ".yml", ".yaml", ".html", ".json", ".txt"}
"""Files of the docs folder in which somebody may be named."""
LEAST_QUOTED = 16
"""Signs of a line that is looked for in other people's words."""
MAIL = re.compile(r"[^\s@<>\"'()]+@[^\s@<>\"'()]+\.[^\s@<>\"'().,;]+")
PUBLISH = "The site on the web, its feeds and its search change when you build and publish again."
HISTORY = (
    "Git still has them: whoever has the repository can read what was committed before. If they "
    "must go from there too, commit this change, then rewrite the history (git filter-repo), push "
    "it with --force, and let everybody clone anew. Guide: Somebody wants to be forgotten."
)


@click.command("erase")
@click.argument("uid", required=False, metavar="[THREAD]")
@click.argument("ids", nargs=-1, metavar="[COMMENT]...")
@click.option(
    "--author", "names", multiple=True, metavar="NAME", help="All by this name; may repeat."
)
@click.option("--url", default="", help="Only those with this address of the writer's.")
@click.option("--dry-run", is_flag=True, help="Say what would be erased; write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def erase_command(
    uid: str | None,
    ids: tuple[str, ...],
    names: tuple[str, ...],
    url: str,
    dry_run: bool,
    yes: bool,
    config_file: str,
) -> None:
    """Erase comments for good: name, words and address. It shows them and asks.

    COMMENT... of THREAD, or all by --author in every thread. A place without a name stays, so
    that answers stand where they stood, and so that the next sync leaves the comment out.
    """
    desk = moderation_of(config_file)
    found, problems = _chosen(desk, uid, ids, names, url)
    if not found:
        raise click.ClickException("There is nothing to erase.")
    _show(found)
    if dry_run:
        click.echo("Nothing was written.")
        return
    if not yes:
        click.confirm("Erase this for good?", abort=True)
    failed = _erase(desk, found)
    _clear_cache(config_file)
    _mentions(found)
    click.echo(PUBLISH)
    if any(":" in each.comment.origin for each in found):
        click.echo("Delete them at the provider too: a sync leaves them out, but it has them.")
    click.echo(HISTORY)
    if failed:
        raise SystemExit(1)
    told(problems)


def _chosen(
    desk: Moderation, uid: str | None, ids: tuple[str, ...], names: tuple[str, ...], url: str
) -> tuple[list[LedgerComment], list[tuple[SiteBlog, Problem]]]:
    """What is to be erased, oldest first, and what is wrong in files that were looked through."""
    if not names and not (uid and ids):
        what = "Name a thread and its comments, or say whose comments go: --author NAME."
        raise click.ClickException(what)
    every, problems = every_comment(desk, [uid] if uid else [])
    if ids and every:
        wanted = {each.id for each in chosen_of(every[0].thread, ids)}
        every = [each for each in every if each.comment.id in wanted]
    found = by_names(every, names)
    if url:
        found = [each for each in found if each.comment.url == url]
    found = [each for each in found if not _is_empty(each.comment)]
    return sorted(found, key=lambda each: each.when), problems


def _is_empty(comment: Comment) -> bool:
    return comment.state == ERASED and not comment.author and not comment.body


def _show(found: list[LedgerComment]) -> None:
    for each in found:
        lines = entry_lines(each)
        more = ["    …"] if len(lines) > SHOWN_LINES + 1 else []
        click.echo("\n".join([*lines[: SHOWN_LINES + 1], *more, ""]))
    threads = len({each.thread.uid for each in found})
    click.echo(f"{many(len(found), 'comment')} in {many(threads, 'thread')}, with remarks on them.")
    gone = {(each.thread.uid, each.comment.id) for each in found}
    kept = [
        answer
        for thread in {each.thread.uid: each.thread for each in found}.values()
        for answer in thread.comments
        if (thread.uid, answer.parent) in gone and (thread.uid, answer.id) not in gone
    ]
    if kept:
        click.echo(f"{many(len(kept), 'answer')} by others stay, below an empty place.")


def _erase(desk: Moderation, found: list[LedgerComment]) -> bool:
    """Write the threads anew; true where one could not be."""
    failed = False
    for uid, blog in {each.thread.uid: each.blog for each in found}.items():
        ids = {each.comment.id for each in found if each.thread.uid == uid}
        editor = desk.editor(blog)
        path = blog.shown(editor.path(uid))
        try:
            editor.change(uid, partial(erased, ids=ids))
        except EditError as error:
            failed = True
            for problem in error.problems:
                click.echo(one_line(str(problem)), err=True)
            continue
        click.echo(f"{path}: {many(len(ids), 'comment')} erased.")
    return failed


def _clear_cache(config_file: str) -> None:
    """What earlier builds kept on this machine holds the words too: the cache, and the site that
    the next build replaces."""
    root, values = read_config(config_file)
    with suppress(OSError):
        forget_replaced(root / str(values.get("site_dir") or "site"))
    given = options_of(values, "playbook/publish")
    named = given[0].get("cache_dir") if given else None
    shutil.rmtree(root / str(named or USUAL_CACHE) / FORMAT, ignore_errors=True)


# --- Who else names them ---


def _mentions(found: list[LedgerComment]) -> None:
    """Say where the same person may still be named: other people's words are not ours to change."""
    patterns = _patterns([each.comment for each in found])
    lines = [
        f"{place}:{line}"
        for blog in {id(each.blog): each.blog for each in found}.values()
        for place, line in _places(blog.docs, blog.root, patterns)
    ]
    if not lines:
        return
    click.echo("These lines may still name them. Look at each, and change what has to go:")
    for each in lines[:MOST_MENTIONS]:
        click.echo(f"    {one_line(each)}")
    if len(lines) > MOST_MENTIONS:
        click.echo(f"    … and {len(lines) - MOST_MENTIONS} more.")


def _patterns(comments: Iterable[Comment]) -> re.Pattern[str]:
    """Names, words of names, addresses of the web and of mail, whole lines that somebody quotes."""
    wanted: dict[str, None] = {}
    for each in comments:
        if each.author and each.author != NAMELESS:
            wanted[r"\s+".join(map(re.escape, each.author.split()))] = None
            wanted |= {rf"\b{re.escape(word)}\b": None for word in name_words(each.author)}
        said = html.unescape(re.sub(r"<[^>]*>", "\n", each.body)).splitlines()
        quoted = [line.strip() for line in said if len(line.strip()) >= LEAST_QUOTED]
        told = [each.url, *MAIL.findall(each.body), *quoted]
        wanted |= {re.escape(text): None for text in told if text}
    return re.compile("|".join(wanted) or r"(?!)")


def _places(docs: Path, root: Path, wanted: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    for path in sorted(docs.rglob("*")):
        if path.suffix not in READ or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if wanted.search(line):
                yield shown_path(path, root), number
