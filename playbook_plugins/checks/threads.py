"""Threads and blogrolls: are they readable, and does each thread stand under a post?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from playbook_plugins.blog.listings.order import named_apart
from playbook_plugins.blog.settings import BlogSettings
from playbook_plugins.blogroll.reader import NAME as BLOGROLL
from playbook_plugins.blogroll.reader import read_blogroll
from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.comments.model import Thread
from playbook_plugins.shared.ids import is_id
from playbook_plugins.shared.problems import Problem, Report, did_you_mean

from .checked import Checked
from .rules import PageRules, SiteRules

MOST_LOST = 20
"""Threads without a post that are named one by one: a thousand would bury what else is wrong."""


def check_discussions(
    site: SiteRules, rules: PageRules, pages: dict[str, Checked], report: Report
) -> None:
    """Ledgers and blogrolls of every blog."""
    for blog, wanted in zip(site.blogs, rules.posts, strict=True):
        folder = site.docs / blog.comments_dir
        if blog.options.comments:
            threads = read_ledger(folder, site.shown(folder), report)
            if wanted.authors is not None:
                _writers(site, folder, threads, wanted.authors, report)
            _orphans(site, blog, folder, pages, report)
        roll = site.docs / blog.root / BLOGROLL
        if roll.is_file():
            read_blogroll(roll, site.shown(roll), report)


def _writers(
    site: SiteRules,
    folder: Path,
    threads: Mapping[str, Thread],
    authors: Mapping[str, Any],
    report: Report,
) -> None:
    """Comments that claim an author whom the site does not have."""
    for uid, thread in threads.items():
        for comment in thread.comments:
            if not comment.by or comment.by in authors:
                continue
            path = folder / f"{uid}.yml"
            text = path.read_text(encoding="utf-8-sig")
            at = re.search(rf"\bby:[ ]*[\"']?{re.escape(comment.by)}\b", text)
            line = text.count("\n", 0, at.start()) + 1 if at else 1
            what = f'comment "{comment.id}" is by "{comment.by}", who is no author of the blog.'
            cure = did_you_mean(comment.by, authors) or "Add the author to the authors file."
            report(Problem(site.shown(path), line, 0, what, cure))


def _orphans(
    site: SiteRules, blog: BlogSettings, folder: Path, pages: dict[str, Checked], report: Report
) -> None:
    named: dict[str, str] = {}
    shown = site.shown(folder)
    for path in sorted(folder.glob("*")):
        if path.suffix == ".yml" and not path.name.startswith(".") and is_id(path.stem):
            named[path.stem] = f"{shown}/{path.name}"
        elif path.suffix in {".yaml", ".YML", ".json"} and not path.name.startswith("."):
            cure = "Name it for its post's uid, with the ending .yml."
            report(Problem(site.shown(path), 0, 0, "this file is read as no thread.", cure))
    own = [page for name, page in pages.items() if blog.holds(name)]
    if any(page.post is None for page in own):
        return  # one of these may be whose it is
    uids = [post.uid for post in named_apart(page.post for page in own)]
    uids += [str(page.front.values["uid"]) for page in pages.values() if "uid" in page.front.values]
    for problem in check_threads(named, uids):
        report(problem)


def check_threads(names: Mapping[str, str], uids: Iterable[str]) -> list[Problem]:
    """Threads that stand under no post. `names` are uids of threads with their files as shown."""
    known = set(uids)
    free = known - names.keys()  # a post that has a thread was not renamed to
    found = []
    lost = sorted(names.keys() - known)
    for uid in lost[:MOST_LOST]:
        close = did_you_mean(uid, free)
        cure = close if close.startswith("Did you mean") else "Name the file for its post's uid."
        found.append(Problem(names[uid], 1, 0, f'no post has the uid "{uid}".', cure))
    if rest := lost[MOST_LOST:]:
        folder = names[rest[0]].rpartition("/")[0]
        what = f"{len(rest):,} more threads belong to no post."
        cure = "Perhaps comments_dir is another blog's, or posts lost their uid."
        found.append(Problem(folder, 0, 0, what, cure))
    return found
