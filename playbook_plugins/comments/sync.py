"""Brings the ledger up to date with a provider: asked first, merged and written in one go.

The network is asked by the provider alone. What a merge does is merging.py's part.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playbook_plugins.shared.problems import Problem, Report

from .counts import NAME, Counted, counts_text, read_counted
from .erasing import Erased
from .ledger import LedgerReader
from .ledger_text import longer_text, moment_text, thread_text
from .ledger_writing import PATIENCE, keep_both, locked, write_whole
from .merging import CommentKey, Merge, comment_key, keys_of, merged, said_key, without
from .model import APPROVED, Thread
from .providers.interface import DELETED, Failed, Provider, ProviderThread, Topic

AHEAD = timedelta(days=1)
"""By so much a server's clock may be ahead of ours; what is dated later is not believed."""
MANY = 2
"""So many comments may go at once unasked, though they are more than half of what there is."""


@dataclass
class Summary:
    """What one sync did, for its command to tell."""

    merges: dict[str, Merge] = field(default_factory=dict)
    counted: int = 0
    """Counts that were brought in or confirmed without texts."""
    failed: list[str] = field(default_factory=list)
    """Threads that could not be brought up to date; what is known of them stays."""
    withheld: int = 0
    """Deletions that were too many to believe."""
    emptied: list[str] = field(default_factory=list)
    """Threads or counts of which the provider suddenly shows nothing; they stay as they are."""
    written: list[Path] = field(default_factory=list)


