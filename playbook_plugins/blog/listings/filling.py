"""What the templates of listings are given for each block that a page holds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from playbook_plugins.blog.library import Library
from playbook_plugins.blog.plays import PlayQuery, duration, parted, select_plays
from playbook_plugins.blog.tips import TipQuery

from .archive import archive
from .blocks import Listing
from .selection import PostQuery


def answer(
    library: Library, listing: Listing, url: str, address_of: Callable[[str], str], mark: str = ""
) -> dict[str, Any]:
    """The values for the template of `listing` on the page at `url`.

    `address_of` gives the address of a page by its source path; `mark` sets what is listed apart
    from the same on the same page.
    """
    values = listing.values
    if listing.kind == "posts":
        posts = library.chosen(_wish(values), url)
        for post in posts:
            post.mark = mark
        days = groupby(posts, key=lambda post: post.config.date.created.date())
        return {"posts": posts, "days": [(posts[0], posts) for posts in map(list, _second(days))]}
    if listing.kind == "tips":
        page = address_of(values["page"]) if values["page"] else ""
        if values["page"] and not page:
            page = "\0"  # no page has this address: a page that is not there holds no tips
        wish = TipQuery(values["label"], page, values["sort"], values["limit"])
        return {"tips": library.chosen_tips(wish, url, mark)}
    if listing.kind == "plays":
        query = PlayQuery(values["role"], values["group"], values["sort"], values["limit"])
        found = select_plays(library.plays, query)
        words = library.words
        return {
            "groups": parted(found, values["by"], words, mark),
            "place": f"plays{mark}",
            "count": len(found),
            "duration": lambda play: duration(play.facts.minutes, words),
        }
    if listing.kind == "comments":
        return {"remarks": library.remarks(values["limit"])}
    if listing.kind == "labels":
        return {"labels": library.labels()}
    if listing.kind == "archive":
        return {"years": archive(library, url)}
    return {"blogs": library.blogs(values["limit"])}


def _second(pairs: Any) -> Any:
    return (group for _, group in pairs)


def _wish(values: Any) -> PostQuery:
    return PostQuery(
        labels=values["label"],
        series=values["series"],
        authors=values["author"],
        sort=values["sort"],
        limit=values["limit"],
        unanswered=values["unanswered"],
    )
