"""Checks of sources are remembered between builds, while nothing they depend on moves."""

from __future__ import annotations

import pytest

from playbook_plugins.checks import site, source
from playbook_plugins.cli.site_rules import rules_of
from playbook_plugins.shared.memory import Memory, encoded, remember_in
from tests.build.building import write_site

POST = b"---\ndate: 2026-01-01\nuid: %s\nauthors: [ana]\n---\n\n# Post\n\n[a](gone.md)\n"
CONFIG = (
    b"site_name: S\ntheme: material\nplugins:\n"
    b"  - meta\n  - playbook/publish\n"
    b"  - playbook/blog: {authors_profiles_url_format: 'by/{name}'}\n"
)


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Checks the site as a build does, with what the build before remembered."""
    files = {"docs/blog/posts/a.md": POST % b"a", "docs/blog/posts/b.md": POST % b"b"}
    authors = {"docs/blog/.authors.yml": b"authors:\n  ana: {name: Ana}\n"}
    write_site(tmp_path, {"mkdocs.yml": CONFIG, **files, **authors})
    kept: dict[str, dict[bytes, bytes]] = {}
    asked: list[str] = []
    pure = source.check_source

    def checked(content, path, rules):
        asked.append(path)
        return pure(content, path, rules)

    def checks(**changed: bytes) -> tuple[list[str], list[str]]:
        write_site(tmp_path, {"mkdocs.yml": CONFIG, **changed.get("files", {})})
        asked.clear()
        memory = Memory(lambda kind: kept.get(kind, {}))
        remember_in(memory)
        verdict = site.check_site(rules_of(str(tmp_path / "mkdocs.yml")))
        for kind, values in memory.take_new().items():
            kept.setdefault(kind, {}).update(encoded(kind, values))
        return sorted(asked), [str(problem) for problem in verdict.problems]

    monkeypatch.setattr(source, "check_source", checked)
    yield checks
    remember_in(None)


def test_an_unchanged_source_is_not_checked_again_and_its_problems_are_said_again(build):
    everything, first = build()
    assert everything == ["blog/posts/a.md", "blog/posts/b.md", "index.md"]
    assert len([line for line in first if "gone.md" in line]) == 2
    assert build() == ([], first)


def test_a_changed_source_alone_is_checked_again(build):
    build()
    files = {"docs/blog/posts/b.md": POST % b"b" + b"More.\n"}
    assert build(files=files)[0] == ["blog/posts/b.md"]


def test_what_a_source_depends_on_beside_itself_has_it_checked_again(build):
    build()
    again, said = build(files={"docs/blog/.authors.yml": b"authors:\n  eva: {name: Eva}\n"})
    assert again == ["blog/posts/a.md", "blog/posts/b.md", "index.md"]
    assert len([line for line in said if 'unknown author "ana"' in line]) == 2


def test_what_is_set_for_a_folder_counts_for_its_posts(build):
    files = {"docs/blog/posts/old/c.md": b"---\nuid: c\n---\n\n# C\n"}
    assert "docs/blog/posts/old/c.md:1: this post has no date." in "\n".join(build(files=files)[1])
    set_there = {"docs/blog/posts/old/.meta.yml": b"date: 2020-02-02\nauthors: [nobody]\n"}
    again, said = build(files=set_there)
    assert again == ["blog/posts/old/c.md"]
    assert not [line for line in said if "no date" in line]
    assert [line for line in said if 'c.md:1: unknown author "nobody"' in line]
    broken = build(files={"docs/blog/posts/old/.meta.yml": b"a: 1\nb: [x\n"})[1]
    assert [line for line in broken if line.startswith("docs/blog/posts/old/.meta.yml:2:")]


def test_posts_with_one_file_name_are_told_apart_and_two_equal_uids_are_not(build):
    same = {
        f"docs/blog/posts/{n}/hello.md": b"---\ndate: 202%d-01-01\n---\n\n# H\n" % n for n in (1, 2)
    }
    assert not [line for line in build(files=same)[1] if "same uid" in line]
    said = build(files={"docs/blog/posts/b.md": POST % b"a"})[1]
    assert [line for line in said if 'same uid "a"' in line]
