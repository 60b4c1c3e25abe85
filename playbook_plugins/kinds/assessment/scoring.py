"""How an assessment is scored: what its author defines, and what is wrong with it.

Scores are percentages of the scale: with answers 1 to n, a mean m gives (m - 1) / (n - 1),
reverse-scored statements turned round first (Likert, "A Technique for the Measurement of
Attitudes", 1932). The bands cut 0 to 100 into whole ranges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import yaml

from playbook_plugins.forms.attributes import id_problem
from playbook_plugins.forms.complaints import Complaints
from playbook_plugins.forms.naming import name_from
from playbook_plugins.forms.nodes import Spot, WrongError, list_of, pairs_of, parts_of, word_of
from playbook_plugins.forms.options import ID_SHAPE, LIST_SHAPE, TEXT_SHAPE, JsonSchema
from playbook_plugins.shared.problems import did_you_mean

from .model import Assessment, Band, Statement, Trait

SCALE = ("Not me", "A little like me", "Half and half", "Mostly me", "Very much me")
"""The scale of an assessment whose author names none."""
FEWEST, MOST = 2, 11
"""Points on a scale."""
BALANCED_FROM = 4
"""A trait with so many statements ought to turn some of them round."""
LEAST_SHARE = 0.2
"""Of a trait's statements, at least this share ought to be turned round, and at most the rest."""

SCALE_SHAPE: JsonSchema = {
    "type": "array",
    "items": TEXT_SHAPE,
    "minItems": FEWEST,
    "maxItems": MOST,
}
TRAITS_SHAPE: JsonSchema = {
    "type": "object",
    "additionalProperties": {
        "oneOf": [
            TEXT_SHAPE,
            {
                "type": "object",
                "properties": {"name": TEXT_SHAPE, "about": TEXT_SHAPE, "prompts": LIST_SHAPE},
                "additionalProperties": False,
            },
        ]
    },
}
_PERCENT = {"type": "integer", "minimum": 0, "maximum": 100}
BANDS_SHAPE: JsonSchema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": ID_SHAPE,
            "from": _PERCENT,
            "to": _PERCENT,
            "name": TEXT_SHAPE,
            "text": TEXT_SHAPE,
            "traits": {"type": "object", "additionalProperties": TEXT_SHAPE},
        },
        "required": ["from", "to", "name", "text"],
        "additionalProperties": False,
    },
}


def read_scale(node: yaml.Node, spot: Spot) -> tuple[str, ...]:
    """The labels of the scale, lowest first."""
    labels = tuple(word for _, word in list_of(node))
    if not FEWEST <= len(labels) <= MOST:
        raise WrongError(
            node,
            f"a scale has {FEWEST} to {MOST} labels.",
            "Write every point in words: [Not me, Half me, Very me].",
        )
    return labels


def read_traits(node: yaml.Node, spot: Spot) -> tuple[Trait, ...]:
    """`relating: Relating`, or with `name`, `about` and `prompts`."""
    pairs = pairs_of(node, "traits: {relating: Relating}", "trait")
    return tuple(_trait(name, value) for _, name, value in pairs)


def _trait(name: str, node: yaml.Node) -> Trait:
    if isinstance(node, yaml.ScalarNode):
        return Trait(name, word_of(node) or name.capitalize())
    parts = parts_of(node, ("name", "about", "prompts"), f'the trait "{name}"')
    prompts = parts.get("prompts")
    if prompts is not None and not isinstance(prompts, yaml.SequenceNode):
        raise WrongError(prompts, "prompts are a list.", 'Write prompts: ["Whom will you ring?"].')
    return Trait(
        name,
        word_of(parts["name"]) if "name" in parts else name.capitalize(),
        word_of(parts["about"]) if "about" in parts else "",
        tuple(word for _, word in list_of(prompts)) if prompts is not None else (),
    )


def read_bands(node: yaml.Node, spot: Spot) -> tuple[Band, ...]:
    """Ranges of per cent with name and debrief text, lowest first."""
    if not isinstance(node, yaml.SequenceNode):
        sample = "bands: [{from: 0, to: 49, name: Steady, text: …}]"
        raise WrongError(node, "bands are a list.", f"Write {sample}.")
    bands = []
    for entry in node.value:
        band = _band(entry)
        bands.append(band)
        if not band.text:
            spot(entry).tell(
                f'bands: "{band.name}" has no text.',
                "Write text: and two sentences that a coach would say to open the talk.",
            )
    ordered = tuple(sorted(bands, key=lambda band: band.least))
    _check_ranges(ordered, spot(node))
    _check_names(ordered, spot(node))
    return ordered


