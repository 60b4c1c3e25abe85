"""The preview hears of every file that a page is made of, and a site that fails hangs nobody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from .building import write_site

CONFIG = """INHERIT: base.yml
site_name: Followed
site_url: http://127.0.0.1:8000/
theme: {name: null, custom_dir: frame}
hooks: [hook.py]
plugins:
  - playbook/publish
markdown_extensions:
  - attr_list
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      options: {custom_icons: [icons]}
  - pymdownx.snippets: {auto_append: [words.md], base_path: [., parts]}
"""
PAGE = '# Home\n\n--8<-- "sheet.md"\n\n--8<-- "root.md:1:2"\n\n--8<-- "later.md"\n'
FILES = {
    "base.yml": "use_directory_urls: true\n",
    "mkdocs.yml": CONFIG,
    "hook.py": "def on_page_content(html, **_):\n    return html + '<p>hook one</p>'\n",
    "frame/main.html": "<body>frame one {{ page.content }}</body>",
    "icons/mine/star.svg": "<svg/>",
    "words.md": "appended one\n",
    "parts/sheet.md": 'sheet one\n\n--8<-- "inner.md"\n',
    "parts/inner.md": "inner one\n",
    "root.md": "root one\n",
    "docs/index.md": PAGE,
    "docs/other.md": "# Other\n",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[LiveReloadServer]:
    """A preview as the host sets it up, without its threads for requests and builds."""
    folder = tmp_path_factory.mktemp("served")
    write_site(folder, {name: text.encode() for name, text in FILES.items()})
    (folder / ".git").mkdir()
    before = Path.cwd()
    os.chdir(folder)

    def loaded():
        return load_config("mkdocs.yml", site_dir=str(folder / "preview"))

    def builder(config=None):
        build(config or loaded(), serve_url="http://127.0.0.1:8000/")

    config = loaded()
    config.plugins.on_startup(command="serve", dirty=False)
    server = LiveReloadServer(builder, "127.0.0.1", 0, str(folder / "preview"))
    builder(config)
    server.watch(config.docs_dir)
    server.watch(config.config_file_path)
    config.plugins.on_serve(server, config=config, builder=builder)
    yield server
    server.observer.stop()
    server.server_close()
    config.plugins.on_shutdown()
    os.chdir(before)


def save(name: str, text: str) -> None:
    """As most editors save: a new file takes the place of the old one."""
    path = Path(name)
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def heard(server: LiveReloadServer, name: str) -> bool:
    """Whether the server wants to build for this file, once it has had the time to hear of it."""
    wanted = str(Path(name).resolve())
    with server._rebuild_cond:
        return server._rebuild_cond.wait_for(
            lambda: server._want_rebuild and wanted in server.builder._watcher._changed, timeout=60
        )


def page(server: LiveReloadServer, path: str = "/") -> str:
    """What a browser is answered."""
    answer = server.get_app()({"PATH_INFO": path}, lambda status, headers: None)
    with closing(answer) if hasattr(answer, "close") else nullcontext():
        return b"".join(answer).decode()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("parts/sheet.md", 'sheet two\n\n--8<-- "inner.md"\n'),
        ("parts/sheet.md", 'sheet three\n\n--8<-- "inner.md"\n'),  # a second save is heard as well
        ("parts/inner.md", "inner two\n"),
        ("root.md", "root two\n"),
        ("parts/later.md", "later one\n"),  # was missing until now
        ("words.md", "appended two\n"),
        ("frame/main.html", "<body>frame two {{ page.content }}</body>"),
        ("hook.py", FILES["hook.py"].replace("one", "two")),
        ("icons/mine/star.svg", "<svg><title>two</title></svg>"),
        ("base.yml", "use_directory_urls: false\n"),
        ("base.yml", "use_directory_urls: true\n"),
        ("mkdocs.yml", CONFIG.replace("Followed", "Two")),
        ("mkdocs.yml", CONFIG.replace("Followed", "Three")),
    ],
)
def test_a_save_of_whatever_a_page_is_made_of_is_heard_and_shown(served, name, text):
    save(name, text)
    assert heard(served, name)
    served.builder()
    if " two" in text and name.endswith((".md", ".html", ".py")):
        word = text.split()[0] if name.endswith(".md") else name.partition("/")[0].partition(".")[0]
        assert f"{word} two" in page(served)
    assert (Path("preview/other.html")).is_file() == (text.endswith("false\n"))


def test_what_a_link_leads_to_is_heard(served, tmp_path):
    """A snippet that several projects share, say."""
    (tmp_path / "shared.md").write_text("shared one\n")
    Path("parts/linked.md").symlink_to(tmp_path / "shared.md")
    save("docs/other.md", '# Other\n\n--8<-- "linked.md"\n')
    assert heard(served, "docs/other.md")
    served.builder()
    assert "shared one" not in page(served), "another page's"
    assert "shared one" in page(served, "/other/")
    save(str(tmp_path / "shared.md"), "shared two\n")
    assert heard(served, str(tmp_path / "shared.md"))
    served.builder()
    assert "shared two" in page(served, "/other/")


def test_what_no_page_is_made_of_is_not_heard(served):
    Path("notes.txt").write_text("mine")
    save("root.md", "root three\n")
    assert heard(served, "root.md")
    assert "notes.txt" not in {path.name for path in served.builder._watcher.taken()}


TAB = CONFIG.replace("theme: {name: null, custom_dir: frame}", "theme:\n\tname: null")


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("mkdocs.yml", TAB, "mkdocs.yml:5:1: a tab where spaces belong. Indent with spaces."),
        ("mkdocs.yml", CONFIG.replace("hook.py", "gone.py"), "mkdocs.yml:"),
        ("mkdocs.yml", CONFIG.replace("- playbook/publish", "- nobody/knows"), "mkdocs.yml:7: "),
        ("mkdocs.yml", "\0", "mkdocs.yml"),
        ("base.yml", "a: [b\n", "base.yml:1: a bracket that is never closed."),
        ("hook.py", "def on_page_content(html, **_):\n    raise OSError('<b>disk</b>')\n", "disk"),
        ("hook.py", "def on_config(config\n", "was never closed"),
    ],
)
def test_a_site_that_cannot_be_built_shows_its_last_page_with_a_note(served, name, wrong, said):
    """The page stays, the note says what, where and the cure; mended, it goes."""
    right = Path(name).read_text(encoding="utf-8")
    for text, shown in ((wrong, True), (right, False), (wrong, True), (right, False)):
        save(name, text)
        assert heard(served, name)
        served.builder()  # a builder that raises makes the host hold every request
        answer = page(served)
        assert "frame" in answer
        assert ("last page that could be built" in answer) == shown
        assert "<b>disk" not in answer
        if shown:
            assert said in answer
            assert answer.index("<dialog") < answer.index("</body>")
            assert "last page that could be built" in page(served, "/nowhere/")
            assert page(served, "/sitemap.xml").startswith("<?xml")


def test_a_page_saved_while_the_site_is_broken_is_shown_once_it_is_mended(served):
    save("mkdocs.yml", TAB)
    assert heard(served, "mkdocs.yml")
    served.builder()
    save("docs/index.md", f"{PAGE}\nwritten meanwhile\n")
    assert heard(served, "docs/index.md")
    served.builder()
    assert "written meanwhile" not in page(served)
    save("mkdocs.yml", CONFIG)
    assert heard(served, "mkdocs.yml")
    served.builder()
    assert "written meanwhile" in page(served)
    assert "<dialog" not in page(served)
