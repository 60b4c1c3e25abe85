"""The page "My worksheets": everything in this browser, across all sheets of the site."""

from __future__ import annotations

import json

from .conftest import press, ready, saved, until

MINE = "/playbook/my-worksheets/"


def fill_two(page, site):
    """A checklist's copy "Acme" and a plan's copy, as a reader leaves them."""
    ready(page, f"{site.url}/playbook/land-and-expand/")
    press(page, ".pb-new")
    page.get_by_label("Name of the copy").fill("Acme, Lyon pilot")
    page.get_by_role("button", name="Create").click()
    page.check('[id="land-and-expand--one-region.check"]')
    page.fill('[id="land-and-expand--one-region.note"]', "The pump house")
    saved(page)
    ready(page, f"{site.url}/playbook/plan-30-60-90/")
    page.fill(".pb-field input[type=date]", "2020-01-01")
    saved(page)


def mine(page, site):
    page.goto(f"{site.url}{MINE}")
    page.wait_for_selector("playbook-mine[ready]")


def more(page, name: str) -> None:
    """Open what can be done with a copy, where it is not open already."""
    line = page.locator(".pb-mine-copy", has_text=name).first
    if line.locator("details:not([open])").count():
        line.locator("summary").click()


def names(page) -> list[str]:
    return page.locator(".pb-mine-name > :first-child").all_inner_texts()


def test_it_lists_every_copy_with_progress_and_what_is_overdue(page, site):
    fill_two(page, site)
    mine(page, site)
    assert sorted(names(page)) == ["Acme, Lyon pilot", "My copy"]
    acme = page.locator(".pb-mine-copy", has_text="Acme")
    assert "1 of" in acme.inner_text()
    assert "10 overdue" in page.locator(".pb-mine-copy", has_text="My copy").inner_text()


def test_search_looks_into_names_sheets_and_answers(page, site):
    fill_two(page, site)
    mine(page, site)
    for words, found in (("pump", ["Acme, Lyon pilot"]), ("30-60", ["My copy"]), ("nothing", [])):
        page.fill("#pb-mine-search", words)
        assert names(page) == found, words


def test_a_copy_opens_from_the_list(page, site):
    fill_two(page, site)
    ready(page, f"{site.url}/playbook/land-and-expand/")
    press(page, ".pb-new")
    page.get_by_label("Name of the copy").fill("Other")
    page.get_by_role("button", name="Create").click()
    saved(page)
    mine(page, site)
    page.get_by_role("link", name="Acme, Lyon pilot").click()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.is_checked('[id="land-and-expand--one-region.check"]')


def test_rename_archive_delete_and_undo(page, site):
    fill_two(page, site)
    mine(page, site)
    more(page, "Acme")
    page.get_by_role("button", name="Rename: Acme").click()
    page.fill("#pb-mine-name", "Acme, Metz")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("text=Acme, Metz")
    more(page, "Acme, Metz")
    page.get_by_role("button", name="Archive: Acme, Metz").click()
    until(page, "!document.querySelector('.pb-mine-list').innerText.includes('Metz')")
    page.get_by_label("Show the archive").check()
    assert "Acme, Metz" in names(page)
    more(page, "Acme, Metz")
    page.get_by_role("button", name="Delete: Acme, Metz").click()
    page.wait_for_selector("text=“Acme, Metz” deleted.")
    assert "Acme, Metz" not in names(page)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("text=“Acme, Metz” is back.")
    assert "Acme, Metz" in names(page)


def test_everything_goes_out_in_one_file_and_comes_in_elsewhere(page, site, chromium, tmp_path):
    fill_two(page, site)
    mine(page, site)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a backup of everything").click()
    assert "everything-private" in download.value.suggested_filename
    whole = tmp_path / "all.json"
    download.value.save_as(whole)
    assert len(json.loads(whole.read_text())["copies"]) == 2
    other = chromium.new_context()
    laptop = other.new_page()
    mine(laptop, site)
    laptop.get_by_role("button", name="Open a file…").click()
    broken = tmp_path / "broken.json"
    broken.write_text(whole.read_text()[:400])
    laptop.set_input_files("#pb-mine-files", [whole, broken])
    laptop.wait_for_selector(".pb-dialog .pb-refused")
    assert names(laptop) == [], "nothing is applied before it is asked for"
    laptop.get_by_role("button", name="Open 2 copies").click()
    laptop.wait_for_selector("text=2 copies were added.")
    assert sorted(names(laptop)) == ["Acme, Lyon pilot", "My copy"]
    laptop.get_by_role("button", name="Open a file…").click()
    laptop.set_input_files("#pb-mine-files", whole)
    laptop.wait_for_selector("text=holds all of it already")
    other.close()


