"""`playbook due` names what a scheduler must wait for."""

from __future__ import annotations

import json

from click.testing import CliRunner

from playbook_plugins.cli import main
from tests.build.building import write_site


def test_posts_of_the_future_soonest_first_without_drafts_and_wrong_ones(tmp_path):
    def post(date: str, more: str = "") -> bytes:
        return f"---\ntitle: On {date[:4]}\ndate: {date}\n{more}---\n\nText.\n".encode()

    posts = {
        "docs/blog/posts/a.md": post("2999-01-01"),
        "docs/blog/posts/b.md": post("2998-01-01T08:00:00Z"),
        "docs/blog/posts/c.md": post("2020-01-01"),
        "docs/blog/posts/d.md": post("2997-01-01", "draft: true\n"),
        "docs/blog/posts/e.md": b"---\ntitle: [\n---\n",
    }
    write_site(tmp_path, posts)
    config = str(tmp_path / "mkdocs.yml")
    said = CliRunner().invoke(main, ["due", "-f", config])
    assert said.exit_code == 0
    assert [line.split("  ")[1] for line in said.output.splitlines()] == ["On 2998", "On 2999"]
    printed = CliRunner().invoke(main, ["due", "-f", config, "--format", "json"])
    assert json.loads(printed.output)[0]["at"] == "2998-01-01T08:00:00+00:00"
