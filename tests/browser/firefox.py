"""Firefox over WebDriver BiDi, spoken directly: Debian ships no driver program for it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import websocket


def until(browser, script: str, wanted: object = True) -> None:
    """Wait until a JavaScript expression of a window has a value; the test's own limit ends it."""
    while browser.run(script) != wanted:
        time.sleep(0.05)


class Firefox:
    """One window of a real Firefox; the same few verbs as `WebKit` in test_other_browsers.py."""

    def __init__(self, path: str, profile: Path | None = None, **settings: object) -> None:
        self._profile = profile or Path(tempfile.mkdtemp(prefix="playbook-firefox-"))
        for name in (".parentlock", "lock"):
            (self._profile / name).unlink(missing_ok=True)  # left by one that was killed
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in settings.items()]
        (self._profile / "user.js").write_text("".join(lines))
        self._log = (self._profile / "log").open("wb+")
        self._process = subprocess.Popen(
            [path, "--headless", "--remote-debugging-port=0", "--profile", str(self._profile)],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._ids = itertools.count(1)
        self._socket = websocket.create_connection(
            f"{self._address()}/session", timeout=60, suppress_origin=True
        )
        self._send("session.new", capabilities={})
        tree = self._send("browsingContext.getTree")
        self._context = tree["contexts"][0]["context"]

    def _address(self) -> str:
        while self._process.poll() is None:
            for line in (self._profile / "log").read_text(errors="replace").splitlines():
                if "WebDriver BiDi listening on " in line:
                    return line.split("listening on ")[1].strip()
            time.sleep(0.05)
        raise RuntimeError("Firefox did not start")

    def _send(self, method: str, **params) -> dict:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def open(self, url: str) -> None:
        """Go to another document. Firefox may answer while the one before still stands."""
        self.run("(window.playbookLeft = true)")
        self._send("browsingContext.navigate", context=self._context, url=url, wait="complete")
        there = "!window.playbookLeft && document.readyState === 'complete'"
        if url != "about:blank":
            there += " && location.href !== 'about:blank'"
        while True:
            with contextlib.suppress(RuntimeError):  # asked between the two documents
                return until(self, there)
            time.sleep(0.05)

    def before(self, function: str) -> None:
        """Run a JavaScript function at the start of every document, in frames too."""
        self._send("script.addPreloadScript", functionDeclaration=function)

    def run(self, script: str):
        """The value of a JavaScript expression."""
        done = self._send(
            "script.evaluate",
            expression=f"JSON.stringify({script})",
            target={"context": self._context},
            awaitPromise=True,
        )
        if done["type"] == "exception":
            raise RuntimeError(done["exceptionDetails"]["text"])
        value = done["result"].get("value")
        return json.loads(value) if value is not None else None

    def click(self, selector: str) -> None:
        """A real click in the middle of an element."""
        place = self.run(
            f"(e => {{ e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect();"
            f" return [r.x + r.width / 2, r.y + r.height / 2]; }})"
            f"(document.querySelector({json.dumps(selector)}))"
        )
        x, y = (int(part) for part in place)
        pointer = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": pointer})

    def type(self, selector: str, text: str) -> None:
        """Click into a control and type."""
        self.click(selector)
        self.keys(text)

    def keys(self, text: str) -> None:
        """Type where the focus is."""
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": keys})

    def _act(self, source: dict) -> None:
        self._send("input.performActions", context=self._context, actions=[source])

    def kill(self) -> None:
        """SIGKILL to the whole process group: no handler runs; the profile stays."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()

    def close(self) -> None:
        self._socket.close()
        self._process.kill()
        self._process.wait()
        self._log.close()
        shutil.rmtree(self._profile, ignore_errors=True)
