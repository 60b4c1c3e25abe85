"""`playbook check` names what is wrong with listings and the blogroll without a build."""

from __future__ import annotations

from click.testing import CliRunner

from playbook_plugins.cli import main
from tests.build.building import write_site


def test_wrong_listings_and_blogs_are_named_with_their_lines(tmp_path):
    page = b"---\ntitle: Page\n---\n\n# Page\n\n/// posts\n    limit: many\n///\n"
    roll = b"- title: One\n  feeed: https://one.example/\n"
    write_site(tmp_path, {"docs/page.md": page, "docs/blog/.blogroll.yml": roll})
    said = CliRunner().invoke(main, ["check", "-f", str(tmp_path / "mkdocs.yml")])
    assert said.exit_code == 1
    assert 'docs/page.md:8: posts: "many" is no limit.' in said.output
    assert "docs/blog/.blogroll.yml:2" in said.output and 'Did you mean "feed"?' in said.output
