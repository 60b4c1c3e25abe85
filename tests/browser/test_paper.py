"""On paper: what the PDFs of the sheets say, page by page."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from .conftest import CHECKLIST, absent, ready, send_by

SHEETS = (
    "land-and-expand",
    "sales-and-life-plan",
    "plan-30-60-90",
    "talent-snapshot",
    "success-agreement",
    "one-to-one-review",
    "debrief-guide",
    "referral-ask",
)
FILL = """() => {
  const filled = [];
  const form = document.querySelector('playbook-worksheet form');
  for (const control of form.querySelectorAll('input, select, textarea')) {
    if (control.closest('.pb-bar, .pb-tools, .pb-na') || control.disabled) continue;
    const word = `Zw${filled.length}kontor`;
    if (control.type === 'checkbox') control.click();
    else if (control.type === 'radio') {
      if (!form.querySelector(`[name="${control.name}"]:checked`)) control.click();
    } else {
      if (control.tagName === 'SELECT') control.selectedIndex = 1;
      else if (control.type === 'date') control.value = '2027-02-28';
      else if (control.tagName === 'TEXTAREA')
        control.value = `${word} rings before ten, and asks the maintenance engineer`;
      else control.value = word;
      control.dispatchEvent(new Event('input', {bubbles: true}));
      control.dispatchEvent(new Event('change', {bubbles: true}));
      filled.push([word, control]);
    }
  }
  return filled.filter(([, {tagName}]) => tagName !== 'SELECT').map(([word, control]) => ({
    word: control.type === 'date' ? '28 Feb 2027' : word,
    isPrivate: control.closest('[data-private]') !== null,
    isNote: control.closest('.pb-note') !== null,
  }));
}"""
HELD = """addEventListener('afterprint', event => window.held && event.stopImmediatePropagation());
  window.print = () => {};"""
WORDS = """() => {
  const form = document.querySelector('playbook-worksheet form');
  dispatchEvent(new Event('beforeprint'));
  const root = document.documentElement.style;
  const texts = document.createTreeWalker(form, NodeFilter.SHOW_TEXT);
  const alone = [];
  while (texts.nextNode()) alone.push(texts.currentNode.data);
  return [...alone, form.textContent, root.getPropertyValue('--pb-paper-0'),
    root.getPropertyValue('--pb-paper-1'), document.title].join(' ');
}"""
OVER = "() => { window.held = false; dispatchEvent(new Event('afterprint')); window.held = true; }"
WORD = re.compile(r"\w+")


@pytest.fixture
def paper(tmp_path):
    """The pages of a page's PDF, as text."""
    if not shutil.which("pdftotext"):
        absent("pdftotext is not here (Debian: sudo apt install poppler-utils)")

    def pages(page, size: str = "A4") -> list[str]:
        path = tmp_path / "page.pdf"
        page.pdf(path=str(path), format=size)
        text = subprocess.run(
            ["pdftotext", str(path), "-"], capture_output=True, text=True, check=True
        ).stdout
        return text.split("\f")[:-1]

    return pages


def sent(page, button: str) -> None:
    page.click(".pb-out")
    page.wait_for_selector(".pb-dialog[open]")
    send_by(page, button)


def printed(page, paper, button: str | None = None) -> Iterator[tuple[str, list[str]]]:
    """Each size's pages, by a button of the dialog or by the browser's own command."""
    if button:
        sent(page, button)
    known = set(WORD.findall(page.evaluate(WORDS)))
    for size in ("A4", "Letter"):
        pages = paper(page, size)
        broken = set(WORD.findall(" ".join(pages))) - known - {str(n) for n in range(20)}
        assert not broken, f"{button}, {size}: broken or of the page around: {sorted(broken)}"
        yield size, pages
    page.evaluate(OVER)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_on_paper(page, site, paper, name):
    page.add_init_script(HELD)
    page.emulate_media(color_scheme="dark")
    ready(page, f"{site.url}/playbook/{name}/")
    page.evaluate("window.held = true")
    title = page.locator(".pb-title").evaluate("title => title.firstChild.textContent.trim()")
    go = f"{site.url}/go/{page.locator('playbook-worksheet').get_attribute('worksheet-id')}/"

    def holds(pages: list[str], about: str) -> None:
        most = 2 if name == "success-agreement" else 5
        assert len(pages) <= most, f"{name}: {len(pages)} pages"
        for number, text in enumerate(pages, 1):
            flat = " ".join(text.split())
            assert f"{number}/{len(pages)}" in flat.replace(" / ", "/"), f"{name}: page {number}"
            assert go in flat and title in flat
            assert len(WORD.findall(text)) > 20, f"{name}: nothing on page {number}"
            assert about in text

    for _, pages in printed(page, paper, "Print empty, with writing lines"):
        holds(pages, title)
        assert "My copy" not in " ".join(pages)
    answers = page.evaluate(FILL)
    assert answers or name == "talent-snapshot"
    for button, leaves in ((None, {"isPrivate"}), ("Print", {"isPrivate", "isNote"})):
        for size, pages in printed(page, paper, button):
            holds(pages, "My copy · ")
            text = "\n".join(pages)
            for answer in answers:
                word = answer["word"]
                stays = any(answer[kind] for kind in leaves)
                alike = [each for each in answers if each["word"] == word]
                if len(alike) == 1:
                    assert (word in text) is not stays, f"{name}, {button}, {size}: {answer}"
            there = [each for each in answers if not any(each[kind] for kind in leaves)]
            days = sum(each["word"].startswith("28") for each in there)
            assert len(re.findall("28 Feb 2027", text)) >= days, f"{name}: a broken day"
            assert "Private" not in text and "28 Feb\n" not in text


def test_everything_for_me_says_so_and_the_page_prints_alone(page, site, paper):
    page.add_init_script(HELD)
    url = f"{site.url}/playbook/success-agreement/"
    ready(page, url)
    empty = " ".join(paper(page))
    assert "Put a day on the hour" in empty, "what nobody worked in is read with its page"
    page.fill('[data-field="our-risk"] textarea', "The depot manager leaves")
    own = " ".join(paper(page))
    assert "Put a day on the hour" not in own and "depot manager leaves" not in own
    assert "Private notes" not in own and "Everything, for me" not in own
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert "Put a day on the hour" not in " ".join(paper(page)), "answers print by themselves"
    page.click(".pb-out")
    page.check(".pb-with-private")
    send_by(page, "Print")
    mine = " ".join(" ".join(paper(page)).split())
    assert "Private answers included" in mine and "depot manager leaves" in mine
    ready(page, f"{site.url}{CHECKLIST}")
    page.locator(".pb-note textarea").first.fill(" ".join(f"word{n}" for n in range(1200)))
    long = "\n".join(paper(page))
    assert all(f"word{n}" in long for n in range(1200)), "a long answer flows on"
    assert page.locator(".pb-print-value").count() == 0, "the mirrors are gone after printing"
