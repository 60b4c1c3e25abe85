"""What pages and posts ask of the blog by name: labels, authors, series, other posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from playbook_plugins.blog import plays
from playbook_plugins.shared.problems import Problem, did_you_mean
from playbook_plugins.shared.records import record

from .checked import Checked, NameAsked

NAMED = {
    ("posts", "label"): "no post has the label",
    ("posts", "author"): "no author is called",
    ("posts", "series"): "no post belongs to the series",
    ("tips", "label"): "no tip has the label",
    ("plays", "role"): "no play has the role",
    ("plays", "group"): "no play belongs to the group",
    ("tips", "page"): "no page of the docs folder is called",
}
"""What is said of a listing's option whose word nobody has."""
MOST_NAMED = 12
"""Words that a cure lists; a blog may have hundreds of labels."""


Words = Mapping[tuple[str, str], Collection[str]]
"""The words that there are, by kind of listing and option."""


@record
class KnownNames:
    """What one blog has, by kind of listing and option."""

    root: str
    words: Words = field(default_factory=dict)
    """Nothing for what nobody knows before the site is built."""


def names_asked(listing: Any) -> Iterator[NameAsked]:
    """The words by which a listing chooses."""
    blog = str(listing.values.get("blog") or "")
    for option, (line, column) in listing.places.items():
        value = listing.values.get(option)
        words = value if isinstance(value, tuple) else [value]
        named = option == "blog" or (listing.kind, option) in NAMED
        for word in words if named else ():
            yield NameAsked(listing.kind, option, str(word), line, column, blog)


def offered_tips(pages: Mapping[str, Checked], published: Iterable[str]) -> Words:
    """What the listings of tips may choose by."""
    tips = [each.block for page in pages.values() for each in page.standing]
    labels = {label for each in tips for label in getattr(each, "labels", ())}
    return {("tips", "label"): labels, ("tips", "page"): set(published)}


def offered_plays(pages: Mapping[str, Checked], published: Iterable[str]) -> Words:
    """What the listings of plays may choose by."""
    heads = [pages[name].front.values for name in published if name in pages]
    names = plays.names_of(head.get(plays.KEY) for head in heads)
    return {("plays", option): known for option, known in names.items()}


def offered_posts(posts: Sequence[Any], categories: Iterable[str], authors: Iterable[str]) -> Words:
    """What the listings of posts may choose by."""
    return {
        ("posts", "label"): {*categories, *(each for post in posts for each in post.labels)},
        ("posts", "series"): {post.series for post in posts if post.series},
        ("posts", "author"): {*authors, *(each for post in posts for each in post.authors)},
    }


def check_names(
    page: Checked, offers: Sequence[KnownNames], roots: Collection[str]
) -> Iterator[Problem]:
    """The words in a page's listings that lead to nothing."""
    for each in page.wanted:
        place = page.path, each.line, each.column
        named = each.blog.strip("/").removeprefix(".")
        if each.blog and named not in roots:
            if each.option == "blog":
                cure = _near(each.word, [root or "." for root in roots])
                yield Problem(
                    *place, f'{each.kind}: no blog lies in the folder "{each.word}".', cure
                )
            continue
        offer = next((one for one in offers if one.root == named), None) if each.blog else None
        if offer is None:
            offer = next(
                (one for one in offers if one.root and page.name.startswith(f"{one.root}/")),
                offers[0],
            )
        words = offer.words.get((each.kind, each.option))
        if words is None or each.word in words:
            continue
        said = NAMED[each.kind, each.option]
        yield Problem(*place, f'{each.kind}: {said} "{each.word}".', _near(each.word, words))


def _near(word: str, known: Collection[str]) -> str:
    same = [each for each in known if each.casefold() == word.casefold()]
    if same:
        return f'Did you mean "{same[0]}" (capitals count)?'
    cure = did_you_mean(word, known)
    if cure.startswith("Did you mean"):
        return cure
    return cure if 0 < len(known) <= MOST_NAMED else "Correct it, or take the line out."


def check_related(
    page: Checked, related: Sequence[str], uids: Collection[str]
) -> Iterator[Problem]:
    """The posts that a post names as related, and that are not there."""
    for uid in related:
        if uid not in uids:
            what = f'"related" names "{uid}", and no post has that uid.'
            yield Problem(page.path, *page.front.place("related"), what, _near(uid, uids))
