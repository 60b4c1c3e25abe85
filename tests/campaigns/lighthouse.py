"""What Lighthouse says of a post and of a listing, on its phone, served as the guide says.

    python3 dev.py campaign lighthouse               this site, and a plain one of 1,000 posts
    python3 dev.py campaign lighthouse --posts 5000 --runs 5

Builds this project's own site, and the benchmark's corpus as a site that has our plugins, Material
and no `overrides/`; serves both by nginx with files compressed beforehand, as the guide's sample
configuration does; and prints the median of each page's runs. Lighthouse goes into `.cache/` by
npm. Its times depend on how busy the machine is, so each line says the load. Exits 1 where a
score is below 100, a request left the site, or a page weighs more than its limit.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks.corpus import Corpus
from tests.benchmarks.projects import ours

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / ".cache" / "lighthouse"
VERSION = "13"
POST = "blog/2026/11/03/write-yours-first/"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MOST = 75 * 1024
"""Bytes of a page before any interaction."""
BRIEF = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
MODULE = "modules/ngx_http_brotli_static_module.so"
NGINX = """{module}daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  map $uri $lasting {{
    "~^/assets/.*\\.[0-9a-f]{{8}}\\."  "public, max-age=31536000, immutable";
    default                        "no-cache";
  }}
  server {{
    listen 127.0.0.1:{port};
    root {site};
    error_page 404 /404.html;
    gzip_static on;
    {brotli}
    add_header Content-Security-Policy "frame-ancestors 'self'" always;
    add_header X-Content-Type-Options nosniff always;
    add_header Cache-Control $lasting always;
  }}
}}
"""


def installed() -> Path:
    """Lighthouse's command, brought in by npm the first time."""
    command = TOOL / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        TOOL.mkdir(parents=True, exist_ok=True)
        words = ["npm", "install", "--prefix", str(TOOL), "--no-audit", "--no-fund"]
        subprocess.run([*words, "--loglevel=error", f"lighthouse@{VERSION}"], check=True)
    return command


def build(config: Path, site: Path, address: str) -> None:
    """Build a project with every file compressed beforehand."""
    words = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(site)]
    subprocess.run(words, check=True, env={**os.environ, "SITE_URL": address})


def own_project(_folder: Path, _address: str) -> Path:
    """This project, compressing."""
    config = ROOT / ".lighthouse.yml"
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    config.write_text(_compressing(text, "      content_security_policy: true\n"), "utf-8")
    return config


def plain_project(folder: Path, address: str, posts: int) -> Path:
    """Our plugins with Material as it comes."""
    project = ours(Corpus(posts), folder)
    config = project.folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace("playbook/publish\n", "playbook/publish:\n", 1)
    lines = [line for line in text.splitlines() if not line.startswith("site_url:")]
    about = "site_description: Posts and sheets to measure pages with."
    text = "\n".join([f"site_url: {address}", about, *lines, ""])
    config.write_text(_compressing(text, "  - playbook/publish:\n"), "utf-8")
    return config


def _compressing(text: str, after: str) -> str:
    assert after in text
    return text.replace(after, f"{after}      precompress: [gzip, brotli]\n", 1)


