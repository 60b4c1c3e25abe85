"""`playbook comments review`: what waits in all threads, one comment after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import click

from playbook_plugins.comments.ledger_writing import LedgerEditor, with_states
from playbook_plugins.comments.model import APPROVED, PENDING, STATES, Comment, Thread
from playbook_plugins.comments.thread_edits import EditError

from .adding import free_id
from .comment_lists import LedgerComment, by_names, entry_lines, every_comment, many, told
from .erasing import erase_command
from .moderation import Moderation, moderation_of, refused
from .terminal import plain

KEYS = "[a]pprove  [r]eject  [s]pam  ans[w]er  [e]rase  [n]ext  [u]ndo  [q]uit"
STATE_OF = {"a": APPROVED, "r": "rejected", "s": "spam"}
Undo = Callable[[], str]
"""Takes one decision back, and says which."""


@click.command("review")
@click.option("--thread", "uids", multiple=True, metavar="UID", help="Of this post; may repeat.")
@click.option("--author", "names", multiple=True, metavar="NAME", help="By this person.")
@click.option("--words", default="", help="That hold these words.")
@click.option("--state", type=click.Choice(list(STATES)), default=PENDING, show_default=True)
@click.option("--all", "bulk", type=click.Choice(["approve", "reject", "spam"]), help="At once.")
@click.option("--by", default="", metavar="AUTHOR", help="The author who answers.")
@click.option("--yes", is_flag=True, help="With --all: do not ask.")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def review_command(
    uids: tuple[str, ...],
    names: tuple[str, ...],
    words: str,
    state: str,
    bulk: str | None,
    by: str,
    yes: bool,
    config_file: str,
) -> None:
    """Decide on comments of all threads, oldest first: a key and Enter for each.

    Without options: what waits. --all decides on everything that the other options choose.
    """
    desk = moderation_of(config_file)
    every, problems = every_comment(desk, uids)
    chosen = [each for each in every if each.comment.state == state]
    chosen = by_names(chosen, names) if chosen else []
    wanted = words.casefold()
    chosen = [each for each in chosen if wanted in each.comment.body.casefold()]
    chosen.sort(key=lambda each: each.when)
    if not chosen:
        click.echo(f"No comment is {state}." if state != PENDING else "Nothing waits.")
        told(problems)
        return
    review = _Review(desk, chosen, by, config_file)
    if bulk:
        review.all(bulk[0], yes)
    else:
        review.run()
    told(problems)


class _Review:
    """Goes through comments, and remembers what was decided so that it can be taken back."""

    def __init__(
        self, desk: Moderation, chosen: list[LedgerComment], by: str, config_file: str
    ) -> None:
        self.desk = desk
        self.chosen = chosen
        self.by = by
        self.config_file = config_file
        self.at = 0
        self.decided: list[tuple[int, Undo]] = []

    def run(self) -> None:
        """Ask about each until none is left, or somebody has had enough."""
        while self.at < len(self.chosen):
            self._show()
            key = click.prompt(KEYS, prompt_suffix=" > ", default="n", show_default=False)
            if not self._act(key.strip().lower()[:1]):
                break
        left = len(self.chosen) - self.at
        click.echo(f"{many(len(self.decided), 'comment')} decided, {left} left.")

    def all(self, key: str, yes: bool) -> None:
        """One decision for all of them."""
        for each in self.chosen[:5]:
            click.echo("\n".join(entry_lines(each)[:3]))
        click.echo(f"{many(len(self.chosen), 'comment')}: {STATE_OF[key]}.")
        if not yes:
            click.confirm("Do it?", abort=True)
        by_thread: dict[str, list[LedgerComment]] = {}
        for each in self.chosen:
            by_thread.setdefault(each.thread.uid, []).append(each)
        for uid, some in by_thread.items():
            self._set(some[0], {each.comment.id for each in some}, STATE_OF[key])
            click.echo(f"{uid}: {many(len(some), 'comment')}.")

    def _show(self) -> None:
        each = self.chosen[self.at]
        click.echo(f"\n{self.at + 1} of {len(self.chosen)}")
        click.echo("\n".join(entry_lines(each)))
        above = next((c for c in each.thread.comments if c.id == each.comment.parent), None)
        if above is not None:
            said = " ".join(plain(above.body).split())[:200]
            click.echo(f"    answers {plain(above.author)}: {said}")

    def _act(self, key: str) -> bool:
        """Do what a key says; whether to go on."""
        each = self.chosen[self.at]
        if key == "q":
            return False
        if key == "u":
            self._take_back()
        elif key == "e":
            self._erase(each)
        elif key == "w":
            self._answer(each)
        elif key in STATE_OF:
            before = each.comment.state
            self._set(each, {each.comment.id}, STATE_OF[key])
            self._done(lambda: self._back(each, before))
            click.echo(f"{each.thread.uid} {each.comment.id}: {STATE_OF[key]}.")
        elif key == "n":
            self.at += 1
        else:
            click.echo(f"There is no key {key!r}.")
        return True

    def _done(self, undo: Undo) -> None:
        self.decided.append((self.at, undo))
        self.at += 1

    def _editor(self, each: LedgerComment) -> LedgerEditor:
        return self.desk.editor(each.blog)

    def _set(self, each: LedgerComment, ids: set[str], state: str) -> None:
        self._change(each, lambda thread: with_states(thread, ids, state))

    def _change(self, each: LedgerComment, edit: Callable[[Thread], Thread]) -> None:
        try:
            self._editor(each).change(each.thread.uid, edit)
        except EditError as error:
            raise refused(error) from None

    def _back(self, each: LedgerComment, state: str) -> str:
        self._set(each, {each.comment.id}, state)
        return f"{each.thread.uid} {each.comment.id}: {state} again."

    def _take_back(self) -> None:
        if not self.decided:
            click.echo("There is nothing to take back.")
            return
        self.at, undo = self.decided.pop()
        click.echo(undo())

    def _erase(self, each: LedgerComment) -> None:
        words = [each.thread.uid, each.comment.id, "-f", self.config_file]
        try:
            erase_command.main(words, standalone_mode=False)
        except click.Abort:
            click.echo("It stays.")
            return
        self.decided.append((self.at, lambda: "What was erased cannot be brought back."))
        self.at += 1

    def _answer(self, each: LedgerComment) -> None:
        """Write below it, under a name of the site; what is answered is shown."""
        by = self.by or click.prompt("Your id in the authors file")
        authors = each.blog.authors()
        if by not in authors:
            known = ", ".join(sorted(authors)) or "none"
            click.echo(f'There is no author "{plain(by)}". There are: {known}.')
            return
        self.by = by
        text = click.prompt(
            "Your answer, on one line (empty: none)", default="", show_default=False
        )
        if not plain(text).strip():
            return
        before, now = each.comment.state, datetime.now(UTC).replace(microsecond=0)
        made: list[Comment] = []

        def edit(thread: Thread) -> Thread:
            id, name = free_id(now, thread), str(authors[by].name)
            answer = Comment(id, name, now, plain(text).strip(), each.comment.id, by=by)
            made.append(answer)
            shown = with_states(thread, {each.comment.id}, APPROVED)
            return replace(shown, comments=(*shown.comments, answer))

        def undo() -> str:
            gone = made[-1].id

            def without(thread: Thread) -> Thread:
                kept = tuple(c for c in thread.comments if c.id != gone)
                return with_states(replace(thread, comments=kept), {each.comment.id}, before)

            self._change(each, without)
            return f"{each.thread.uid} {gone}: taken back."

        self._change(each, edit)
        self._done(undo)
        click.echo(f"{each.thread.uid} {made[-1].id}: answered, and {each.comment.id} is shown.")
