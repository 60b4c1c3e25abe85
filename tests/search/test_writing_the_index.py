"""The index as a build writes it: beside other work, and whole whatever becomes of that."""

from __future__ import annotations

import os
import re
from types import SimpleNamespace
from typing import Any

import pytest

from playbook_plugins.build.render import gathering
from playbook_plugins.search import plugin
from playbook_plugins.search.plugin import Search
from playbook_plugins.shared import parallel
from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.digests import digest


class TheirPlugin:
    """The theme's search plugin, as far as ours knows it."""

    def __init__(self) -> None:
        self.config = {"enabled": True}
        self.search_index: Any = None

    def on_page_context(self, context: Any, *, page: Any, **rest: Any) -> None:
        page.content = re.sub(r'\s?data-search-\w+="[^"]+"', "", page.content)


class Plugins(dict[str, Any]):
    """The host's plugins and their steps."""

    def __init__(self) -> None:
        theirs = TheirPlugin()
        super().__init__({"material/search": theirs})
        self.events = {"page_context": [print, theirs.on_page_context]}


def search_of(pages: dict[str, str]) -> tuple[Search, Any]:
    config: Any = SimpleNamespace(theme={"language": "en"}, plugins=Plugins(), extra={})
    search = Search(config, wanted=True)
    for url, html in pages.items():
        take(search, url, html)
    return search, config


def take(search: Search, url: str, html: str) -> None:
    file, without_a_blog = SimpleNamespace(src_uri=f"{url}.md"), SimpleNamespace(plugins={})
    page = SimpleNamespace(file=file, url=url, meta={}, title=url)
    search.take(page, html, without_a_blog)  # type: ignore[arg-type]


PAGES = {"plans/": "<h1>Plans</h1><p>Land and expand</p>", "calls/": "<h1>Calls</h1>"}


@pytest.mark.skipif(os.name != "posix", reason="forks are those of Unix")
@pytest.mark.parametrize("ending", ["lives", "dies", "alone"])
def test_the_index_is_whole_whoever_writes_it(ending, tmp_path, monkeypatch):
    search, _ = search_of(PAGES)
    search.gather(Store(None), 1)
    monkeypatch.setattr(parallel, "cores", lambda: 1 if ending == "alone" else 2)
    ours, write_files = os.getpid(), plugin.write_files

    def write(*given: Any) -> None:
        if ending == "dies" and os.getpid() != ours:
            os._exit(3)
        write_files(*given)

    monkeypatch.setattr(plugin, "write_files", write)
    search.lay_out(tmp_path)
    found = {
        path.relative_to(tmp_path).as_posix(): digest(path.read_bytes())
        for path in tmp_path.rglob("*.js")
    }
    assert found == {name: digest(text.encode()) for name, text in search.catalogue.files().items()}
    assert any("terms/" in name for name in found)


def test_a_site_without_search_has_no_index(tmp_path):
    search = Search(search_of({})[1], wanted=False)
    search.lay_out(tmp_path)
    search.write(tmp_path, Store(None))
    assert not list(tmp_path.iterdir())


def test_a_save_writes_of_the_index_what_has_changed(tmp_path):
    def stamps() -> dict[str, int]:
        return {f.relative_to(tmp_path).as_posix(): f.stat().st_ino for f in tmp_path.rglob("*.js")}

    search, _ = search_of(PAGES)
    search.gather(Store(None), 1)
    search.lay_out(tmp_path)
    before = stamps()
    for url, html in PAGES.items():
        take(search, url, html)
    search.write(tmp_path, Store(None))
    assert stamps() == before, "it says the same"
    take(search, "new/", "<p>News</p>")
    search.write(tmp_path, Store(None))
    after = stamps()
    assert after.keys() == search.catalogue.files().keys(), "what it was called before is gone"
    assert after != before


def test_pages_are_handed_to_an_index_that_takes_them_only():
    """The theme's plugin goes through each page's text as it is handed over."""
    _, config = search_of({})
    assert gathering(config) == []
    theirs = config.plugins["material/search"]
    theirs.search_index = SimpleNamespace(entries=[])
    assert gathering(config) == [theirs.on_page_context]


def test_the_themes_marks_go_and_pages_without_one_are_left_alone():
    _, config = search_of({})
    others, look = config.plugins.events["page_context"]
    assert others is print
    for text, shown in (
        ('<p data-search-exclude="true">Words</p>', "<p>Words</p>"),
        ("<p>Words</p>", "<p>Words</p>"),
        (None, None),
    ):
        page = SimpleNamespace(content=text)
        assert look({}, page=page, config=config, nav=None) is None
        assert page.content == shown
