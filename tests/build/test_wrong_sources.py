"""Wrong sources: each gives one message with the right place, whose cure, applied, works.

None prints its raw source. `playbook check` and the build say the same.
"""

from __future__ import annotations

import pytest

from playbook_plugins.cli.check import problems_of

from .building import build, write_site
from .wrong_sources import CASES, batches, build_here, read_case, together

UNSTAMPED = "no permanent id yet"
"""What the command says beside the build: such a sheet works."""

each_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)


def checked(folder, files: dict[str, bytes]) -> list[str]:
    """What `playbook check` says of a site."""
    write_site(folder, files)
    found = problems_of(str(folder / "mkdocs.yml"))
    return [str(each) for each in found if UNSTAMPED not in each.what]


@each_case
def test_a_wrong_source_is_named_once_and_its_cure_works(path, tmp_path):
    case = read_case(path)
    assert checked(tmp_path / "wrong", case.files) == case.expected
    if case.is_cured:
        assert checked(tmp_path / "cured", case.cured) == []


@pytest.mark.parametrize("batch", batches([*map(read_case, CASES)]), ids=lambda each: each[0].name)
def test_the_build_says_the_same_and_never_publishes_it_raw(batch, tmp_path):
    files = {name: text for case in batch for name, text in case.files.items()}
    expected = sorted(line for case in batch for line in case.expected)
    said, pages = build_here(tmp_path / "wrong", files)
    if batch[0].of_settings:  # the host may have stopped before anybody was asked
        assert not pages or sorted(said) == expected
    else:
        assert sorted(said) == expected
    for page in pages if expected else ():
        for raw in ["///", *batch[0].never]:
            assert raw not in page.replace("file:///", "")
    if any(case.is_cured for case in batch):
        cured = {name: text for case in batch for name, text in case.cured.items()}
        said, pages = build_here(tmp_path / "cured", cured)
        assert said == [] and pages


def test_real_builds_say_the_same_of_many_cases_at_once(tmp_path):
    """Checked strictly by the real command, in few sites: cases that share no file go together."""
    cases = [case for case in map(read_case, CASES) if case.expected and case.is_cured]
    group = together(cases)
    assert len(group) > 5
    for name in ("wrong", "cured"):
        for case in group:
            write_site(tmp_path / name, case.files if name == "wrong" else case.cured)
    built = build(tmp_path / "wrong", strict=True)
    assert sorted(built.problems) == sorted(line for case in group for line in case.expected)
    assert built.code != 0, "a strict build fails"
    assert "Traceback" not in built.output
    mended = build(tmp_path / "cured", strict=True)
    assert (mended.code, mended.problems) == (0, []), mended.output


def test_three_hundred_mistakes_have_a_cure_and_some_texts_have_none():
    cases = [read_case(path) for path in CASES]
    wrong = [case for case in cases if case.expected]
    assert [case.name for case in wrong if not case.is_cured] == []
    assert len(wrong) >= 300 and len(cases) - len(wrong) >= 40


def test_a_failed_build_leaves_the_old_site_whole(tmp_path):
    write_site(tmp_path, {"docs/index.md": b"# Old\n"})
    assert build(tmp_path, strict=True).code == 0
    (tmp_path / "docs/index.md").write_bytes(b"---\ntitle: Q3: secret\ndraft: true\n---\n# New\n")
    failed = build(tmp_path, strict=False)
    assert failed.code != 0
    assert "Nothing was built" in failed.output
    assert "Old" in (tmp_path / "site/index.html").read_text()
