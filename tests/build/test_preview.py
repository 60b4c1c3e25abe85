"""Writing with the preview open: a save costs what it touches and shows what a build would."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from playbook_plugins.build.purity import may_save_quickly

CONFIG = """site_name: Small
site_url: http://127.0.0.1:8000/
theme:
  name: material
  custom_dir: frame
  font: false
  features: [navigation.tabs, navigation.footer]
plugins:
  - search
  - tags
  - playbook/publish%s
  - playbook/worksheets: {site_id: small}
  - playbook/blog
markdown_extensions: [attr_list, tables]
nav: [index.md, blog/index.md, sheet.md, tips.md, newest.md, tagged.md, team.md]
"""
POST = (
    "---\ndate: 2026-11-{day:02}\ncategories: [{label}]\ntags: [{label}]\n---\n\n"
    "# Post {day}\n\n{text}\n"
)
PAGES = {
    "index.md": "# Home\n\n/// posts\n    limit: 2\n///\n",
    "../frame/newest.html": '{% extends "main.html" %}{% block content %}'
    "{% for tip in playbook_tips %}{{ tip.body }}{% endfor %}{% endblock %}",
    "newest.md": "---\ntemplate: newest.html\n---\n\n# Newest\n",
    "tips.md": "# Tips\n\n/// tips\n///\n",
    "sheet.md": "# Sheet\n\n/// checklist | First\n    id: first\n\n- [ ] Ring them {#ring}\n///\n",
    "team.md": "# Team\n\n/// team\n///\n",
    "tagged.md": "# Tagged\n\n<!-- material/tags -->\n",
    "blog/index.md": "# Blog\n",
    "blog/posts/one.md": POST.format(
        day=1, label="Calls", text="Opening.\n\n<!-- more -->\n\nThe rest of it."
    ),
    "blog/posts/two.md": POST.format(
        day=2,
        label="Plans",
        text="Another.\n\n<!-- more -->\n\n/// tip | Ask\n    id: ask\n\nAsk first.\n///",
    ),
    "blog/posts/three.md": POST.format(day=3, label="Calls", text="See [one](one.md). Short."),
}


class Observer:
    """The host's observer, as far as a test needs one."""

    def unschedule_all(self) -> None:
        """Watch nothing more."""


def written(folder: Path, publish: str) -> Path:
    file = folder / f"mkdocs{len(publish)}.yml"
    file.write_text(CONFIG % publish, encoding="utf-8")
    return file


def clean(folder: Path) -> dict[str, bytes]:
    """What a whole build from nothing gives, as a preview would show it."""
    file = written(folder, ": {fast: false, cache: false}")
    config = load_config(str(file), site_dir=str(folder / "clean"))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    config.plugins.on_shutdown()
    return tree(folder / "clean")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def preview(tmp_path):
    """A preview of a small site, and the folder that it stands in."""
    for name, text in PAGES.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    config = load_config(str(written(tmp_path, "")), site_dir=str(tmp_path / "site"))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    server = SimpleNamespace(_watch_refs={}, observer=Observer(), builder=None, watch=print)
    server._rebuild_cond, server._want_rebuild = threading.Condition(), False
    server.get_app, server.set_app = lambda: None, lambda answer: None
    config.plugins.on_serve(server, config=config, builder=None)
    yield server.builder
    server.observer.stop()
    config.plugins.on_shutdown()


def save(folder: Path, name: str, old: str, new: str) -> Path:
    path = folder / "docs" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "old", "new", "shown"),
    [
        ("blog/posts/one.md", "The rest of it.", "Quite another rest.", "one post"),
        ("blog/posts/one.md", "Opening.", "A new *opening*.", "post and listings"),
        ("blog/posts/two.md", "Ask first.", "Ask twice.", "post and list of tips"),
        ("sheet.md", "# Sheet\n", "# Sheet\n\nWords above it.\n", "a page"),
        ("sheet.md", "Ring them", "Ring them today", "a sheet and the page of its coach"),
    ],
)
def test_a_save_shows_what_a_whole_build_would(preview, tmp_path, name, old, new, shown):
    before = tree(tmp_path / "site")
    assert preview.build([save(tmp_path, name, old, new)]), shown
    preview.finish()
    after = tree(tmp_path / "site")
    assert preview.quick == 1
    assert after != before
    assert after == clean(tmp_path)


