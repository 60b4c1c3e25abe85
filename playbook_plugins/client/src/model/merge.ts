/**
 * Merging, per leaf: commutative, associative and idempotent, so that files and tabs may meet in any order.
 * The rules are those of docs/contributing/response-format.md.
 */

import {compareClocks, covers, joinSeen, type Ticker} from './clock.ts';
import {LIMITS} from './limits.ts';
import {type Copy, type Leaf, ownerOf, type Version} from './response.ts';

/** How many devices a text remembers to have seen; an older one forgotten may ask the reader again, never lose. */
const DEVICES_SEEN = 16;

const versionsOf = (leaf: Leaf): Version[] => [{v: String(leaf.v), t: leaf.t}, ...(leaf.also ?? [])];

/**
 * Versions stay that both sides have, or that the other side has not seen: what one side saw and no longer
 * has was replaced there. (An observed-remove set: Bieniusa and others, 2012.)
 */
function mergeTexts(a: Leaf, b: Leaf): Leaf {
  const [mine, theirs] = [new Map(versionsOf(a).map(each => [each.t, each])), new Map(versionsOf(b).map(each => [each.t, each]))];
  const kept = new Map<string, Version>();
  for (const version of [...mine.values(), ...theirs.values()]) {
    const [here, there] = [mine.get(version.t), theirs.get(version.t)];
    const stays = here && there ? true : here ? !covers(b.b ?? '', version.t) : !covers(a.b ?? '', version.t);
    const twin = kept.get(version.t); // one clock with two texts is a forgery; the greater text, in any order
    if (stays && (!twin || version.v > twin.v)) kept.set(version.t, version);
  }
  return leafOf([...kept.values()], joinSeen([a.b ?? '', b.b ?? ''], LIMITS.seen), a, b);
}

function leafOf(versions: Version[], seen: string, a: Leaf, b: Leaf): Leaf {
  // Each side claiming to have replaced the other is a forgery; nothing typed may vanish by it.
  const all = versions.length ? versions : [...new Map([...versionsOf(a), ...versionsOf(b)].map(each => [each.t, each])).values()];
  const [head, ...also] = all.sort((x, y) => compareClocks(y.t, x.t)) as [Version, ...Version[]];
  return also.length ? {...head, b: seen, also} : {...head, b: seen};
}

/** The merge of two states of one leaf. A text outlives a plain value of the same key: it came with a changed question. */
export function mergeLeaves(a: Leaf | undefined, b: Leaf | undefined): Leaf {
  if (!a || !b) return (a ?? b)!;
  if (a.b !== undefined && b.b !== undefined) return mergeTexts(a, b);
  if (a.b !== undefined || b.b !== undefined) return a.b !== undefined ? a : b;
  const order = compareClocks(a.t, b.t) || (JSON.stringify(a.v) > JSON.stringify(b.v) ? 1 : -1);
  return order > 0 ? a : b;
}

/** The earlier day; within one day the later instant, since a copy for someone else names the day alone. */
const firstDay = (a: string, b: string): string => {
  const order = a.slice(0, 10) === b.slice(0, 10) ? (a > b ? -1 : 1) : a < b ? -1 : 1;
  return order < 0 ? a : b;
};

const earlier = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;
const greater = (a: string | undefined, b: string): string => (a === undefined || b > a ? b : a);

/** The merge of two states of one copy, as a new copy. */
export function mergeCopies(a: Copy, b: Copy): Copy {
  const start = earlier(a.start, b.start);
  const {start: _start, aside: _aside, tentative: _tentative, ...rest} = a; // what two states make is stored somewhere
  const merged: Copy = {
    ...rest,
    ...(start && {start}),
    version: Math.max(a.version, b.version),
    site: greater(a.site, b.site),
    worksheet: greater(a.worksheet, b.worksheet),
    copy: greater(a.copy, b.copy),
    created: firstDay(a.created, b.created),
    updated: greater(a.updated, b.updated),
    leaves: new Map(a.leaves),
    labels: new Map(a.labels),
    retired: mergeRetired(a, b),
    extra: Object.assign(Object.create(null), a.extra) as Record<string, unknown>,
  };
  for (const [key, leaf] of b.leaves) merged.leaves.set(key, mergeLeaves(a.leaves.get(key), leaf));
  for (const [key, label] of b.labels) merged.labels.set(key, greater(merged.labels.get(key), label));
  for (const [key, value] of Object.entries(b.extra)) {
    const known = key in merged.extra ? JSON.stringify(merged.extra[key]) : undefined;
    if (greater(known, JSON.stringify(value)) !== known) merged.extra[key] = value;
  }
  return merged;
}

/** A question stands on the page when either side has it there. */
function mergeRetired(a: Copy, b: Copy): Set<string> {
  const standing = (copy: Copy): Set<string> =>
    new Set([...copy.leaves.keys()].map(ownerOf).filter(owner => owner && !copy.retired.has(owner)));
  const [here, there] = [standing(a), standing(b)];
  return new Set([...a.retired, ...b.retired].filter(owner => !here.has(owner) && !there.has(owner)));
}

/**
 * The leaf that a reader's edit makes: `value` at a new clock. A text remembers all that was seen of it,
 * so that merging can tell a later version from one written apart. Once a text, always a text.
 */
export function writeLeaf(old: Leaf | undefined, value: string | boolean, isText: boolean, ticker: Ticker): Leaf {
  const t = ticker.tick(old?.t);
  if (!isText && old?.b === undefined) return {v: value, t};
  const seen = old ? [old.b ?? '', ...versionsOf(old).map(version => version.t)] : [];
  return {v: String(value), t, b: joinSeen([t, ...seen], DEVICES_SEEN)};
}