def test_a_sheet_that_left_the_site_can_still_be_taken_out(page, site):
    fill_two(page, site)
    mine(page, site)
    page.evaluate("document.querySelector('li[data-sheet=land-and-expand]').remove()")
    page.evaluate(
        "() => { const m = document.querySelector('playbook-mine'), c = m.cloneNode(true);"
        " c.removeAttribute('ready'); m.replaceWith(c); }"
    )
    page.wait_for_selector("playbook-mine[ready]")
    assert page.get_by_text("This sheet has left the site.").count() == 1
    with page.expect_download():
        more(page, "Acme")
        page.get_by_role("button", name="Save a backup: Acme").click()


def test_storage_and_its_health_are_told(page, site):
    fill_two(page, site)
    mine(page, site)
    told = page.locator(".pb-mine-storage").inner_text()
    assert "are used here" in told and "can be read" not in told


def test_without_script_it_is_a_list_of_the_sheets(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}{MINE}")
    assert page.get_by_role("link", name="Success agreement").count() >= 1
    context.close()


def test_focus_stays_near_and_an_import_can_be_undone(page, site, context, tmp_path):
    fill_two(page, site)
    mine(page, site)
    with page.expect_download() as d:
        more(page, "Acme")
        page.get_by_role("button", name="Save a backup: Acme").click()
    assert "everything-private" in d.value.suggested_filename
    text = d.value.path().read_text()

    def focus() -> str:
        return page.evaluate("document.activeElement.getAttribute('aria-label') || ''")

    assert focus() == "Save a backup: Acme, Lyon pilot"
    more(page, "Acme")
    page.get_by_role("button", name="Duplicate: Acme").click()
    page.locator("dialog[open] .pb-primary").click()
    page.wait_for_selector("text=Acme, Lyon pilot, copy")
    assert focus() == "Duplicate: Acme, Lyon pilot"
    dup = page.locator(".pb-mine-copy", has_text="pilot, copy")
    assert "1 of" in dup.inner_text()
    more(page, "pilot, copy")
    dup.get_by_role("button", name="Delete").click()
    page.wait_for_selector("text=copy” deleted.")
    assert focus().startswith("Delete: ")
    # delete Acme, bring it back by its file, then undo
    more(page, "Acme")
    page.get_by_role("button", name="Delete: Acme").click()
    page.wait_for_selector("text=pilot” deleted.")
    assert focus() == "Delete: My copy"
    page.get_by_role("button", name="Open a file…").click()
    page.fill("#pb-mine-paste", text)
    page.get_by_role("button", name="Preview").click()
    assert "new copy of" in page.inner_text(".pb-preview")
    page.get_by_role("button", name="Open 1 copy").click()
    page.wait_for_selector("text=1 copy was added.")
    assert "Acme, Lyon pilot" in names(page)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("text=Undone.")
    assert names(page) == ["My copy"]
    # merge and undo
    page.get_by_role("button", name="Open a file…").click()
    page.fill("#pb-mine-paste", text)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Open 1 copy").click()
    page.wait_for_selector("text=1 copy was added.")
    record = json.loads(text)
    record["answers"]["one-region"]["v"] = False
    record["answers"]["one-region"]["t"] = "1890000000000-0-zz"
    record["answers"]["metrics"] = {"v": True, "t": "1890000000000-0-zz"}
    page.get_by_role("button", name="Open a file…").click()
    page.fill("#pb-mine-paste", json.dumps(record))
    page.get_by_role("button", name="Preview").click()
    assert "2 changes" in page.inner_text(".pb-preview")
    page.get_by_role("button", name="Open 1 copy").click()
    page.wait_for_selector("text=1 copy was added.")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("text=Undone.")
    other = context.new_page()
    ready(other, f"{site.url}/playbook/land-and-expand/")
    other.select_option(".pb-copy", label="Acme, Lyon pilot")
    until(other, "document.getElementById('land-and-expand--one-region.check').checked")
    assert not other.is_checked('[id="land-and-expand--metrics.check"]')
    other.locator('[data-section="think-smart"] .pb-fold').click()  # what is done is folded
    other.fill('[id="land-and-expand--one-region.note"]', "A lighthouse")
    saved(other)
    page.fill("#pb-mine-search", "lighthouse")
    until(page, "document.querySelectorAll('.pb-mine-copy').length === 1")
    page.fill("#pb-mine-search", "")
    # 320 px
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1200, "height": 900})
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.is_visible(".pb-mine-tools") and not page.is_visible(
        ".pb-mine-copy .pb-buttons"
    )
    # leaving and returning
    page.emulate_media(media="screen", forced_colors="none")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector(".pb-mine-copy")


def test_where_nothing_is_kept_the_page_says_so(context, site):
    context.add_init_script(
        "for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name,"
        " {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page = context.new_page()
    mine(page, site)
    assert "refuses" in page.inner_text(".pb-mine-storage")
    page.goto("about:blank")
