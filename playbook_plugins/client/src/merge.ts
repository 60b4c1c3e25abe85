/**
 * Merging, per leaf: commutative, associative and idempotent, so that files and tabs may meet in any order.
 * The rules are those of docs/contributing/response-format.md.
 */

import {compareClocks, deviceOf, newest, type Clock, type Ticker} from './clock.ts';
import {ownerOf, type Copy, type Leaf, type Version} from './response.ts';

/** Whether `writer` had seen `other` when it was written, and so stands in its place. */
function replaces(writer: Version, other: Version): boolean {
  if (compareClocks(writer.b, other.t) >= 0) return true;
  return deviceOf(writer.t) === deviceOf(other.t)
    && compareClocks(writer.t, other.t) > 0 && compareClocks(writer.b, other.b) >= 0;
}

const versionsOf = (leaf: Leaf): Version[] =>
  [{v: String(leaf.v), t: leaf.t, b: leaf.b ?? ''}, ...(leaf.also ?? [])];

/** One version a clock; should two claim one clock, the greater text wins so that order never matters. */
function distinct(versions: Version[]): Version[] {
  const byClock = new Map<Clock, Version>();
  for (const version of versions) {
    const known = byClock.get(version.t);
    if (!known || JSON.stringify(version) > JSON.stringify(known)) byClock.set(version.t, version);
  }
  return [...byClock.values()];
}

function mergeTexts(a: Leaf, b: Leaf): Leaf {
  const all = distinct([...versionsOf(a), ...versionsOf(b)]);
  const kept = all.filter(version => !all.some(other => other !== version && replaces(other, version)));
  kept.sort((x, y) => compareClocks(y.t, x.t));
  const [head, ...also] = kept as [Version, ...Version[]];
  return also.length ? {...head, also} : {...head};
}

/** The merge of two states of one leaf. */
export function mergeLeaves(a: Leaf | undefined, b: Leaf | undefined): Leaf {
  if (!a || !b) return (a ?? b)!;
  if (a.b !== undefined || b.b !== undefined) return mergeTexts(a, b);
  const order = compareClocks(a.t, b.t) || (JSON.stringify(a.v) > JSON.stringify(b.v) ? 1 : -1);
  return order > 0 ? a : b;
}

const greater = (a: string | undefined, b: string): string => (a === undefined || b > a ? b : a);

/** The merge of two states of one copy, as a new copy. */
export function mergeCopies(a: Copy, b: Copy): Copy {
  const merged: Copy = {
    ...a, version: Math.max(a.version, b.version),
    site: greater(a.site, b.site), worksheet: greater(a.worksheet, b.worksheet), copy: greater(a.copy, b.copy),
    created: a.created < b.created ? a.created : b.created,
    updated: greater(a.updated, b.updated),
    leaves: new Map(a.leaves), labels: new Map(a.labels), retired: mergeRetired(a, b),
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
 * The leaf that a reader's edit makes: `value` at a new clock. A text also remembers the newest clock of
 * another visit that this page had shown, so that merging can tell an answer from a coincidence.
 */
export function writeLeaf(old: Leaf | undefined, value: string | boolean, isText: boolean, ticker: Ticker): Leaf {
  const t = ticker.tick(old?.t);
  if (!isText) return {v: value, t};
  const seen = old ? versionsOf(old) : [];
  const foreign = seen.filter(version => deviceOf(version.t) !== ticker.device).map(version => version.t);
  return {v: value, t, b: [...foreign, ...seen.map(version => version.b)].reduce(newest, '')};
}
