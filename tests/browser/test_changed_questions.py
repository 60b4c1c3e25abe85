"""Questions that change their type or lose an option: what a reader answered stays in sight."""

from __future__ import annotations

from itertools import permutations

from .conftest import ready, saved

OPTIONS = "\n    - {box} First {{#first}}\n    - {box} Second {{#second}}"
FIELDS = {
    "tick": "- [ ] {label} {{#{id}}}",
    "text": "- {label} ____ {{#{id}}}",
    "long": "- {label} ____ {{#{id} .long}}",
    "person": "- {label} ____ {{#{id} .person}}",
    "number": "- {label} ____ {{#{id} .number}}",
    "day": "- {label} ____ {{#{id} .date}}",
    "choice": "- {label} ____ {{#{id}}}" + OPTIONS.replace("{box}", "( )"),
    "choices": "- {label} ____ {{#{id}}}" + OPTIONS.replace("{box}", "[ ]"),
    "other": "- {label} ____ {{#{id}}}\n    - ( ) Third {{#third}}\n    - ( ) Fourth {{#fourth}}",
    "parent": "- [ ] {label} {{#{id}}}\n    - [ ] Below {label} {{#{id}-below}}",
}
COLUMNS = {
    "words": "type: text",
    "prose": "type: long",
    "who": "type: person",
    "amount": "type: number",
    "by": "type: date",
    "yes": "type: check",
    "pick": "type: choice, choices: [First, Second]",
}
ANSWERS = {
    "tick": True,
    "yes": True,
    "parent": None,
    "other": "third",
    "choice": "first",
    "choices": "second",
    "pick": "first",
    "number": "42",
    "amount": "42",
    "day": "2027-01-15",
    "by": "2027-01-15",
}
SAID = {"third": "Third", "first": "First", "second": "Second", "2027-01-15": "2027"}

FILL = """([id, value]) => {
  const part = document.getElementById(id);
  const controls = [...part.querySelectorAll('input, textarea, select')];
  if (part.matches('input, textarea, select')) controls.unshift(part);
  const isBox = each => ['checkbox', 'radio'].includes(each.type);
  const control = controls.find(each => !isBox(each) || value === true || each.value === value);
  if (isBox(control)) control.checked = true;
  else control.value = value;
  control.dispatchEvent(new Event('input', {bubbles: true}));
  control.dispatchEvent(new Event('change', {bubbles: true}));
}"""
# What the page shows of a question: its controls, what stands beside them, and the earlier answers.
SHOWN = """([id, label]) => {
  const part = document.getElementById(id);
  const kinds = 'input, textarea, select';
  const controls = !part ? [] : part.matches(kinds) ? [part] : [...part.querySelectorAll(kinds)];
  const shown = controls.map(each => each.type === 'checkbox' || each.type === 'radio'
    ? each.checked ? `ticked ${each.closest('label')?.textContent ?? ''}` : ''
    : each.matches('select') ? each.selectedOptions[0]?.text : each.value);
  const beside = part?.querySelector?.('.pb-lost')?.textContent ?? '';
  const earlier = [...document.querySelectorAll('.pb-earlier:not([hidden]) li')]
    .map(each => each.textContent).filter(text => text.includes(`${label}: `));
  return {control: `${shown.join(' ')} ${beside}`, earlier: earlier.join(' ')};
}"""


def answer(kind: str) -> str | bool | None:
    return ANSWERS.get(kind, f"typed {kind}")


def seen(kind: str, shown: dict[str, str]) -> bool:
    value = answer(kind)
    if value is None:
        return True
    said = shown["control"] + shown["earlier"]
    if value is True:
        return "ticked" in shown["control"] or "done" in shown["earlier"]
    return value in said or SAID.get(value, value) in said


def test_an_answer_stays_in_sight_whatever_its_question_becomes(page, bench):
    pairs = list(permutations(FIELDS, 2))

    def source(which: int) -> str:
        lines = [
            FIELDS[pair[which]].format(label=f"From {'-to-'.join(pair)}", id="-to-".join(pair))
            for pair in pairs
        ]
        return "/// worksheet | Changing\n    id: changing\n\n" + "\n".join(lines) + "\n///\n"

    ready(page, bench.sheet("changing", source(0)))
    for kind, after in pairs:
        if answer(kind) is not None:
            page.evaluate(FILL, [f"changing--{kind}-to-{after}", answer(kind)])
    saved(page)
    ready(page, bench.sheet("changing", source(1)))
    hidden = []
    for pair in pairs:
        name = "-to-".join(pair)
        shown = page.evaluate(SHOWN, [f"changing--{name}", f"From {name}"])
        if not seen(pair[0], shown):
            hidden.append((name, shown))
        assert "true" not in shown["control"], (name, shown)
    assert hidden == []


def test_a_cell_stays_in_sight_whatever_its_column_becomes(page, bench):
    pairs = [*permutations(COLUMNS, 2), *((kind, "gone") for kind in COLUMNS)]

    def source(which: int) -> str:
        standing = [pair for pair in pairs if pair[which] != "gone"]
        names = ["-to-".join(pair) for pair in standing]
        columns = "\n".join(
            f"        {name}: {{{COLUMNS[pair[which]]}}}"
            for name, pair in zip(names, standing, strict=True)
        )
        heads = "| Goal | " + " | ".join(names) + " |"
        return (
            "/// action-plan | Changing\n    id: changing\n    columns:\n"
            f"{columns}\n\n{heads}\n|{'---|' * (len(names) + 1)}\n"
            f"| Mine {{#mine}} |{' |' * len(names)}\n///\n"
        )

    ready(page, bench.sheet("changing", source(0)))
    for kind, after in pairs:
        page.evaluate(FILL, [f"changing--mine.{kind}-to-{after}", answer(kind)])
    saved(page)
    ready(page, bench.sheet("changing", source(1)))
    hidden = []
    for pair in pairs:
        name = "-to-".join(pair)
        shown = page.evaluate(SHOWN, [f"changing--mine.{name}", name])
        if not seen(pair[0], shown):
            hidden.append((name, shown))
    assert hidden == []
