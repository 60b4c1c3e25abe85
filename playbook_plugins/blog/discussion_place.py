"""Where a post's page shows its discussion: our thread, or one of a site's own templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from playbook_plugins.shared.records import record

PAGE = "blog-post.html"
OUR_PAGE = "playbook/post.html"
CONTENT, COMMENTS = "partials/content.html", "partials/comments.html"
SHOWING = (PAGE, CONTENT, COMMENTS)
"""By these a site of its own decides what stands below a text."""
OURS = re.compile(r"playbook/thread\.html|\bpage\.comments\b")
"""By this a template of the site's shows our comments, as ours does."""
PLACES = ("comments", "__comments")
"""What a discussion is called as a place on its page: by us, and in Material's own example."""
_NAMED = re.compile(r"\{%-?\s*(include|extends|import|from)\s+[\"']([^\"']+)[\"']")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_AROUND = re.compile(r"\{%-?\s*block\s+(?:container|content)\b")
_ABOVE = re.compile(r"\bsuper\s*\(")


@record
class DiscussionPlace:
    """Where readers find the discussion of a post."""

    is_ours: bool = True
    """Whether the page shows our comments."""
    id: str = PLACES[0]
    """Its id on the page; empty where there is none, and the page itself must do."""
    template: Path | None = None
    """The site's own template that shows something else."""


def placed(url: str, place: str) -> str:
    """The address of a place on the page at `url`."""
    return f"{url}#{place}" if place else url


def discussed(folders: Sequence[Path], ours: Path) -> DiscussionPlace:
    """What the templates in `folders`, the first first, show below a post.

    `ours` is the folder of our own among them: what stands before it is the site's.
    """
    own = folders[: folders.index(ours)] if ours in folders else folders
    if not any((folder / name).is_file() for folder in own for name in SHOWING):
        return DiscussionPlace()
    texts = dict(_texts(folders, own))
    if any(OURS.search(text) for text in texts.values()):
        return DiscussionPlace()
    there = "\n".join(texts.values())
    place = next((name for name in PLACES if re.search(rf"\bid=[\"']?{name}\b", there)), "")
    mine = [path for path in texts if any(path == each / n for each in own for n in SHOWING)]
    return DiscussionPlace(False, place, mine[-1] if mine else None)


def _texts(folders: Sequence[Path], own: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The templates that a post's page is made of, as far as they can show a discussion."""
    waiting, seen = [PAGE], {PAGE}
    while waiting:
        name = waiting.pop()
        path = next((each / name for each in folders if (each / name).is_file()), None)
        if path is None:
            continue
        text = _COMMENT.sub("", path.read_text(encoding="utf-8", errors="replace"))
        yield path, text
        # Whoever writes the page's inside anew shows nothing of what stood there.
        mine = any(path.is_relative_to(each) for each in own)
        closed = mine and _AROUND.search(text) and not _ABOVE.search(text)
        if name == OUR_PAGE and any((each / CONTENT).is_file() for each in own):
            text = text.replace(COMMENTS, "")  # where a site has one, ours leaves them to it
        for how, further in _NAMED.findall(text):
            if further not in seen and not (how == "extends" and closed):
                seen.add(further)
                waiting.append(further)
