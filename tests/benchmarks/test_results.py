"""From samples to the page of results; and what is refused on the way. No test takes the time."""

from __future__ import annotations

import sys
import xml.dom.minidom
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks import measure, record
from tests.benchmarks.chart import DARK, LIGHT, Bar, Panel, draw
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.page import BEGIN, END, write_page
from tests.benchmarks.projects import hugo
from tests.benchmarks.record import Record, RecordError
from tests.benchmarks.summary import Summary, goals
from tests.benchmarks.tools import Tool

SIZES = {"files": 1200, "bytes": 48_500_000, "page": 20_791, "page_gzip": 5_901}


def sample(posts, tool, phase, number, wall, **more):
    made = {"posts": posts, "tool": tool, "phase": phase, "round": number, "wall": wall}
    if phase == "serve":
        made |= {"times": [wall], "first": 2 * wall}
    else:
        made |= {"cpu": wall, "peak": 150_000_000}
    if phase == "cold":
        made["sizes"] = SIZES
    return {**made, "load": 0.5, "at": "2026-11-25T10:00:00+00:00", **more}


SAMPLES = [
    sample(1000, "ours", "cold", 1, 8.0),
    sample(1000, "material", "cold", 1, 40.0),
    sample(1000, "ours", "cold", 2, 30.0),
    sample(1000, "material", "cold", 2, 120.0),
    sample(1000, "ours", "cold", 3, 9.0),
    sample(1000, "material", "cold", 3, 45.0),
    sample(1000, "ours", "warm", 1, 3.0),
    sample(1000, "hugo", "warm", 1, 2.5),
    sample(1000, "ours", "serve", 1, 0.12),
    {**sample(1000, "zensical", "cold", 1, 0), "failed": "not finished in the time allowed"},
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "HOME", tmp_path)
    made = Record.begin("try")
    made.content["samples"] = SAMPLES
    made.content["versions"] = {
        "ours": "0.1.0",
        "material": "9.8.1",
        "material-titled": "9.8.1",
        "hugo": "hugo v0.168.0-x",
    }
    return made


def test_a_ratio_is_taken_round_by_round():
    """A slow quarter of an hour hits both tools of a round and leaves the ratio alone."""
    found = Summary(SAMPLES).ratio(1000, "ours", "cold", "material")
    assert (found.median, found.most, found.count) == (0.2, 0.25, 3)
    assert Summary(SAMPLES).wall(1000, "ours", "cold").median == 9.0


def test_each_goal_is_reached_missed_or_not_measured():
    found = {goal.words: goal.verdict for goal in goals(Summary(SAMPLES))}
    assert found["cold build, 1,000 posts, against Material’s blog"] == "**reached**"
    assert found["warm build, 1,000 posts, against Zensical’s"] == "not measured"
    assert found["from saving to the page served, 1,000 posts"] == "**missed**"
    assert found["peak memory of a cold build, 5,000 posts"] == "not measured"
    assert found["cold build, 5,000 posts, against Material’s blog"] == "not measured"
    assert found["cold build, 5,000 posts over 1,000 posts"] == "not measured"


def test_the_page_holds_the_figures_and_keeps_the_prose(run, tmp_path):
    docs = tmp_path / "docs"
    (docs / "contributing").mkdir(parents=True)
    (docs / "assets" / "pictures").mkdir(parents=True)
    page = docs / "contributing" / "benchmarks.md"
    page.write_text(f"# Ours\n\n{BEGIN}\nof last year\n{END}\n\nProse.\n", encoding="utf-8")
    for _ in range(2):
        write_page(run, docs)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Ours\n\n") and text.endswith(f"{END}\n\nProse.\n")
    assert "of last year" not in text
    assert (
        "| cold build, 1,000 posts, against Material’s blog | ≤ 0.2× "
        "| 0.20× [0.20–0.25] | **reached** | 0.20× |" in text
    )
    assert "| **Playbook** | 9.0 s [8.0–30.0] |" in text
    assert "| Material’s blog | 45.0 s [40.0–120] | 0.20× |" in text
    assert "| Zensical | *not finished in the time allowed* |" in text
    assert "2.5 s (n=1)" in text
    assert "| Hugo | 0.168.0 |" in text
    assert "Not installed when this was measured: ProperDocs" in text
    assert "dev.py campaign benchmark --install" in text
    assert str(Path.home()) not in text
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        drawn = (docs / "assets" / "pictures" / f"benchmarks-{name}.svg").read_text("utf-8")
        assert xml.dom.minidom.parseString(drawn).documentElement.getAttribute("role") == "img"
        assert colours.paper in drawn and "Material’s blog" in drawn and "9.0 s" in drawn