def test_one_save_after_the_other_shows_what_a_whole_build_would(preview, tmp_path):
    first = save(tmp_path, "blog/posts/one.md", "Opening.", "First.")
    assert preview.build([first])
    second = save(tmp_path, "blog/posts/two.md", "Another.", "Second.")
    third = save(tmp_path, "blog/posts/one.md", "First.", "Third.")
    assert preview.build([second, third])
    assert preview.build([save(tmp_path, "blog/posts/one.md", "Third.", "Opening.")])
    preview.finish()
    assert tree(tmp_path / "site") == clean(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("blog/posts/one.md", "# Post 1", "# Another title"),
        ("blog/posts/one.md", "[Calls]", "[Plans]"),
        ("blog/index.md", "# Blog", "# Our blog"),
        ("sheet.md", "| First", "| Renamed"),
        ("blog/posts/three.md", "[one](one.md)", "[two](two.md)"),
        ("tagged.md", "# Tagged\n", "# Tagged\n\nWords before the listing.\n"),
        ("blog/posts/three.md", "Short.", "Short.\n\n<!-- material/tags -->"),
    ],
)
def test_what_other_pages_know_of_a_page_takes_a_whole_build(preview, tmp_path, name, old, new):
    assert not preview.build([save(tmp_path, name, old, new)])


def test_new_files_and_other_files_take_a_whole_build(preview, tmp_path):
    new = tmp_path / "docs" / "new.md"
    new.write_text("# New\n", encoding="utf-8")
    assert not preview.build([new])
    style = tmp_path / "docs" / "site.css"
    style.write_text("p {}", encoding="utf-8")
    assert not preview.build([style])


def test_an_editors_own_files_and_a_save_without_a_change_cost_nothing(preview, tmp_path):
    before = tree(tmp_path / "site")
    docs = tmp_path / "docs"
    (docs / "sheet.md~").write_text("old", encoding="utf-8")
    gone = [docs / "4913", docs / ".sheet.md.swp", docs / "sheet.md~", docs / "sheet.md"]
    assert preview.build(gone)
    assert preview.quick == 0
    assert tree(tmp_path / "site") == before


def test_a_text_that_cannot_be_read_takes_a_whole_build(preview, tmp_path):
    path = tmp_path / "docs" / "sheet.md"
    path.write_bytes(b"# Sheet \xff\n")
    assert not preview.build([path])


def test_a_mistake_in_a_saved_text_takes_a_whole_build_which_names_it(preview, tmp_path):
    wrong = save(tmp_path, "sheet.md", "id: first", "id: first\n    verison: 2")
    assert not preview.build([wrong])


def test_a_site_whose_pages_show_each_other_is_built_whole():
    """Where one page holds the text of others, only a whole build brings it up to date."""
    ours = {"playbook/publish", "playbook/blog", "playbook/blog #2", "material/search"}
    assert may_save_quickly({*ours, "material/tags"})
    assert not may_save_quickly({*ours, "print-site"})
    assert not may_save_quickly({*ours, "somebody-elses"})


def test_a_template_of_the_sites_own_shows_a_tip_as_it_is_now(preview, tmp_path):
    assert preview.build([save(tmp_path, "blog/posts/two.md", "Ask first.", "Ask them twice.")])
    assert b"Ask them twice." in (tmp_path / "site/newest/index.html").read_bytes()


def test_a_build_after_a_preview_in_one_process_is_a_build(preview, tmp_path):
    """The host hands out the same plugin again; a preview leaves nothing beside its folder."""
    for _ in range(2):
        config = load_config(str(written(tmp_path, "")), site_dir=str(tmp_path / "built"))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    assert (tmp_path / ".built.playbook" / "old" / "index.html").is_file()
