"""What one page gives to the index. Pure: the same page makes the same entry, in any process."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from html import unescape

from .model import PageEntry, SearchComment, Section, Source
from .sections import MOST_TEXT, sections_of, text_of
from .terms import counted, inner_terms, terms_in

WEIGHTS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
"""Signs for 0 to 63, in the order of text: what is heavier sorts later."""

IN_TITLE, IN_HEADING, IN_TAGS = 3.0, 1.0, 1.2
"""What a term is worth for where it stands; in the text, up to 1."""
TYPICAL = 300
"""Terms of a page that is neither long nor short. A constant: one new page changes no other's."""


def page_entry(
    url: str,
    title: str,
    content: str,
    *,
    tags: Sequence[str] = (),
    remarks: Iterable[SearchComment] = (),
    boost: float = 1.0,
    capitals: bool = False,
) -> PageEntry:
    """The entry of the page at `url` (as in links from the site's root).

    `title` is plain text, for a page whose `content` (HTML) does not begin with a heading.
    `capitals`: words like `PlaybookForm` are found by their parts, too.
    """
    sections = sections_of(content)
    if not sections[0].title:
        sections[0] = Section("", " ".join(title.split()), sections[0].text)
    said = [Section(each.anchor, _line(each.author), text_of(each.body)) for each in remarks]
    return PageEntry(
        url,
        _document(url, tags, [*sections, *said]),
        *_weighed(sections, said, tags, boost, capitals),
    )


def source_entry(source: Source, *, capitals: bool = False) -> PageEntry:
    """The entry of one page, from plain values."""
    return page_entry(
        source.url,
        source.title,
        source.content,
        tags=source.tags,
        remarks=source.remarks,
        boost=source.boost,
        capitals=capitals,
    )


def kept_entry(entry: PageEntry) -> bytes:
    """An entry as a cache keeps it."""
    return json.dumps([entry.url, entry.document, entry.terms, entry.weights]).encode()


def read_entry(raw: bytes) -> PageEntry | None:
    """An entry that a cache kept; None for anything else."""
    try:
        url, document, terms, weights = json.loads(raw)
    except ValueError:
        return None
    texts = (url, document, terms, weights)
    return PageEntry(*texts) if all(isinstance(each, str) for each in texts) else None


def plain_title(title: object) -> str:
    """A title as text; one that carries its own escaping, as posts' do, without it."""
    return unescape(str(title)) if hasattr(title, "__html__") else str(title)


def _line(text: str) -> str:
    return " ".join(text.split())


def _document(url: str, tags: Sequence[str], sections: list[Section]) -> str:
    shown, left = [], MOST_TEXT
    for each in sections:
        shown.append([each.anchor, each.title, each.text[: max(0, left)]])
        left -= len(each.text)
    parts = [url, sections[0].title, list(tags), shown]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _weighed(
    sections: list[Section],
    said: list[Section],
    tags: Sequence[str],
    boost: float,
    capitals: bool,
) -> tuple[str, str]:
    """Terms and their weights, as an entry keeps them."""
    whole = "\n".join([each.text for each in (*sections, *said)])
    headings = "\n".join([each.title for each in (*sections[1:], *said)])
    title, labels = sections[0].title, "\n".join(tags)
    counts = counted(whole)
    places = [(title, IN_TITLE), (headings, IN_HEADING), (labels, IN_TAGS)]
    worth: dict[str, float] = {}
    for text, each in places:
        for term in set(terms_in(text)):
            worth[term] = worth.get(term, 0.0) + each
            counts.setdefault(term, 0)
    if capitals:
        counts.update(inner_terms("\n".join([whole, headings, title])))
    room = 1.2 * (0.25 + 0.75 * sum(counts.values()) / TYPICAL)

    def fit(count: int) -> float:
        return count / (count + room)

    plain = {count: _sign(fit(count) * boost) for count in set(counts.values())}
    terms = sorted(counts)
    made = []
    for term in terms:
        sign = plain[counts[term]]
        if term in worth:
            sign = _sign((worth[term] + fit(counts[term])) * boost)
        made.append(sign)
    return " ".join(terms), "".join(made)


def _sign(weight: float) -> str:
    """A weight as one sign: steps of a tenth, up to some sixty times a mention."""
    return WEIGHTS[max(0, min(63, round(7 * math.log2(1 + 8 * max(0.0, weight)))))]
