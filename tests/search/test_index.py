"""The index: small parts whatever the size of the site, the same for the same pages."""

from __future__ import annotations

import functools
import gzip
import itertools
import json
import pickle
import random
import re

from playbook_plugins.search.catalogue import Catalogue
from playbook_plugins.search.entry import page_entry
from playbook_plugins.search.index import SLOTS, build_index
from playbook_plugins.search.model import PageEntry

SYLLABLES = re.findall(
    r"\w+", "ba co de fi gu ha in jo ka le mo ne or pa qui re sa to un ve con pro tion"
)


@functools.cache
def pages(count: int) -> list[PageEntry]:
    """Posts whose words are as uneven as those of a language."""
    chance = random.Random(5)
    words = sorted(
        {"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(9000)}
    )
    chance.shuffle(words)
    weights = list(itertools.accumulate(1 / (at + 3) for at in range(len(words))))
    made = []
    for number in range(count):
        text = chance.choices(words, cum_weights=weights, k=150)
        html = f"<h1>{' '.join(text[:4])}</h1><p>common {' '.join(text[4:])}</p>"
        made.append(page_entry(f"blog/{number}/", "", html))
    return made


def values(files: dict[str, str]) -> dict[str, object]:
    """What each file lays down, by path."""
    form = re.compile(r'\(globalThis\.playbookSearch\?\?=\{\}\)\[("[^"]*")\]=(.*);\n', re.S)
    found = {}
    for path, text in files.items():
        match = form.fullmatch(text)
        assert match, path
        found[path] = json.loads(match[2])
    return found


def test_the_index_is_the_same_for_the_same_pages_in_any_order():
    made = pages(60)
    first = build_index(made).files
    assert build_index(reversed(made)).files == first
    assert build_index(pickle.loads(pickle.dumps(made))).files == first


def test_a_change_of_one_page_changes_only_its_parts():
    made = pages(200)
    before = build_index(made).files
    changed = page_entry("blog/7/", "", "<h1>Quite new</h1><p>zebra</p>")
    after = build_index([*(each for each in made if each.url != "blog/7/"), changed]).files
    documents = {path for path in before if "/pages/" in path}
    assert sum(before[path] != after[path] for path in documents) == 1
    new = page_entry("a/new/", "", "<p>zebra</p>")
    more = build_index([*made, new]).files
    kept = [path for path in before if "/terms/" in path and path in more]
    assert len(kept) >= len([path for path in before if "/terms/" in path]) - 4
    assert sum(before[path] != more.get(path) for path in documents) <= 1


def test_no_part_grows_with_the_site():
    for count in (100, 900):
        files = build_index(pages(count)).files
        sizes = {path: len(gzip.compress(text.encode())) for path, text in files.items()}
        assert max(size for path, size in sizes.items() if "/terms/" in path) < 16_000
        shared = [len(value) for path, value in values(files).items() if "/pages/" in path]
        assert max(shared) <= SLOTS
        assert sum(shared) == count
        assert sizes["search/index.js"] < 3_000


def test_terms_stand_in_the_shard_that_answers_for_them():
    files = values(build_index(pages(900)).files)
    shards = files["search/index.js"]["shards"]
    assert len(shards) > 5
    firsts = [first for first, _ in shards]
    assert firsts == sorted(firsts)
    assert firsts[0] == ""
    seen = set()
    for (first, name), until in itertools.zip_longest(shards, firsts[1:]):
        terms = files[f"search/terms/{name}.js"]
        for term in terms:
            plain = term.removesuffix("*")
            assert plain >= first
            assert until is None or plain < until
        seen |= {term for term in terms if not term.endswith("*")}
    entries = pages(900)
    assert seen == {term for entry in entries for term in entry.terms.split()}


def test_a_beginning_whose_terms_fill_several_shards_is_listed():
    files = values(build_index(pages(900)).files)
    shards = files["search/index.js"]["shards"]
    firsts = [first for first, _ in shards]
    listed = {
        term[:-1] for _, name in shards for term in files[f"search/terms/{name}.js"] if "*" in term
    }
    parted = {first[:length] for first in firsts[1:] for length in range(1, len(first))}
    wanted = {
        each for each in parted if sum(first.startswith(each) for first in firsts if first) > 1
    }
    assert wanted
    assert wanted <= listed


def test_a_term_on_very_many_pages_lists_the_most_fitting():
    entries = [
        page_entry(f"p/{at}/", "", f"<h1>{'Deal' if at % 900 == 0 else 'X'}</h1><p>deal</p>")
        for at in range(2700)
    ]
    files = values(build_index(entries).files)
    [[_, name]] = files["search/index.js"]["shards"]
    count, listed = files[f"search/terms/{name}.js"]["deal"]
    assert count == 2700
    weights = [listed[at + 3] for at in range(0, len(listed), 4)]
    assert len(weights) == 2000
    assert weights.count(max(weights)) == 3


def test_hostile_words_leave_the_files_as_they_are():
    evil = "</script><script>alert(1)</script>\u2028\u2029\"];alert(1)//\\'`${x}"
    entry = page_entry(f"{evil}/", evil, f"<h1>{evil}</h1>", tags=[evil, "__proto__"])
    found = values(build_index([entry]).files)
    assert len(found) == 3


def test_an_empty_site_has_an_index():
    assert values(build_index([]).files)["search/index.js"]["pages"] == 0


def test_a_catalogue_follows_its_pages():
    catalogue = Catalogue()
    one, two = pages(2)
    catalogue.put(one)
    catalogue.put(two)
    both = catalogue.files()
    catalogue.put(one)
    assert catalogue.files() is both
    catalogue.drop(two.url)
    assert catalogue.files() == build_index([one]).files