class Sync:
    """Brings the ledger in `folder` up to date with a provider. Each file is written whole."""

    def __init__(
        self,
        folder: Path,
        shown: str,
        provider: Provider,
        report: Report,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        patience: float = PATIENCE,
    ) -> None:
        """`shown` is the folder as the author knows it; `now` stamps counts that have changed.

        `patience` is how long another command may hold the ledger, in seconds.
        """
        self.folder = folder
        self.shown = shown
        self.provider = provider
        self._tell = report
        self.now = now
        self.patience = patience
        self._broken: set[str] = set()
        self._texts: dict[str, str] = {}

    def run(
        self,
        topics: Sequence[Topic],
        dry: bool = False,
        edits: bool = False,
        deletions: bool = False,
        texts: bool | None = None,
    ) -> Summary:
        """Ask for `topics` and write what has changed; nothing is written when `dry`.

        `texts` overrides whether comments come with their texts.
        """
        done = Summary()
        threads = self._ledger()
        usable = [topic for topic in topics if topic.uid not in self._broken]
        done.failed += [topic.uid for topic in topics if topic.uid in self._broken]
        if self.provider.bodies if texts is None else texts:
            self._bring_texts(usable, threads, done, dry, edits, deletions)
        else:
            self._bring_counts(usable, done, dry, deletions)
        return done

    # --- Texts ---

    def _bring_texts(
        self,
        topics: Sequence[Topic],
        threads: dict[str, Thread],
        done: Summary,
        dry: bool,
        edits: bool,
        deletions: bool,
    ) -> None:
        counts = self._batch_counts(topics, done)
        asked = [topic for topic in topics if self._worth_asking(topic, counts, threads, done)]
        found: dict[str, ProviderThread] = {}
        for topic, each in self.provider.fetch(asked, self._failing(done)):
            found[topic.uid] = self._doubted(each, topic.uid, counts)
        with self._alone(dry):
            # A moderator may have been at work while we asked: what counts is what stands now.
            threads = self._ledger()
            found = {uid: each for uid, each in found.items() if uid not in self._broken}
            self._merge(found, threads, done, dry, edits, deletions)
            self._forget_counts({topic.uid for topic in topics} - set(done.failed), done, dry)

    @contextlib.contextmanager
    def _alone(self, dry: bool) -> Iterator[None]:
        """Have the ledger to oneself; a dry run changes nothing and need not wait."""
        with contextlib.nullcontext() if dry else locked(self.folder, self.patience):
            yield

    def _merge(
        self,
        found: Mapping[str, ProviderThread],
        threads: Mapping[str, Thread],
        done: Summary,
        dry: bool,
        edits: bool,
        deletions: bool,
    ) -> None:
        """Put what was found into the threads as they stand, and write those that changed."""
        seen = frozenset(comment_key(c) for each in found.values() for c in each.comments)
        homes = _homes(threads)
        merges, gone = {}, Erased(threads.values())
        latest = self.now() + AHEAD
        for uid, each in found.items():
            comments, places = gone.without(each.comments, uid)
            early = [c for c in comments if c.date > latest]
            each = replace(each, comments=tuple(c for c in comments if c.date <= latest))
            others = frozenset(
                comment_key(c)
                for c in each.comments
                if (known := homes.get(comment_key(c)) or homes.get(said_key(c)))
                and uid not in known
            )
            thread = threads.get(uid, Thread(uid))
            merges[uid] = merged(thread, each, self.provider.name, others, seen, edits, places)
            merges[uid][1].erased += places
            merges[uid][1].early += [c.id for c in early]
        if not deletions:
            merges = self._believed(merges, threads, found, done)
        for uid, (thread, merge) in merges.items():
            done.merges[uid] = merge
            if merge.changes and not dry:
                self._write_thread(threads.get(uid), thread, done)

    def _batch_counts(self, topics: Sequence[Topic], done: Summary) -> dict[str, int | None]:
        """Counts, where one request can tell which threads need asking at all."""
        if not self.provider.capabilities.batch:
            return {}
        return self.provider.counts(topics, self._failing(done))

    def _worth_asking(
        self,
        topic: Topic,
        counts: Mapping[str, int | None],
        threads: Mapping[str, Thread],
        done: Summary,
    ) -> bool:
        """Not where the count failed, nor where nothing is on either side."""
        if topic.uid in done.failed:
            return False
        prefix = f"{self.provider.name}:"
        held = threads.get(topic.uid, Thread(topic.uid)).comments
        if any(each.origin.startswith(prefix) for each in held):
            return True
        return not self.provider.capabilities.batch or bool(counts.get(topic.uid))

    def _doubted(
        self, found: ProviderThread, uid: str, counts: Mapping[str, int | None]
    ) -> ProviderThread:
        """A thread whose number does not fit its count was not read whole: nothing goes from it."""
        if not self.provider.capabilities.batch:
            return found
        shown = sum(1 for each in found.comments if each.state == APPROVED)
        return found if counts.get(uid) == shown else replace(found, complete=False)

    def _believed(
        self,
        merges: dict[str, tuple[Thread, Merge]],
        threads: Mapping[str, Thread],
        found: Mapping[str, ProviderThread],
        done: Summary,
    ) -> dict[str, tuple[Thread, Merge]]:
        """The same without deletions that nobody can tell from an emptied or another server.

        What a provider shows as deleted is believed. That something is not there is no proof:
        a fresh server, a changed address and a lost data base look the same. It is believed of
        some comments, where others that are known stand beside them; not of a whole thread, and
        not of most of what was asked for.
        """
        doubted: dict[str, list[str]] = {}
        for uid, (_, merge) in merges.items():
            before = {each.id: each for each in threads.get(uid, Thread(uid)).comments}
            absent = [id for id in merge.deleted if before[id].origin not in found[uid].deleted]
            if absent:
                doubted[uid] = absent
        held = {uid: self._standing(threads.get(uid, Thread(uid))) for uid in merges}
        gone = sum(map(len, doubted.values()))
        most = _are_most(gone, sum(held.values()))
        for uid in [*doubted]:
            stays = held[uid] - len(merges[uid][1].deleted)
            if not stays:
                done.emptied.append(uid)
            elif not most and not _are_most(len(doubted[uid]), held[uid]):
                del doubted[uid]
        done.withheld = sum(map(len, doubted.values()))
        return {
            uid: without(merges[uid], doubted.get(uid, ()), threads.get(uid, Thread(uid)))
            for uid in merges
        }

    def _standing(self, thread: Thread) -> int:
        """How many comments of the provider are shown here, and so are expected there."""
        prefix = f"{self.provider.name}:"
        origins = (each.origin for each in thread.approved if not each.origin.endswith(DELETED))
        return sum(origin.startswith(prefix) for origin in origins)

    # --- Counts alone ---

    def _bring_counts(
        self, topics: Sequence[Topic], done: Summary, dry: bool, deletions: bool
    ) -> None:
        counts = self.provider.counts(topics, self._failing(done))
        with self._alone(dry):
            self._note_counts(counts, done, dry, deletions)

    def _note_counts(
        self, counts: Mapping[str, int | None], done: Summary, dry: bool, deletions: bool
    ) -> None:
        before = self._counted()
        after = dict(before)
        for uid, count in counts.items():
            old = before.get(uid)
            same = old and old.provider == self.provider.name
            fewer = old.count - count if old and old.count and count is not None else 0
            if (
                same
                and old
                and old.count
                and not deletions
                and (count == 0 or _are_most(fewer, old.count))
            ):
                done.emptied.append(uid)
                done.withheld += fewer
                continue
            if count is not None:
                done.counted += 1
            if old and old.provider == self.provider.name and count in {None, old.count}:
                continue  # nothing new, or nothing known: the old number stays
            at = moment_text(self.now().replace(microsecond=0)) if count is not None else ""
            after[uid] = Counted(count, self.provider.name, at)
        self._write_counts(before, after, done, dry)

    def _forget_counts(self, uids: set[str], done: Summary, dry: bool) -> None:
        """Threads that stand in the ledger are counted there, and only there."""
        before = self._counted()
        after = {uid: each for uid, each in before.items() if uid not in uids}
        self._write_counts(before, after, done, dry)

    def _counted(self) -> dict[str, Counted]:
        return read_counted(self.folder / NAME, self._tell, f"{self.shown}/{NAME}")

    def _write_counts(
        self, before: dict[str, Counted], after: dict[str, Counted], done: Summary, dry: bool
    ) -> None:
        if before != after and not dry:
            self._write(self.folder / NAME, counts_text(after), done)

    # --- Files ---

    def _ledger(self) -> dict[str, Thread]:
        """Every thread that can be read without loss; one with a mistake is never written over."""
        threads = {}
        self._texts.clear()
        known = frozenset(self._broken)
        for path in sorted(self.folder.glob("*.yml")):
            if path.name.startswith("."):
                continue
            problems: list[Problem] = []
            shown = f"{self.shown}/{path.name}"
            try:
                text = path.read_text(encoding="utf-8-sig")
                thread = LedgerReader(shown, problems.append).read(text, path.stem)
            except (OSError, UnicodeDecodeError):
                thread = None
                problems.append(Problem(shown, 0, 0, "this thread is not UTF-8 text."))
            if thread is None or problems:
                self._broken.add(path.stem)
                if path.stem in known:
                    continue  # said before the provider was asked
                for problem in problems:
                    self._tell(problem)
                cure = "Mend what is said above, then sync again."
                what = "this thread was not synced, so that nothing in it is lost."
                self._tell(Problem(shown, 0, 0, what, cure))
                continue
            self._texts[path.stem] = text
            threads[path.stem] = thread
        return threads

    def _failing(self, done: Summary) -> Failed:
        """Reports problems of threads, and remembers which threads they are."""

        def failed(topic: Topic, problem: Problem) -> None:
            if topic.uid not in done.failed:
                done.failed.append(topic.uid)
            self._tell(problem)

        return failed

    def _write_thread(self, before: Thread | None, after: Thread, done: Summary) -> None:
        path = self.folder / f"{after.uid}.yml"
        old = self._texts.get(after.uid, "")
        self._write(path, longer_text(old, before, after) or thread_text(after), done)

    def _write(self, path: Path, text: str, done: Summary) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        keep_both(path)
        write_whole(path, text)
        done.written.append(path)


def _are_most(gone: int, held: int) -> bool:
    """Whether so many have gone that a moderator is not the likely reason."""
    return gone > MANY and gone * 2 > held


def _homes(threads: Mapping[str, Thread]) -> dict[CommentKey, set[str]]:
    """Where the ledger has each comment that came from elsewhere: by its places, and its words.

    A moderator may have moved it to another thread, and it must not come in again under the old.
    """
    homes: dict[CommentKey, set[str]] = {}
    for uid, thread in threads.items():
        for each in thread.comments:
            if ":" in each.origin:
                for name in (*keys_of(each), said_key(each)):
                    homes.setdefault(name, set()).add(uid)
    return homes