def _band(node: yaml.Node) -> Band:
    parts = parts_of(node, ("id", "from", "to", "name", "text", "traits"), "a band")
    for needed in ("from", "to", "name"):
        if needed not in parts:
            raise WrongError(node, f'a band lacks "{needed}".', "Write {from: 0, to: 49, name: …}.")
    least, most = (_percent(parts[name]) for name in ("from", "to"))
    if least > most:
        raise WrongError(parts["from"], f"a band runs from {least} to {most}.", "Swap the two.")
    name = word_of(parts["name"])
    made = word_of(parts["id"]) if "id" in parts else name_from(name, "band")
    if problem := id_problem(made):
        raise WrongError(parts.get("id", node), problem, "Write, for example, id: strength.")
    own = pairs_of(parts["traits"], "traits: {closing: …}", "trait") if "traits" in parts else []
    texts = tuple((trait, word_of(value)) for _, trait, value in own)
    return Band(made, name, least, most, word_of(parts["text"]) if "text" in parts else "", texts)


def _percent(node: yaml.Node) -> int:
    word = word_of(node).rstrip("% ")
    if word.isascii() and word.isdigit() and int(word[:4]) <= 100:
        return int(word)
    raise WrongError(node, f'"{word}" is no whole percentage from 0 to 100.', "Write, say, 70.")


def _check_ranges(bands: Sequence[Band], spot: Complaints) -> None:
    expected = 0
    for band in bands:
        if band.least > expected:
            spot.tell(
                f"bands: no band for {_span(expected, band.least - 1)} per cent.",
                f'Let "{band.name}" begin at {expected}, or add a band.',
            )
        elif band.least < expected:
            spot.tell(
                f'bands: "{band.name}" overlaps the band below it, which ends at {expected - 1}.',
                f'Let "{band.name}" begin at {expected}.',
            )
        expected = max(expected, band.most + 1)
    if bands and expected <= 100:
        spot.tell(
            f"bands: no band for {_span(expected, 100)} per cent.",
            f'Let "{bands[-1].name}" end at 100, or add a band.',
        )


def _span(least: int, most: int) -> str:
    return f"{least} to {most}" if least < most else str(least)


def _check_names(bands: Sequence[Band], spot: Complaints) -> None:
    for name, count in Counter(band.id for band in bands).items():
        if count > 1:
            spot.tell(f'bands: two have the id "{name}".', "Give each an id of its own.")


def check_scoring(
    assessment: Assessment,
    strange: Mapping[str, Complaints],
    complaints: Complaints,
) -> None:
    """Report a trait that nothing measures, one that is asked from one side only, unknown names.

    `strange` are the names that statements use for traits that nobody has defined.
    """
    statements, traits, bands = assessment.statements, assessment.traits, assessment.bands
    missed = _check_strange(strange, traits)
    for trait in traits:
        own = [each for each in statements if each.trait == trait.id]
        if trait.id in missed:
            continue  # one misspelt name is one mistake
        if not own and all(each.trait for each in statements):
            complaints.tell(
                f'traits: no statement measures "{trait.id}".',
                f"Mark one with {{+{trait.id}}}, or remove the trait.",
            )
        _check_balance(trait, own, complaints)
    known = {trait.id for trait in traits}
    for band in bands:
        for name, _ in band.by_trait:
            if name not in known:
                complaints.tell(
                    f'bands: "{band.name}" has a text for "{name}", which is no trait.',
                    f"Use one of: {', '.join(sorted(known))}.",
                )


def _check_strange(strange: Mapping[str, Complaints], traits: Sequence[Trait]) -> set[str]:
    """Report names of traits that nobody has defined; the traits that they probably mean."""
    names = [trait.id for trait in traits]
    if strange and not traits:
        (first, spot), *_ = strange.items()
        cure = f"Define each: traits: {{{first}: {first.capitalize()}}}"
        spot.tell(f'the trait "{first}" is not defined, and no other is.', cure)
        return set()
    for name, spot in strange.items():
        spot.tell(f'there is no trait "{name}".', did_you_mean(name, names))
    return {near for name in strange for near in get_close_matches(name, names, n=1)}


def _check_balance(trait: Trait, own: Sequence[Statement], complaints: Complaints) -> None:
    if len(own) < BALANCED_FROM:
        return
    turned = sum(each.reverse for each in own) / len(own)
    if LEAST_SHARE <= turned <= 1 - LEAST_SHARE:
        return
    sign = "-" if turned < LEAST_SHARE else "+"
    complaints.tell(
        f'traits: the statements on "{trait.id}" are unbalanced: nearly all point the same way.',
        f"Word one in three the other way round and mark it {{{sign}{trait.id}}}: "
        "people who agree with everything would score high on everything.",
    )
