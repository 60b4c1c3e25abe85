"""JSON Feed 1.1; what it has no words for stands in `_playbook` (docs/guide/feeds.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .model import JSON, Answered, Discussion, Entry, Feed, Person
from .writing import address, language, line, rfc3339, sound

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed, entries: Sequence[Entry]) -> str:
    """The text of a JSON feed of `entries`, in the order in which they come."""
    made = _filled(
        {
            "version": VERSION,
            "title": line(feed.title),
            "home_page_url": address(feed.url),
            "feed_url": address(feed.addresses.get(JSON, "")),
            "description": line(feed.description),
            "language": language(feed.language),
            "favicon": address(feed.icon),
            "authors": _people(feed.authors),
            "_playbook": _answered(feed.answers) if feed.answers else {},
        },
        keep=("title",),
    )
    made["items"] = [_item(entry) for entry in entries]
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    # A browser that takes the file for a page must find no tag in it.
    return text.replace("<", "\\u003c") + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    made = {
        "id": entry.id,
        "url": address(entry.url),
        "title": line(entry.title),
        "content_html": sound(entry.html),
        "summary": sound(entry.summary),
        "image": address(entry.image),
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated) if entry.updated else "",
        "authors": _people(entry.authors),
        "tags": [name for each in entry.categories if (name := line(each))],
        "_playbook": _playbook(entry.discussion, entry.answers),
    }
    return _filled(made, keep=("content_html",))


def _people(people: Sequence[Person]) -> list[dict[str, str]]:
    made = [
        {"name": line(each.name), "url": address(each.url), "avatar": address(each.avatar)}
        for each in people
    ]
    return [filled for each in made if (filled := _filled(each))]


def _playbook(
    discussion: Discussion | None, answers: Sequence[Answered]
) -> Mapping[str, int | str | list[dict[str, str]]]:
    """Counts and threads. A count that nobody knows is not there, which is not 0."""
    made: dict[str, Any] = {}
    if discussion:
        if discussion.count is not None:
            made["comments"] = discussion.count
        last = rfc3339(discussion.updated) if discussion.updated else ""
        feed = address(discussion.feeds.get(JSON, ""))
        links = {"comments_url": address(discussion.url), "comments_feed": feed}
        made |= _filled({**links, "last_comment": last})
    if answers:
        made["answers"] = [_answered(each) for each in answers]
    return made


def _answered(answered: Answered) -> dict[str, str]:
    return _filled({"id": answered.id, "url": address(answered.url)})


def _filled(values: Mapping[str, Any], keep: Sequence[str] = ()) -> dict[str, Any]:
    """`values` without the empty ones, but for those to `keep`."""
    return {key: value for key, value in values.items() if value or key in keep}
