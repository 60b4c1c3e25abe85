"""Atom 1.0 (RFC 4287) with threads (RFC 4685)."""

from __future__ import annotations

from collections.abc import Sequence

from .model import ATOM, MEDIA, Answered, Discussion, Entry, Feed, Person
from .order import updated
from .writing import HEAD, address, attributes, element, language, line, nested, optional, rfc3339

_SPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
}


def atom(feed: Feed, entries: Sequence[Entry]) -> str:
    """The text of an Atom feed of `entries`, in the order in which they come."""
    opening = attributes({**_SPACES, "xml:lang": language(feed.language)})
    parts = [
        element("id", feed.id),
        element("title", line(feed.title)),
        optional("subtitle", line(feed.description)),
        element("updated", rfc3339(updated(feed, entries))),
        *(_person(each) for each in feed.authors or (Person(line(feed.title) or "Anonymous"),)),
        optional("icon", address(feed.icon)),
        element("link", rel="alternate", type="text/html", href=address(feed.url)),
    ]
    own = feed.addresses.get(ATOM)
    if own:
        parts.append(element("link", rel="self", type=MEDIA[ATOM], href=address(own)))
    if feed.answers:
        parts.append(_answered(feed.answers))
    parts += [_entry(entry) for entry in entries]
    return f"{HEAD}<feed{opening}>\n{''.join(parts)}</feed>\n"


def _entry(entry: Entry) -> str:
    parts = [
        element("id", entry.id),
        element("title", line(entry.title)),
        element("link", rel="alternate", type="text/html", href=address(entry.url)),
        element("published", rfc3339(entry.published)),
        element("updated", rfc3339(entry.changed)),
        *(_person(each) for each in entry.authors),
        *(element("category", term=each) for each in entry.categories if line(each)),
        *(_answered(each) for each in entry.answers),
        _discussion(entry.discussion),
        optional("summary", entry.summary),
        optional("content", entry.html, type="html"),
    ]
    return nested("entry", "".join(parts))


def _person(person: Person) -> str:
    name = element("name", line(person.name) or "Anonymous")
    return nested("author", name + optional("uri", address(person.url)))


def _answered(answered: Answered) -> str:
    if not answered.url:
        return element("thr:in-reply-to", ref=answered.id)
    href = address(answered.url)
    return element("thr:in-reply-to", ref=answered.id, type="text/html", href=href)


def _discussion(discussion: Discussion | None) -> str:
    """Links to the thread, each with the count; a count that nobody knows is left out."""
    if discussion is None:
        return ""
    counted = {}
    if discussion.count is not None:
        counted["thr:count"] = str(discussion.count)
        if discussion.updated:
            counted["thr:updated"] = rfc3339(discussion.updated)
    ways = {"text/html": discussion.url, MEDIA[ATOM]: discussion.feeds.get(ATOM, "")}
    made = ""
    for kind, way in ways.items():
        if way:
            link = {"rel": "replies", "type": kind, "href": address(way), **counted}
            made += f"<link{attributes(link)}/>\n"
    return made + (element("thr:total", counted["thr:count"]) if counted else "")
