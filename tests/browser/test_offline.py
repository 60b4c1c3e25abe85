"""The site without a network: what is kept, how it is renewed, how it goes away again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from playbook_plugins.pages.after_build import Wishes, finish_site
from playbook_plugins.pages.offline import USUAL, WORKER

from .conftest import CHECKLIST, press, quiet, ready, saved, searched
from .serving import Server
from .test_pages import POST

KEEPS = Wishes(offline=True, offline_keep=USUAL)


class Host:
    """A site of its own that can be cut off and comes back at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = Server(folder)
        self.url = self.server.url

    def cut(self) -> None:
        self.server.close()

    def publish(self, *pages: str) -> None:
        """Publish a second edition of some pages, as a build would."""
        for page in pages:
            file = self.folder / page / "index.html"
            text = file.read_text("utf-8")
            file.write_text(text.replace("<h1", "<p>Second edition</p><h1"), "utf-8")
        finish_site(self.folder, KEEPS)


@pytest.fixture
def host(site, tmp_path):
    made = Host(
        Path(
            shutil.copytree(
                site.folder, tmp_path / "site", ignore=shutil.ignore_patterns("contributing")
            )
        )
    )
    finish_site(made.folder, KEEPS)
    yield made
    made.server.close()


def until(page, holds: str) -> None:
    """Wait until an asynchronous expression of the page holds; Playwright's own wait asks once."""
    page.evaluate(
        f"""async () => {{
          const workers = navigator.serviceWorker;
          const registration = async () => await workers.getRegistration();
          for (let times = 0; times < 2400; times += 1) {{
            if (await (async () => {holds})()) return;
            await new Promise(next => setTimeout(next, 50));
          }}
          throw new Error('this never came');
        }}"""
    )


def settled(page) -> None:
    """Wait until a worker answers for this page; a reload, so that it did so from the start."""
    until(page, "workers.controller?.state === 'activated'")
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")


def renewed(page) -> None:
    """Wait until the worker of the newest edition has fetched what changed."""
    page.evaluate("navigator.serviceWorker.getRegistration().then(here => here.update())")
    until(page, "(await registration()).waiting && !(await registration()).installing")


def test_sheets_pages_and_links_work_without_a_network(chromium, host):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = ready(context.new_page(), f"{host.url}{CHECKLIST}")
    settled(page)
    page.goto(f"{host.url}{POST}")  # a post is kept once it was opened
    page.locator(".md-search__input").press_sequentially("pilot")
    page.wait_for_selector(".md-search-result__item a")
    host.cut()

    # A sheet that was never opened: it opens, takes answers, and has them after a reload.
    ready(page, f"{host.url}/playbook/referral-ask/")
    box = page.locator('playbook-worksheet input[type="checkbox"]:not([disabled])').first
    box.check()
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert box.is_checked()
    press(page, ".pb-in")  # its dialogs are a file of their own
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    )

    page.goto(f"{host.url}{POST}#comments")
    assert page.locator("#comments").is_visible()
    searched(page, "pilot")

    page.goto(f"{host.url}/go/referral/")  # a short address
    page.wait_for_url("**/playbook/referral-ask/**")
    page.goto(f"{host.url}/playbook")  # without the slash at its end
    page.wait_for_url("**/playbook/")

    page.goto(f"{host.url}/blog/archive/2026/")  # never opened, not kept
    assert page.locator("h1").inner_text() == "Not here without a network"
    page.click("article >> text=Referral ask")
    page.wait_for_selector("playbook-worksheet")
    context.close()


def test_a_change_shows_at_once_online_and_at_the_next_visit_offline(chromium, host):
    context = chromium.new_context()
    page = ready(context.new_page(), f"{host.url}{CHECKLIST}")
    settled(page)
    host.publish("playbook/two-plans", "playbook/same-side-of-the-table")
    page.goto(f"{host.url}/playbook/two-plans/")
    assert page.get_by_text("Second edition").is_visible()
    renewed(page)
    host.cut()
    # This one was not opened since: what changed was fetched behind the reader's back.
    page.goto(f"{host.url}/playbook/same-side-of-the-table/")
    assert page.get_by_text("Second edition").is_visible()
    context.close()


def test_a_new_edition_leaves_a_reader_who_is_typing_alone(chromium, host):
    context = chromium.new_context()
    page = ready(context.new_page(), f"{host.url}{CHECKLIST}")
    settled(page)
    page.evaluate("() => { navigator.serviceWorker.oncontrollerchange = () => { taken = true; }; }")
    page.evaluate("window.taken = false")
    page.evaluate("window.stays = true")
    host.publish("playbook/land-and-expand")
    renewed(page)
    page.locator('playbook-worksheet input[type="checkbox"]:not([disabled])').first.check()
    saved(page)
    assert page.evaluate("[window.stays, window.taken]") == [True, False]
    context.close()


def test_a_half_published_edition_changes_nothing(chromium, host):
    context = chromium.new_context()
    page = ready(context.new_page(), f"{host.url}{CHECKLIST}")
    settled(page)
    host.publish("playbook/two-plans", "playbook/tips")
    shutil.rmtree(host.folder / "playbook" / "tips")
    page.evaluate("navigator.serviceWorker.getRegistration().then(here => here.update())")
    until(page, "!(await registration()).installing && !(await registration()).waiting")
    host.cut()
    page.goto(f"{host.url}/playbook/tips/")
    assert page.locator("h1").inner_text() != "Not here without a network"
    page.goto(f"{host.url}/playbook/two-plans/")
    assert page.get_by_text("Second edition").count() == 0
    context.close()


def test_a_reader_of_one_post_fetches_no_playbook(chromium, host):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{host.url}{POST}")
    quiet(page)
    assert page.evaluate("navigator.serviceWorker.getRegistration()") is None
    assert [path for path in host.server.paths if WORKER in path] == []
    context.close()


def test_switched_off_the_worker_clears_up_and_goes(chromium, host):
    context = chromium.new_context()
    page = ready(context.new_page(), f"{host.url}{CHECKLIST}")
    settled(page)
    page.locator('playbook-worksheet input[type="checkbox"]:not([disabled])').first.check()
    saved(page)
    assert page.evaluate("caches.keys()")
    finish_site(host.folder, Wishes())
    page.goto(f"{host.url}/blog/")
    until(page, "(await caches.keys()).length === 0 && !(await registration())")
    ready(page, f"{host.url}{CHECKLIST}")  # and what the reader filled in is still there
    box = page.locator('playbook-worksheet input[type="checkbox"]:not([disabled])').first
    assert box.is_checked()
    context.close()
