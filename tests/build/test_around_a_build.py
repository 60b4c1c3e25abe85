"""What is logged while a page is made is said in the page's turn."""

from __future__ import annotations

import logging

import pytest

from playbook_plugins.build.logs import captured

WORD = ("mkdocs.plugins.playbook", logging.WARNING, "a word")


def test_what_is_said_of_one_page_is_heard_with_that_page():
    log, around, first, second = logging.getLogger(WORD[0]), [], [], []
    with captured(around):
        log.warning("before")
        for said in (first, second):
            with captured(said):
                log.warning("page %s", len(first))
        log.warning("after")
    assert [message for _, _, message in around] == ["before", "after"]
    assert [message for _, _, message in first] == ["page 0"]
    assert [message for _, _, message in second] == ["page 1"]


@pytest.fixture
def quiet():
    """The host's log in a quiet build, and what its own handler heard."""
    heard: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())
    logger = logging.getLogger("mkdocs")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.ERROR)
    yield heard
    assert (logger.level, handler.level) == (logging.ERROR, logging.NOTSET), "as it was"
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_what_a_page_warns_of_is_noted_in_a_quiet_build_for_the_next(quiet):
    said = []
    with captured(said):
        logging.getLogger(WORD[0]).warning("a word")
    assert said == [WORD]
    assert quiet == []