def test_bars_are_as_long_as_their_figures():
    drawn = draw("A <title>", [Panel("P", (Bar("a", 4.0, ours=True), Bar("b", 2.0)))], LIGHT)
    rects = xml.dom.minidom.parseString(drawn).getElementsByTagName("rect")
    widths = [float(rect.getAttribute("width")) for rect in rects][1:]
    assert widths[0] == 2 * widths[1]
    assert [rect.getAttribute("fill") for rect in rects][1:] == [LIGHT.brick, LIGHT.pine]


def test_a_page_without_its_marks_is_left_alone(run, tmp_path):
    (tmp_path / "contributing").mkdir()
    page = tmp_path / "contributing" / "benchmarks.md"
    page.write_text("# No marks\n", encoding="utf-8")
    with pytest.raises(ValueError, match="the two lines around the figures are gone"):
        write_page(run, tmp_path)
    assert page.read_text(encoding="utf-8") == "# No marks\n"


def test_a_stopped_run_goes_on_and_does_not_measure_twice(run):
    run.save()
    again = Record.begin("try")
    assert again.has(1000, "ours", "cold", 3)
    assert not again.has(1000, "ours", "cold", 4)
    assert not again.has(1000, "zensical", "cold", 1), "what failed is tried again"
    assert Record.begin("try", fresh=True).samples == []


def test_a_run_that_never_was_writes_no_page(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(record, "HOME", tmp_path)
    monkeypatch.setattr(benchmarks, "write_page", lambda _: pytest.fail("it wrote the page"))
    with pytest.raises(SystemExit):
        benchmarks.main(["--page", "--name", "never"])
    assert "no run is called 'never' yet" in capsys.readouterr().err


def test_other_code_does_not_go_on_with_a_run(run, monkeypatch):
    run.save()
    monkeypatch.setattr(record, "sources", lambda: "other")
    with pytest.raises(RecordError, match="--fresh"):
        Record.begin("try")


def tool_of(path: Path, program: str) -> Tool:
    """A tool that is a small Python program."""
    script = path / "tool.py"
    script.write_text(program, encoding="utf-8")
    words = [str(script)]
    return Tool(
        "hugo", "Pretend", "", lambda: Path(sys.executable), words, words, [*words, "{port}"]
    )


@pytest.fixture
def project(tmp_path):
    made = hugo(Corpus(2, pages=1), tmp_path / "project")
    measure.save_card(made)
    made.edit("Changed just now.")
    return made


COPY = """
import pathlib
source = {source!r}
page = pathlib.Path({page!r})
page.parent.mkdir(parents=True, exist_ok=True)
page.write_text(pathlib.Path(source).read_text("utf-8").replace({hidden!r}, ""), "utf-8")
"""


def test_a_build_is_accounted_for_and_its_page_looked_at(project, tmp_path):
    page = project.folder / "site" / project.address / "index.html"
    given = {"source": str(project.source), "page": str(page)}
    tool = tool_of(tmp_path, COPY.format(**given, hidden="nothing of the kind"))
    built = measure.build(tool, project, limit=60)
    assert built.wall > 0 and built.peak > 1_000_000
    assert measure.sizes(tool, project)["files"] == 1
    blind = tool_of(tmp_path, COPY.format(**given, hidden="Changed just now."))
    with pytest.raises(measure.MeasureError, match="without the post's new text"):
        measure.build(blind, project, limit=60)


def test_a_build_that_fails_or_never_ends_is_a_failure(project, tmp_path):
    with pytest.raises(measure.MeasureError, match="failed"):
        measure.build(tool_of(tmp_path, "raise SystemExit(3)"), project, limit=60)
    with pytest.raises(measure.MeasureError, match="time allowed"):
        measure.build(tool_of(tmp_path, "import time; time.sleep(600)"), project, limit=0.2)


SERVER = """
import http.server, pathlib, sys

SOURCE, STALE = pathlib.Path({source!r}), pathlib.Path({stale!r})
old, left = SOURCE.read_bytes(), 5

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        # Like any server, it shows the old page for a while after a save.
        global old, left
        content = SOURCE.read_bytes()
        if content != old and left:
            content, left = old, left - 1
            STALE.write_text(STALE.read_text() + "x")
        elif content != old:
            old, left = content, 5
        self.send_response(200 if self.path == {path!r} else 404)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""


def test_a_save_is_seen_over_http(project, tmp_path):
    stale = tmp_path / "stale"
    stale.write_text("", encoding="utf-8")
    given = {"source": str(project.source), "path": f"/{project.address}", "stale": str(stale)}
    tool = tool_of(tmp_path, SERVER.format(**given))
    first, times = measure.served(tool, project, edits=2, limit=60, enough=60)
    assert first > 0 and len(times) == 2
    assert stale.read_text(encoding="utf-8") == 10 * "x", "it stopped asking before the new text"
    assert "Saved for the 2 time" in project.source.read_text(encoding="utf-8")
    with pytest.raises(measure.MeasureError, match="ended by itself"):
        measure.served(tool_of(tmp_path, ""), project, edits=1, limit=60, enough=60)
