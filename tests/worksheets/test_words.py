"""Interface words: every language has every one, in the forms that its plural rules ask for."""

from __future__ import annotations

import json
import re

import pytest
from babel import Locale

from playbook_plugins.shared.words import LANGUAGES
from playbook_plugins.worksheets.words import english, words_for
from tests.build.building import build, write_site

ENGLISH = english()
CODES = sorted(path.stem for path in LANGUAGES.glob("*.json"))
ENGLISH = english()
PLURALS = {key.rpartition(".")[0] for key in ENGLISH if key.endswith(".other")}


def test_the_promised_languages_are_there():
    assert CODES == ["ar", "de", "es", "fr", "nl", "pt"]


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_every_word(code):
    words = json.loads((LANGUAGES / f"{code}.json").read_text("utf-8"))["page"]
    rules = Locale(code).plural_form
    expected = {key for key in ENGLISH if key.rpartition(".")[0] not in PLURALS}
    expected |= {f"{key}.{form}" for key in PLURALS for form in {*rules.tags, "other"}}
    assert set(words) == expected
    for key, text in words.items():
        plural = key.rpartition(".")[0]
        source = ENGLISH[f"{plural}.other" if plural in PLURALS else key]
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", source)), key


def test_french_signs_stay_with_their_words():
    text = (LANGUAGES / "fr.json").read_text("utf-8")
    words = [w for part in json.loads(text).values() for w in map(str, part.values())]
    torn = [word for word in words if re.search(r" [;:!?»]|« ", word)]
    assert torn == []
    assert any("\u202f?" in word for word in words)


@pytest.mark.parametrize(("code", "days", "said"), [("de", 1, "1 Tag"), ("ar", 3, "3 أيام")])
def test_days_are_counted_by_the_rules_of_the_language(code, days, said):
    assert said in words_for(code).after_start(days)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de", "ar", "sv"])
def test_a_page_gets_the_words_of_its_language_and_no_other(tmp_path, language):
    config = (
        f"site_name: S\ntheme: {{name: material, font: false, language: {language}}}\n"
        "plugins: [playbook/worksheets]\nmarkdown_extensions: [attr_list]\n"
    )
    page = b"# Land\n\n/// checklist | Land\n    id: land\n\n- [ ] One {#one .required}\n///\n"
    write_site(tmp_path, {"mkdocs.yml": config.encode(), "docs/land.md": page})
    html = build(tmp_path, strict=True).page("land/index.html")
    files = re.findall(r"playbook-words\.(\w+)\.[0-9a-f]{8}\.js", html)
    assert files == ([language] if language in CODES else [])
    assert words_for(language)["required"] in html
    assert ('dir="rtl"' in html) == (language == "ar")
