"""The corpus that everybody is measured with: the same each time, and what it says it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.benchmarks.corpus import CATEGORIES, TAGS, Corpus
from tests.benchmarks.measure import clear, load, save_card, tidy
from tests.benchmarks.projects import PROJECTS, ours

ROOT = Path(__file__).resolve().parents[2]
SMALL = Corpus(9, pages=5)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_another_process_writes_the_same_bytes(tmp_path):
    trees = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        folder = tmp_path / seed
        command = [sys.executable, "-m", "tests.benchmarks.corpus", str(folder), "--posts", "7"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        trees.append(tree(folder))
    assert len(trees[0]) > 57
    assert trees[0] == trees[1]


def test_a_larger_corpus_begins_with_the_smaller_one():
    assert Corpus(12, pages=5).posts[:9] == SMALL.posts
    assert Corpus(9, seed=2, pages=5).posts != SMALL.posts


def test_posts_are_what_the_docs_say_they_are():
    posts = Corpus(300).posts
    assert all(300 <= post.words <= 900 for post in posts)
    kinds = [{block.kind for block in post.blocks} for post in posts]
    assert all({"text", "heading", "tasks", "callout"} <= found for found in kinds)
    assert 0.18 < sum("table" in found for found in kinds) / 300 < 0.32
    assert 0.04 < sum("code" in found for found in kinds) / 300 < 0.12
    assert 0.75 < sum("more" in found for found in kinds) / 300 < 0.95
    assert {name for post in posts for name in post.categories} == set(CATEGORIES)
    assert {name for post in posts for name in post.tags} == set(TAGS)
    assert all(2 <= len(post.tags) <= 4 for post in posts)
    assert len({post.slug for post in posts}) == len({post.date for post in posts}) == 300


def test_every_third_post_is_discussed():
    corpus = Corpus(30)
    counts = [len(corpus.comments(post)) for post in corpus.posts]
    assert [bool(count) for count in counts] == [number % 3 == 0 for number in range(30)]
    assert 5 <= sum(counts) / 10 <= 15


@pytest.mark.parametrize("tool", ["ours", "material", "zensical"])
def test_a_title_is_written_once_where_the_heading_is_read(tool, tmp_path):
    PROJECTS[tool](SMALL, tmp_path)
    for post in SMALL.posts:
        text = (tmp_path / f"docs/blog/posts/{post.slug}.md").read_text(encoding="utf-8")
        assert text.count(post.title) == 1
        assert f"\n# {post.title}\n" in text


@pytest.mark.parametrize("tool", sorted(PROJECTS))
def test_every_tool_gets_every_text(tool, tmp_path):
    project = PROJECTS[tool](SMALL, tmp_path)
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(tmp_path.rglob("*.md"))
    ).replace("&rsquo;", "'")
    for text in [*SMALL.posts, *SMALL.pages]:
        assert text.title in written
        assert text.blocks[0].lines[0] in written
    assert "(post:" not in written and "(page:" not in written
    assert project.source.is_file()


@pytest.mark.parametrize("tool", sorted(PROJECTS))
def test_an_edit_takes_the_place_of_the_one_before(tool, tmp_path):
    project = PROJECTS[tool](SMALL, tmp_path)
    before = project.source.read_text(encoding="utf-8")
    project.edit("First change.")
    project.edit("Second change.")
    after = project.source.read_text(encoding="utf-8")
    assert after.count("Second change.") == 1
    assert "First change." not in after
    project.edit("")
    assert project.source.read_text(encoding="utf-8") == before


def test_links_between_sources_lead_to_files(tmp_path):
    ours(SMALL, tmp_path)
    links = 0
    for path in (tmp_path / "docs" / "blog" / "posts").glob("*.md"):
        for target in re.findall(r"\]\(([^)]+\.md)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).resolve().is_file(), f"{path.name}: {target}"
            links += 1
    assert links > 5


def test_clearing_leaves_only_what_was_written(tmp_path):
    folder = tmp_path / "20" / "ours"
    save_card(ours(SMALL, folder))
    before = tree(folder)
    (folder / ".cache" / "deep").mkdir(parents=True)
    (folder / ".site-2").mkdir()
    (folder / "site").symlink_to(".site-2")
    clear(folder)
    assert tree(folder) == before
    assert not (folder / "site").is_symlink()
    assert load(folder).source.is_file()
    tidy(tmp_path)
    assert [path.name for path in folder.parent.iterdir()] == ["ours"]


def test_our_project_builds_without_a_warning_and_shows_its_comments(tmp_path):
    project = ours(SMALL, tmp_path)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / project.address / "index.html").is_file()
    post = SMALL.posts[0]
    page = (tmp_path / "site" / post.address / "index.html").read_text(encoding="utf-8")
    assert f"{len(SMALL.comments(post))} comments" in page
    sheet = (tmp_path / "site" / SMALL.pages[0].address / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<playbook-worksheet [^>]*worksheet-id="sheet-01"', sheet)
    nav = yaml.safe_load((tmp_path / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert "posts" not in str(nav)
