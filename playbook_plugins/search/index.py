"""Entries to files: shards of terms, and the documents that results show.

Every file is a script that puts one value where the reader's script finds it, so that the same
files serve from a web server, from a folder (`file://`, where a page may not fetch) and under a
strict content policy. Nothing in a name or a number depends on the order in which pages come.

    search/index.js              the list of shards; asked for when search is opened
    search/terms/<hash>.js       a range of terms, each with its pages and weights
    search/pages/<n>/<xyz>.js    documents, by the address of the page

A page's number comes from its address, so a new page changes no other's, and a page's documents
stay where they are until the site has doubled.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .entry import WEIGHTS
from .model import PageEntry

FOLDER = "search"
START = f"{FOLDER}/index.js"
"""A name that stays, so that a change of the index changes no page."""
SHELF = "playbookSearch"
"""The object in the browser that files put their value into."""

LARGEST = 24_000
"""Signs of a shard before compression; about 13 KB after it."""
MOST_PAGES = 2_000
"""Pages of one term. Of a term that stands on more, the most fitting are listed."""
MOST_BEGUN = 200
"""Pages listed for a beginning such as `co`, whose terms fill several shards."""
SLOTS = 8
"""Pages that may share a file of documents."""


@dataclass(frozen=True, slots=True)
class Index:
    """The files of an index."""

    files: dict[str, str]
    """Content by path."""


def build_index(entries: Iterable[PageEntry]) -> Index:
    """The index of a site; the same for the same entries in any order."""
    by_url = {entry.url: entry for entry in entries}
    numbers, buckets = _numbered(by_url)
    files = dict(_documents(by_url, numbers, buckets))
    width = 3 if buckets * SLOTS <= 64**3 else 4
    lists = _postings(by_url, numbers, width)
    shards = []
    for first, terms in _shards(lists):
        content = _script_value(terms)
        name = hashlib.sha256(content.encode()).hexdigest()[:8]
        files[f"{FOLDER}/terms/{name}.js"] = _script(name, content)
        shards.append([first, name])
    start = _script_value(
        {"pages": len(by_url), "buckets": buckets, "width": width, "shards": shards}
    )
    return Index({START: _script("index", start), **files})


def _script_value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _script(name: str, value: str) -> str:
    return f"(globalThis.{SHELF}??={{}})[{json.dumps(name)}]={value};\n"


def _numbered(urls: Iterable[str]) -> tuple[dict[str, int], int]:
    """A number for each address, by the address alone, and the number of files they fill."""
    ordered = sorted(urls)
    buckets = 8
    # Twice as many as pages, so that a result seldom brings another page's text along.
    while buckets < min(2 * len(ordered), 2**21):
        buckets *= 2
    taken: dict[int, int] = defaultdict(int)
    numbers = {}
    for url in ordered:
        digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).digest()
        bucket = int.from_bytes(digest[:4], "big") % buckets
        while taken[bucket] == SLOTS:
            bucket = (bucket + 1) % buckets
        numbers[url] = bucket * SLOTS + taken[bucket]
        taken[bucket] += 1
    return numbers, buckets


def _documents(
    by_url: dict[str, PageEntry], numbers: dict[str, int], buckets: int
) -> Iterator[tuple[str, str]]:
    shared: dict[int, list[str]] = defaultdict(list)
    for url in sorted(by_url):
        shared[numbers[url] // SLOTS].append(by_url[url].document)
    for bucket in sorted(shared):
        name = f"{buckets}/{bucket:x}"
        value = f"[{','.join(shared[bucket])}]"
        yield f"{FOLDER}/pages/{name}.js", _script(name, value)


def _number_sign(number: int, width: int) -> str:
    signs = ""
    for _ in range(width):
        number, low = divmod(number, 64)
        signs = WEIGHTS[low] + signs
    return signs


def _postings(
    by_url: dict[str, PageEntry], numbers: dict[str, int], width: int
) -> dict[str, list[str]]:
    """The pages of each term, by number: a page's signs and its weight."""
    lists: dict[str, list[str]] = defaultdict(list)
    for url, number in sorted(numbers.items(), key=lambda pair: pair[1]):
        entry = by_url[url]
        page = _number_sign(number, width)
        # One string for each weight, not one for each term.
        signs = {weight: page + weight for weight in set(entry.weights)}
        for term, weight in zip(entry.terms.split(" "), entry.weights, strict=False):
            lists[term].append(signs[weight])
    return lists


