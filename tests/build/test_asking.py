"""The theme answers the same when it is asked by way of us, and with less work."""

from __future__ import annotations

import jinja2
import pytest
from mkdocs.theme import Theme

from playbook_plugins.build.asking import Asked


def copied(name: str) -> bool:
    """As the host chooses what is copied into a site."""
    return not (name.startswith(".") or "/." in name or name.endswith((".html", ".py")))


@pytest.fixture(params=["material", "mkdocs"])
def theme(request, tmp_path):
    (tmp_path / "more" / ".icons").mkdir(parents=True)
    for name in ("more/.icons/x.svg", "more/a.css", ".icons", "b.css", "own.html"):
        (tmp_path / name).write_text("")
    return Theme(name=request.param, custom_dir=str(tmp_path))


def test_the_list_of_files_is_the_same_but_for_nothing_that_is_wanted(theme):
    wanted = theme.get_env().list_templates(filter_func=copied)
    asked = Asked(theme)
    asked.pass_by_icons()
    env = theme.get_env()
    assert env.list_templates(filter_func=copied) == wanted
    assert {"more/a.css", "b.css"} <= set(wanted)
    seen = []
    env.list_templates(filter_func=lambda name: bool(seen.append(name)))
    assert sum(name.startswith(".icons/") for name in seen) == 1, "asked once, and not of each"
    asked.step_out()
    assert theme.get_env().list_templates() == env.list_templates()


def test_who_wants_the_icons_is_given_them(theme):
    icons = theme.get_env().list_templates(filter_func=lambda name: name.startswith(".icons"))
    asked = Asked(theme)
    asked.pass_by_icons()
    env = theme.get_env()
    assert env.list_templates(filter_func=lambda name: name.startswith(".icons")) == icons
    assert env.list_templates(extensions=["svg"]) == theme.get_env().list_templates(["svg"])


def test_a_template_is_compiled_once_for_all_who_ask(theme, monkeypatch):
    compiled = []
    plain = jinja2.Environment.compile
    monkeypatch.setattr(
        jinja2.Environment, "compile", lambda *given: compiled.append(1) or plain(*given)
    )
    asked = Asked(theme)
    asked.compile_once()
    for _ in range(3):
        theme.get_env().get_template("own.html")
    assert len(compiled) == 1
    asked.step_out()
    theme.get_env().get_template("own.html")
    assert len(compiled) == 2
