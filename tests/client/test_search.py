"""An index that Python wrote, asked by the browser's script: what is found, in which order."""

from __future__ import annotations

import json
import subprocess

import pytest

from playbook_plugins.search.entry import page_entry
from playbook_plugins.search.index import build_index
from playbook_plugins.search.model import SearchComment
from tests.search.test_index import pages
from tests.test_client import CLIENT, compile_scripts

pytestmark = pytest.mark.node

PAGES = [
    page_entry("title/", "", "<h1>Pump house</h1><p>About the plant.</p>"),
    page_entry("text/", "", "<h1>Plant</h1><p>One pump stands in the house.</p>"),
    page_entry("apart/", "", "<h1>A</h1><p>pump</p><h2 id='b'>B</h2><p>house</p>"),
    page_entry("one/", "", "<h1>Pump only</h1><p>Nothing else.</p>"),
    page_entry("boosted/", "", "<h1>Quiet start</h1><p>valve</p>", boost=5),
    page_entry("plain/", "", "<h1>Quiet start</h1><p>valve</p>"),
    page_entry("tagged/", "", "<h1>T</h1>", tags=["Große Fälle"]),
    page_entry(
        "said/", "", "<h1>S</h1>", remarks=[SearchComment("c1", "Ana", "<p>A glockenspiel</p>")]
    ),
    page_entry("zh/", "", "<h1>销售计划</h1><p>客户</p>"),
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """`ask("pump", …)`: the answers, one for each query."""
    folder = tmp_path_factory.mktemp("index")
    files = build_index([*PAGES, *pages(900)]).files
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    compile_scripts()

    def asked(*queries: str) -> list[dict]:
        words = ["node", "build/search.mjs", str(folder), *queries]
        done = subprocess.run(words, cwd=CLIENT, capture_output=True, text=True, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    return asked


def found(answer: dict) -> list[str]:
    """The pages of an answer, the best first."""
    return [group[0]["location"].removeprefix("./").split("#")[0] for group in answer["items"]]


def test_all_words_of_a_query_are_wanted_and_the_title_comes_first(ask):
    both, some, without = ask("pump house", "pump xyzzy", "pump -house")
    assert found(both)[0] == "title/"
    assert sorted(found(both)) == ["apart/", "text/", "title/"]
    assert "one/" in found(some)
    assert some["items"][0][0]["terms"] == {"pump": True, "xyzzy": False}
    assert found(without) == ["one/"]


def test_a_boost_lifts_a_page(ask):
    [answer] = ask("valve")
    assert found(answer) == ["boosted/", "plain/"]


def test_accents_case_endings_tags_comments_and_dense_scripts(ask):
    answers = ask("grosse", "FÄLLE", "glockenspiel", "valves", "销售", "售计", "glocken")
    tags, cases, said, ending, dense, inner, beginning = answers
    assert found(tags) == found(cases) == ["tagged/"]
    assert found(said) == found(beginning) == ["said/"]
    assert said["items"][0][0]["location"] == "./said/#c1"
    assert found(ending) == ["boosted/", "plain/"]
    assert found(dense) == found(inner) == ["zh/"]


def test_a_query_needs_one_shard_for_each_word_and_ten_documents(ask):
    letter, common, two = ask("c", "common", "pump house")
    for answer, words in ((letter, 1), (common, 1), (two, 2)):
        assert len([path for path in answer["asked"] if "/terms/" in path]) <= words
        assert len([path for path in answer["asked"] if "/pages/" in path]) <= 10
    assert common["count"] == 900
    assert letter["count"] >= 200, "words that begin with it fill several shards"


@pytest.mark.parametrize(
    "query", ["", "-", "*", '"', "\\", "__proto__", "constructor", "😀", "a" * 5000]
)
def test_any_query_is_answered(ask, query):
    [answer] = ask(query)
    assert answer["count"] >= 0