def _fittest(pages: list[str], most: int) -> list[str]:
    """At most `most` of `pages`, those of the greatest weight, in their order."""
    if len(pages) <= most:
        return pages
    chosen: list[str] = []
    for group in _by_weight(pages):
        chosen += group[: most - len(chosen)]  # of pages alike the first are kept
        if len(chosen) == most:
            break
    return sorted(chosen)


def _by_weight(pages: Iterable[str]) -> Iterator[list[str]]:
    """The pages of each weight, the greatest first: seldom are more than the first few needed."""
    groups: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        groups[page[-1]].append(page)
    for weight in sorted(groups, reverse=True):
        yield groups[weight]


Champions = dict[str, list[str]]
"""The fittest pages of terms that stand on many."""
Written = dict[str, str | list[int | str]]
"""Terms of a shard: the pages, or how many pages there are in all and the most fitting of them."""


@dataclass(frozen=True, slots=True)
class _Range:
    """Terms that stand in one shard."""

    first: str
    """No term of the shards before it is as great, none of its own is smaller."""
    terms: list[str]
    beginnings: dict[str, list[str]]
    """Beginnings whose terms fill more shards than this one, the first; with all their terms."""


def _order(term: str) -> bytes:
    """The order of text in a browser."""
    return term.encode("utf-16-be", "surrogatepass")


def _shards(lists: dict[str, list[str]]) -> Iterator[tuple[str, Written]]:
    """What each shard holds, in the order of terms, with the first text it answers for."""
    written: Written = {}
    sizes = {}
    for term in sorted(lists, key=_order):
        pages = lists[term]
        kept = "".join(_fittest(pages, MOST_PAGES))
        written[term] = kept if len(pages) <= MOST_PAGES else [len(pages), kept]
        sizes[term] = len(term) + 6 + len(kept)
    champions: Champions = {}
    for each in _ranges(list(written), sizes, ""):
        shard: Written = {
            f"{beginning}*": _begun(all_its, lists, champions)
            for beginning, all_its in each.beginnings.items()
        }
        yield each.first, shard | {term: written[term] for term in each.terms}


def _ranges(terms: list[str], sizes: dict[str, int], beginning: str) -> list[_Range]:
    """Terms that all start with `beginning`, parted where their next letter changes."""
    if sum(sizes[term] for term in terms) <= LARGEST or len(terms) == 1:
        return [_Range(beginning, terms, {})]
    made: list[_Range] = []
    pack: list[str] = []
    size = 0
    start = beginning
    for key, group in _by_start(terms, len(beginning) + 1):
        more = sum(sizes[term] for term in group)
        if pack and size + more > LARGEST:
            made.append(_Range(start, pack, {}))
            pack, size = [], 0
        if more > LARGEST and len(group) > 1:
            made += _ranges(group, sizes, key)
            continue
        if not pack:
            start = key
        pack += group
        size += more
    if pack:
        made.append(_Range(start, pack, {}))
    opening = made[0]
    begun = {beginning: terms} if beginning and len(made) > 1 else {}
    return [_Range(beginning, opening.terms, begun | opening.beginnings), *made[1:]]


def _by_start(terms: list[str], length: int) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for term in terms:
        groups.setdefault(term[:length], []).append(term)
    return list(groups.items())


def _begun(terms: Iterable[str], lists: dict[str, list[str]], champions: Champions) -> str:
    """The pages most about any of these terms."""
    pool: set[str] = set()
    for term in terms:
        if len(lists[term]) > MOST_BEGUN and term not in champions:
            champions[term] = _fittest(lists[term], MOST_BEGUN)
        pool.update(champions.get(term, lists[term]))
    best: dict[str, str] = {}
    for group in _by_weight(pool):
        for page in sorted(group):
            best.setdefault(page[:-1], page)
            if len(best) == MOST_BEGUN:
                return "".join(sorted(best.values()))
    return "".join(sorted(best.values()))
