"""Exports that were tampered with, many of them; and one that is as large as they get.

python3 dev.py campaign exports                 10,000 mutants, then 500 MB
python3 dev.py campaign exports --mutants 300   fewer
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

from tests.imports.bringing import EXPORTS, HEAD, Site, entry, remark
from tests.imports.watching import watched, wrong_with

SOURCES = (
    ("blogger", "classic.xml"),
    ("blogger", "feed.atom"),
    ("wxr", "wordpress.xml"),
    ("blogger", "blogs/blogger.xml"),
    *(("wxr", f"blogs/{name}.xml") for name in ("blocks", "code", "members", "photo", "sales")),
)
NASTY = [
    b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    b"&e;",
    b"&#0;",
    b"&#x41;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"-->",
    b"<entry>",
    b"</entry>",
    b"</feed>",
    b"<item>",
    b"\0",
    b"\xff",
    b"\xef\xbf\xbf",
    b"\xef\xbb\xbf",
    b"{{ 7*7 }}",
    b"{% raw %}",
    b"{# x #}",
    b'--8&lt;-- "/etc/passwd"',
    b'-8&lt;- ".env"',
    b"{!.env!}",
    b'[code lang="php"]',
    b"[/code]",
    b"[gallery ids='21,22']",
    b'[x-y z="[1]"]',
    b"[[",
    b'&lt;!-- wp:block {"ref":50} /--&gt;',
    b'&lt;!-- wp:a {"url":"https://a.example/x"} --&gt;',
    b"&lt;object data='//a.example/x'&gt;",
    b"&lt;ol start='9'&gt;",
    b"&lt;td rowspan='99' colspan='99'&gt;",
    b"<wp:post_password>x</wp:post_password>",
    b"<atom:link/>",
    b"$x$",
    b"\n---\n",
    b"/// checklist | x\n",
    b"- [ ] a {#b}",
    b"!!python/object",
    b"': |\n  x: y",
    b"../../etc/x",
    b"&lt;script&gt;alert(1)&lt;/script&gt;",
    b"&lt;img src=x onerror=alert(1)&gt;",
    b"%7B%7B",
    b'&lt;a href="javascript:alert(1)"&gt;x&lt;/a&gt;',
    b"&lt;pre&gt;{{ x }}&lt;/pre&gt;",
    b"&lt;code&gt;{%",
    b"&lt;a name='more'&gt;",
    b"&lt;table&gt;&lt;tr&gt;&lt;td&gt;",
    b"&lt;ul&gt;&lt;li&gt;",
    b"&lt;blockquote&gt;",
    b"me@private.example",
    b"\xe2\x80\xae",
    b"\r\n",
    b"    ",
    b"1. ",
    b"# ",
    b"&gt; ",
    b"`",
    b"```\n",
    b"*",
    b"_",
    b"2011-99-99",
    b"9999999999999999999999",
    b"http://[",
    b"http://a@b/",
    b"\\",
    b"&amp;lt;",
    b"::",
    b"[x]: y",
]


TEXTS = [
    each
    for each in NASTY
    if not {*b"<\0\xff"} & {*each} and b"&e" not in each and b"]]" not in each
]
KINDS = [0, 1, 2, 3, *[4] * 12, 5, 6, *[7] * 6]
"""Most mutants change texts and stay XML: refusing a broken one is no feat."""


def mutant(chance: random.Random, content: bytes) -> bytes:
    """`content`, tampered with in a few places."""
    made = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 3, 8])):
        at = chance.randrange(len(made) or 1)
        to = min(len(made), at + chance.choice([1, 2, 8, 60, 700]))
        kind = chance.choice(KINDS)
        if kind == 0:
            made[at:to] = bytes(chance.randrange(256) for _ in range(to - at))
        elif kind == 1:
            del made[at:to]
        elif kind == 2:
            made[at:at] = made[at:to] * chance.choice([1, 2, 20])
        elif kind == 3:
            del made[at:]
        elif kind == 4:  # between two characters of a text, where it does the most
            spots = [i for i in range(at, min(at + 400, len(made))) if made[i : i + 1] == b">"]
            spot = chance.choice(spots) + 1 if spots else at
            made[spot:spot] = chance.choice(NASTY if chance.random() < 0.2 else TEXTS)
        elif kind == 5:
            made[at:to] = chance.choice(NASTY)
        elif kind == 6:  # two passages change places
            other = chance.randrange(len(made) or 1)
            made[at:to] = made[other : other + to - at]
        else:
            first, second = (chance.choice(WORDS) for _ in range(2))
            made = bytearray(bytes(made).replace(first, second, chance.choice([1, 9])))
        if not made:
            break
    return wrapped(chance, bytes(made))


WORDS = [
    b"#post",
    b"#comment",
    b"#page",
    b"-101",
    b"-501",
    b"-502",
    b"LIVE",
    b"DRAFT",
    b"POST",
    b"COMMENT",
    b"post-11",
    b"post-21",
    b"publish",
    b"<wp:post_id>41",
    b"<wp:post_id>2",
    b"UTF-8",
    b"UTF-16",
    b"utf-7",
    b"html'>",
    b"href='",
    b"<p>",
    b"&lt;p&gt;",
    b"alternate",
    b"related",
    b"2011",
    b"0000",
    b"text",
    b"published",
    b"name",
    b"</name>",
]


def wrapped(chance: random.Random, content: bytes) -> bytes:
    """As it is, or in another encoding, or packed and then damaged."""
    kind = chance.randrange(20)
    if kind == 0:
        return content.decode("utf-8", "replace").encode(
            chance.choice(["utf-16", "utf-16-le", "utf-7"])
        )
    if kind in {1, 2}:
        packed = gzip.compress(content, mtime=0)
    elif kind in {3, 4}:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            name = chance.choice(
                ["feed.atom", "../../feed.atom", "/etc/feed.atom", "a/__MACOSX/feed.atom", "x.xml"]
            )
            archive.writestr(zipfile.ZipInfo(name), content)
        packed = made.getvalue()
    else:
        return content
    if chance.random() < 0.6:
        damaged = bytearray(packed)
        for _ in range(chance.choice([1, 3, 10])):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        packed = bytes(damaged[: chance.choice([len(damaged), chance.randrange(len(damaged))])])
    return packed


def mutants(count: int, seed: int, folder: Path) -> dict[str, object]:
    """Bring in so many; what happened, and everything that must not."""
    ends: Counter[str] = Counter()
    wrong: list[str] = []
    sources = [(kind, (EXPORTS / name).read_bytes()) for kind, name in SOURCES]
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        kind, content = chance.choice(sources)
        home = folder / str(number)
        site = Site(home)
        export = home / "export.bin"
        export.write_bytes(mutant(chance, content))
        try:
            with watched(home) as seen:
                said = site.bring(kind, export)
            found = wrong_with(site, said, seen)
            ends["refused" if said.code and not said.table else "brought in"] += 1
            ends["skipped, each listed"] += sum(row[3] for row in said.table.values())
            ends["written"] += sum(row[1] for row in said.table.values())
        except Exception as error:  # it is the finding
            found = [f"{type(error).__name__}: {error}"]
        wrong += [f"{number}: {each}" for each in found]
        shutil.rmtree(home)
        if number % 1000 == 999:
            print(number + 1, dict(ends), len(wrong), "wrong", file=sys.stderr, flush=True)
    return {"mutants": count, "seed": seed, **ends, "wrong": wrong}


# --- Large ---


def write_large(path: Path, size: int, seed: int) -> dict[str, int]:
    """A classic export of about `size` bytes: posts of 10 to 60 kB and their comments."""
    chance = random.Random(seed)
    words = ["crane", "quay", "client", "number", "agree", "metric", "listen", "pilot", "region"]
    counts = {"posts": 0, "comments": 0}
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        while file.tell() < size:
            counts["posts"] += 1
            number = counts["posts"]
            paragraphs = (
                "<p>" + " ".join(chance.choices(words, k=60)) + f" <b>{chance.random()}</b>.</p>"
                for _ in range(chance.randrange(20, 120))
            )
            replies = chance.randrange(4)
            more = f"<thr:total>{replies}</thr:total>"
            file.write(
                entry(
                    number,
                    f"Post {number}",
                    "".join(paragraphs),
                    path=f"/p/{number}.html",
                    more=more,
                )
            )
            for reply in range(replies):
                counts["comments"] += 1
                file.write(remark(10_000_000 + counts["comments"], number, f"Reply {reply}."))
        file.write("</feed>")
    return counts


def large(size: int, seed: int, folder: Path) -> dict[str, object]:
    """Bring in an export of `size` bytes in a process of its own; its largest memory."""
    site = Site(folder / "large")
    export = folder / "large.xml"
    counts = write_large(export, size, seed)
    began = time.monotonic()
    command = [sys.executable, "-m", "playbook_plugins", "import", "blogger", str(export)]
    program = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "print(done.stdout[-2000:], done.stderr[-2000:])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        "sys.exit(done.returncode)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *command], cwd=site.folder, capture_output=True, text=True
    )
    told, _, peak = done.stdout.strip().rpartition("\n")
    scale = 1024 if sys.platform == "darwin" else 1
    written = len(list((site.folder / "docs/blog/posts").glob("*.md")))
    result = {
        "bytes": export.stat().st_size,
        **counts,
        "status": done.returncode,
        "files": written,
        "peak MiB": round(int(peak) / 1024 / scale, 1),
        "seconds": round(time.monotonic() - began),
    }
    fine = done.returncode == 0 and written == counts["posts"]
    return {**result, "wrong": [] if fine else [told + done.stderr]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--seed", type=int, default=11)
    chosen = parser.parse_args()
    os.fsync = lambda handle: None  # the disk is not what is tried
    bad = False
    with tempfile.TemporaryDirectory() as folder:
        if chosen.mutants:
            result = mutants(chosen.mutants, chosen.seed, Path(folder))
            print(json.dumps(result, indent=1, ensure_ascii=False))
            bad = bool(result["wrong"])
        if chosen.megabytes:
            result = large(chosen.megabytes * 1000**2, chosen.seed, Path(folder))
            print(json.dumps(result, indent=1, ensure_ascii=False))
            bad = bad or bool(result["wrong"]) or float(str(result["peak MiB"])) > 512
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