@contextmanager
def served(site: Path, port: int, folder: Path) -> Iterator[None]:
    """The site by nginx, with the guide's sample configuration on a port of this machine."""
    brotli = Path("/usr/lib/nginx", MODULE).is_file()
    (folder / "nginx.conf").write_text(
        NGINX.format(
            folder=folder,
            site=site,
            port=port,
            module=f"load_module {MODULE};\n" if brotli else "",
            brotli="brotli_static on;" if brotli else "",
        )
    )
    folder.chmod(0o755)
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    words = [nginx, "-p", "/usr/lib/nginx", "-e", str(folder / "error.log")]
    process = subprocess.Popen([*words, "-c", str(folder / "nginx.conf")])
    try:
        for _ in range(50):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seen(command: Path, url: str, report: Path) -> dict[str, Any]:
    """One run of Lighthouse's phone profile with simulated throttling, its default."""
    chrome = shutil.which("chromium") or shutil.which("google-chrome") or ""
    words = [str(command), url, "--quiet", "--output=json", f"--output-path={report}"]
    environment = {**os.environ, "CHROME_PATH": chrome}
    subprocess.run([*words, f"--chrome-flags={BRIEF}"], check=True, env=environment)
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def figures(found: dict[str, Any], host: str) -> dict[str, float]:
    """What one report comes to."""
    audits = found["audits"]
    asked = audits["network-requests"]["details"]["items"]
    numbers = {name: round(100 * (found["categories"][name]["score"] or 0)) for name in CATEGORIES}
    return {
        **numbers,
        "fcp": audits["first-contentful-paint"]["numericValue"],
        "lcp": audits["largest-contentful-paint"]["numericValue"],
        "tbt": audits["total-blocking-time"]["numericValue"],
        "bytes": audits["total-byte-weight"]["numericValue"],
        "requests": len(asked),
        "foreign": sum(urlsplit(item["url"]).netloc not in ("", host) for item in asked),
    }


def faults(found: dict[str, Any]) -> list[str]:
    """What Lighthouse holds against a page, outside of its times."""
    lines = []
    for name in CATEGORIES:
        for part in found["categories"][name]["auditRefs"]:
            audit = found["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                items = (audit.get("details") or {}).get("items", [])[:2]
                lines.append(f"    {name}: {audit['title']} {json.dumps(items)[:600]}")
    return lines


def look(command: Path, url: str, runs: int, folder: Path) -> bool:
    """Run Lighthouse on a page and say the medians; whether they are good."""
    reports = []
    loads = []
    for number in range(runs):
        loads.append(os.getloadavg()[0])
        reports.append(seen(command, url, folder / f"{number}.json"))
    each = [figures(report, urlsplit(url).netloc) for report in reports]
    middle = {name: statistics.median(run[name] for run in each) for name in each[0]}
    paints = [f"{run['lcp']:.0f}" for run in each]
    scores = "/".join(f"{middle[name]:.0f}" for name in CATEGORIES)
    print(f"{urlsplit(url).path}: {scores}, Lighthouse {reports[0]['lighthouseVersion']}")
    print(
        f"    FCP {middle['fcp']:.0f} ms, LCP {middle['lcp']:.0f} ms (each: "
        f"{', '.join(paints)}), blocked {middle['tbt']:.0f} ms, "
        f"{middle['bytes'] / 1024:.1f} KiB in {middle['requests']:.0f} requests, "
        f"{middle['foreign']:.0f} elsewhere; load {min(loads):.1f} to {max(loads):.1f}",
        flush=True,
    )
    print("\n".join(dict.fromkeys(line for report in reports for line in faults(report))))
    good = all(middle[name] == 100 for name in CATEGORIES)
    return good and middle["bytes"] <= MOST and not middle["foreign"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=("own", "plain"))
    chosen = parser.parse_args()
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        print("This needs nginx. Debian: apt install nginx libnginx-mod-http-brotli-static")
        return 1
    command, good = installed(), True
    for name in ("own", "plain"):
        if chosen.only not in (None, name):
            continue
        with tempfile.TemporaryDirectory() as place:
            folder, port = Path(place), free_port()
            address = f"http://127.0.0.1:{port}/"
            if name == "own":
                config, post = own_project(folder, address), POST
            else:
                config = plain_project(folder / "project", address, chosen.posts)
                post = Corpus(chosen.posts).posts[-1].address
            try:
                build(config, folder / "site", address)
            finally:
                (ROOT / ".lighthouse.yml").unlink(missing_ok=True)
            print(f"== {name}" + (f", {chosen.posts} posts" if name == "plain" else ""))
            with served(folder / "site", port, folder):
                for page in (post, "blog/"):
                    good = look(command, address + page, chosen.runs, folder) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
