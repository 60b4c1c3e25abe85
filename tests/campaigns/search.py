"""What a query costs a reader, and what the index costs a build, at 1,000 and 5,000 posts.

    python3 dev.py campaign search --posts 1000 5000

Bytes are those of the files compressed one by one, as a web server sends them. Time is a share
of what converting the same posts from Markdown takes in the same run, and of what Material's plugin
takes, which only parts the pages: counting and sorting its words is left to each reader's browser.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import markdown
from material.plugins.search.plugin import SearchIndex

from playbook_plugins.search.entry import page_entry
from playbook_plugins.search.index import build_index
from tests.search.test_index import SYLLABLES
from tests.test_client import CLIENT, compile_scripts

STATIC = Path(__file__).resolve().parents[2] / "playbook_plugins" / "static"
SETTINGS = {"lang": ["en"], "separator": r"[\s\-]+", "pipeline": [], "fields": {}}


def corpus(count: int, seed: int = 11) -> tuple[list[str], list[str]]:
    """Posts of 300 to 900 words, and the words, the most frequent first."""
    chance = random.Random(seed)
    words = list(
        dict.fromkeys("".join(chance.choices(SYLLABLES, k=2 + n % 3)) for n in range(40_000))
    )
    weights = list(itertools.accumulate(1 / (at + 3) for at in range(len(words))))
    posts = []
    for number in range(count):
        text = chance.choices(words, cum_weights=weights, k=chance.randint(300, 900))
        lines = [f'<h1 id="top">Post {number} {" ".join(text[:5])}</h1>']
        for at in range(0, len(text), 60):
            if at % 180 == 120:
                lines.append(f'<h2 id="s{at}">{" ".join(text[at : at + 4])}</h2>')
            lines.append(f"<p>{' '.join(text[at : at + 60])}.</p>")
        posts.append("\n".join(lines))
    return posts, words


SAMPLE = 100
"""Posts that are converted for the comparison."""


def convert(posts: list[str]) -> None:
    """The text of these posts as Markdown to HTML, with the extensions that most sites use."""
    parser = markdown.Markdown(extensions=["attr_list", "tables", "toc", "pymdownx.superfences"])
    for post in posts:
        text = re.sub(r"<h(\d)[^>]*>", lambda found: f"\n{'#' * int(found[1])} ", post)
        parser.reset().convert(re.sub(r"<p>|</\w+>", "\n", text))


def site_page(number: int, content: str) -> Any:
    """A page as Material's plugin takes it."""
    url = f"blog/2026/{number}/"
    return SimpleNamespace(content=content, url=url, title="", meta={}, toc=[])


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def figures(count: int) -> dict[str, Any]:
    """One size of site."""
    posts, words = corpus(count)
    began = time.process_time()
    entries = [page_entry(f"blog/2026/{at}/", "", post) for at, post in enumerate(posts)]
    read = time.process_time()
    files = build_index(entries).files
    built = time.process_time()
    convert(posts[:SAMPLE])
    converted = time.process_time()
    theirs: Any = SearchIndex(**SETTINGS)
    for at, post in enumerate(posts):
        theirs.add_entry_from_context(site_page(at, post))
    whole = theirs.generate_search_index(None)
    time_theirs = time.process_time()
    queries = [words[3], words[300], words[3000], f"{words[40]} {words[700]}", words[60][:2]]
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        command = ["node", "build/search.mjs", folder, *queries]
        answers = subprocess.run(command, cwd=CLIENT, capture_output=True, text=True, check=True)
        asked = [json.loads(line) for line in answers.stdout.splitlines()]
        start = compressed(Path(folder, "search/index.js"))
        costs = {
            each["typed"]: sum(
                compressed(Path(folder, path)) for path in each["asked"] if "index.js" not in path
            )
            for each in asked
        }
        shards = [compressed(path) for path in Path(folder, "search/terms").iterdir()]
    return {
        "posts": count,
        "before search is opened": 0,
        "on opening": start + compressed(STATIC / "playbook-search.js"),
        "bytes a query": costs,
        "bytes a query, median": round(statistics.median(costs.values())),
        "Material's index": len(gzip.compress(whole.encode(), 6)),
        "shards": len(shards),
        "largest shard": max(shards),
        "files": len(files),
        "reading and index, of converting the posts": round(
            (built - began) / ((converted - built) * count / SAMPLE), 3
        ),
        "index, of what Material's plugin takes": round(
            (built - began) / (time_theirs - converted), 3
        ),
        "index, seconds": round(built - read, 2),
        "ms a page": round((read - began) / count * 1000, 2),
    }


def main() -> None:
    """Print the figures of each size as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, nargs="+", default=[1000, 5000])
    compile_scripts()
    for count in parser.parse_args().posts:
        print(json.dumps(figures(count), indent=1), flush=True)


if __name__ == "__main__":
    main()
