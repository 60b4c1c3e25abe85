"""Isso for real: started by our command, ten people behind one address, synced into the ledger."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from playbook_plugins.cli.sync import serve_command, sync_command
from playbook_plugins.comments.ledger import read_ledger

SERVE = "from playbook_plugins.cli.sync import serve_command; serve_command()"
PEOPLE = ["Ines", "Mara", "Tom", "Ana", "Björn", "Chloé", "Dev", "Eri", "Fay", "Gil"]


class Office:
    """A site with Isso beside it, and the people who write there."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        posts = root / "docs" / "blog" / "posts"
        posts.mkdir(parents=True)
        for uid in ("first", "second", "third"):
            posts.joinpath(f"{uid}.md").write_text(f"---\ndate: 2026-01-01\nuid: {uid}\n---\n# A\n")
        blog = {"comments_provider": "isso", "comments_provider_url": self.url}
        site = {"site_name": "T", "site_url": "http://127.0.0.1:1/", "plugins": []}
        site["plugins"] = [{"playbook/blog": blog}]
        (root / "mkdocs.yml").write_text(yaml.safe_dump(site))
        self.log = (root / "isso.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "--port", str(self.port), *options],
            cwd=root,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def _wait(self) -> None:
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                assert self.process.poll() is None, Path(self.log.name).read_text()
                time.sleep(0.05)

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.log.close()

    def ask(self, method: str, path: str, value=None, cookie: str = ""):
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(f"{self.url}{path}", data=data, method=method)
        request.add_header("Content-Type", "application/json")
        if cookie:
            request.add_header("Cookie", cookie)
        with urllib.request.urlopen(request, timeout=120) as response:
            return json.loads(response.read()), response.headers.get("Set-Cookie", "")

    def say(self, uid: str, author: str, text: str, parent: int | None = None):
        said = {"text": text, "author": author, "title": uid, "parent": parent}
        return self.ask("POST", f"/new?uri=/{uid}", said)

    def sync(self, *options: str):
        file = str(self.root / "mkdocs.yml")
        return CliRunner().invoke(sync_command, ["-f", file, *options])

    def threads(self):
        problems: list = []
        found = read_ledger(self.root / "docs" / "blog" / ".comments", "ledger", problems.append)
        assert problems == []
        return found


@pytest.fixture
def office(tmp_path):
    if importlib.util.find_spec("isso") is None:
        pytest.skip('Isso is not here (pip install -e ".[isso]")')
    made: list[Office] = []

    def start(*options: str) -> Office:
        made.append(Office(tmp_path, *options))
        return made[-1]

    yield start
    for each in made:
        each.close()


def test_ten_people_behind_one_address_comment_and_are_counted(office):
    here = office()
    with ThreadPoolExecutor(5) as floor:
        said = list(floor.map(lambda who: here.say("first", who, f"From **{who}**."), PEOPLE))
    top = said[0][0]["id"]
    for who in PEOPLE[:3]:
        here.say("first", who, "An answer at once.", parent=top)
    here.say("second", "Ines <b>", "Alone <script>alert(1)</script> here.")
    assert here.ask("POST", "/count", ["/first", "/second", "/third"])[0] == [13, 1, 0]

    done = here.sync()
    assert done.exit_code == 0, done.output
    assert "14 new comments" in done.output
    threads = here.threads()
    assert {uid: thread.count for uid, thread in threads.items()} == {"first": 13, "second": 1}
    authors = [each.author for each in threads["first"].comments]
    assert sorted(authors) == sorted(PEOPLE + PEOPLE[:3])
    assert sum(1 for each in threads["first"].comments if each.parent == f"isso-{top}") == 3
    (alone,) = threads["second"].comments
    assert alone.author == "Ines <b>" and "<script" not in alone.body
    text = (here.root / "docs/blog/.comments/first.yml").read_text()
    assert "127.0.0" not in text and "@" not in text
    again = here.sync()
    assert again.exit_code == 0 and "Changed" not in again.output


def test_isso_gives_ids_again_and_the_ledger_notices(office):
    here = office()
    here.say("first", "Ines", "This one stays.")
    last, cookie = here.say("first", "Mara", "This one goes.")
    assert here.sync().exit_code == 0
    here.ask("DELETE", f"/id/{last['id']}", cookie=cookie.partition(";")[0])
    second = int(time.time())
    while int(time.time()) == second:  # the ledger tells two of one id apart by their seconds
        time.sleep(0.01)
    fresh, _ = here.say("first", "Tom", "Somebody else's, under the same id.")
    assert fresh["id"] == last["id"], "Isso counts on from the last id that is left"
    assert here.sync().exit_code == 0
    shown = {each.author: each.state for each in here.threads()["first"].comments}
    assert shown == {"Ines": "approved", "Mara": "rejected", "Tom": "approved"}


def test_a_held_back_comment_does_not_show_before_it_is_approved(office):
    here = office("--moderate")
    said, _ = here.say("first", "Ines", "Held back.")
    assert said["mode"] == 2
    assert here.sync().exit_code == 0 and here.threads() == {}


def test_a_dead_server_ends_the_command_with_1_and_words(office):
    here = office()
    here.say("first", "Ines", "Hello there.")
    assert here.sync().exit_code == 0
    before = here.threads()
    here.close()
    done = here.sync("--timeout", "2")
    assert done.exit_code == 1 and "nobody listens at the provider's address" in done.output
    assert "Traceback" not in done.output and here.threads() == before


def test_the_office_is_refused_by_issos_own_defaults(office, tmp_path):
    """The control: without our configuration the third comment of a minute is refused."""
    here = office()
    file = tmp_path / ".playbook" / "isso.cfg"
    text = file.read_text()
    guard = text[text.index("[guard]") : text.index("[hash]")]
    file.write_text(text.replace(guard, ""))
    here.process.send_signal(signal.SIGTERM)
    here.process.wait(20)
    start = [sys.executable, "-c", "from isso import main; main()", "-c", str(file), "run"]
    here.process = subprocess.Popen(start, cwd=tmp_path, stdout=here.log, stderr=here.log)
    here._wait()
    here.say("first", "Ines", "One of two.")
    here.say("first", "Mara", "Two of two.")
    with pytest.raises(urllib.error.HTTPError) as refused:
        here.say("first", "Tom", "One too many.")
    assert refused.value.code == 403
    refused.value.close()


def test_its_files_stay_out_of_git_and_out_of_other_peoples_sight(tmp_path, monkeypatch):
    (tmp_path / "mkdocs.yml").write_text("site_name: T\nsite_url: https://coach.example/a/\n")
    file = str(tmp_path / "mkdocs.yml")
    done = CliRunner().invoke(serve_command, ["-f", file, "--write-only", "--moderate"])
    assert done.exit_code == 0, done.output
    folder = tmp_path / ".playbook"
    assert (folder / ".gitignore").read_text() == "*\n"
    written = folder / "isso.cfg"
    if os.name == "posix":
        assert written.stat().st_mode & 0o077 == 0, "it holds the admin password"
    first = written.read_text()
    CliRunner().invoke(serve_command, ["-f", file, "--write-only", "--site", "https://x.example/b"])
    second = written.read_text()
    assert "    https://x.example/" in second and "localhost:8000" not in second
    salts = [text[text.index("salt =") :].splitlines()[0] for text in (first, second)]
    assert salts[0] == salts[1] and "Eech7co8" not in salts[0]
    wrong = CliRunner().invoke(serve_command, ["-f", file, "--site", "x.example"])
    assert wrong.exit_code == 1 and "is not a web address" in wrong.output
    inject = CliRunner().invoke(serve_command, ["-f", file, "--host", "x\n[admin]"])
    assert inject.exit_code == 1


def test_without_a_provider_the_command_says_what_to_write(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("plugins:\n  - playbook/blog\n")
    done = CliRunner().invoke(sync_command, ["-f", str(tmp_path / "mkdocs.yml")])
    assert done.exit_code == 1 and "Set comments_provider below playbook/blog" in done.output
