// test/merge.test.ts
import assert from "node:assert/strict";
import { test } from "node:test";

// src/clock.ts
var SHAPE = /^(0|[1-9]\d{0,13})-(0|[1-9]\d{0,7})-([a-z0-9]{2,16})$/;
var MOST_TICKS = 99999999;
var DAY = 24 * 60 * 60 * 1e3;
var deviceOf = (clock) => SHAPE.exec(clock)?.[3] ?? "";
function parts(clock) {
  const found = SHAPE.exec(clock);
  return found ? [Number(found[1]), Number(found[2]), found[3]] : [-1, -1, ""];
}
function compareClocks(a, b) {
  const [wallA, countA, deviceA] = parts(a);
  const [wallB, countB, deviceB] = parts(b);
  return wallA - wallB || countA - countB || (deviceA < deviceB ? -1 : deviceA > deviceB ? 1 : 0);
}
var newest = (a, b) => compareClocks(a, b) >= 0 ? a : b;
var next = (wall, count) => count < MOST_TICKS ? [wall, count + 1] : [wall + 1, 0];
var byDevice = (seen) => new Map(seen.split(" ").filter(Boolean).map((clock) => [deviceOf(clock), clock]));
function covers(seen, clock) {
  const known = byDevice(seen).get(deviceOf(clock));
  return known !== void 0 && compareClocks(known, clock) >= 0;
}
function joinSeen(seen, most = Infinity) {
  const joined = /* @__PURE__ */ new Map();
  for (const [device, clock] of seen.flatMap((each) => [...byDevice(each)])) joined.set(device, newest(clock, joined.get(device) ?? ""));
  return [...joined.values()].sort((a, b) => compareClocks(b, a)).slice(0, most).join(" ");
}
var Ticker = class {
  /** `device` names this visit, 2 to 16 characters `[a-z0-9]`; `now` tells milliseconds. */
  constructor(device, now = Date.now) {
    this.device = device;
    this.now = now;
  }
  device;
  now;
  #wall = 0;
  #count = 0;
  /** Remember a clock from elsewhere, unless it is more than a day ahead: a wrong date spreads no further. */
  observe(clock) {
    const [wall, count] = parts(clock);
    if (wall > this.now() + DAY) return;
    if (wall > this.#wall || wall === this.#wall && count > this.#count) [this.#wall, this.#count] = [wall, count];
  }
  /** A new clock, newer than all before and than `after`, the clock of the value it replaces. */
  tick(after = "") {
    const wall = this.now();
    if (wall > this.#wall) [this.#wall, this.#count] = [wall, 0];
    else [this.#wall, this.#count] = next(this.#wall, this.#count);
    const [afterWall, afterCount] = parts(after);
    if (afterWall > this.#wall || afterWall === this.#wall && afterCount >= this.#count) {
      return `${next(afterWall, afterCount).join("-")}-${this.device}`;
    }
    return `${this.#wall}-${this.#count}-${this.device}`;
  }
};

// src/response.ts
var LABEL = "l";
var GONE = "g";
var answerKey = (id, part = "v") => `a/${id}/${part}`;
function ownerOf(key) {
  return key.startsWith("a/") || key.startsWith("r/") ? key.slice(0, key.lastIndexOf("/")) : "";
}
function randomId(first, length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length - first.length));
  return first + Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
}
function newCopy(site, worksheet, version, now = /* @__PURE__ */ new Date()) {
  const at = now.toISOString();
  return {
    site,
    worksheet,
    version,
    copy: randomId("c", 12),
    created: at,
    updated: at,
    leaves: /* @__PURE__ */ new Map(),
    labels: /* @__PURE__ */ new Map(),
    retired: /* @__PURE__ */ new Set(),
    extra: /* @__PURE__ */ Object.create(null)
  };
}
var otherVersions = (leaf) => (leaf?.also ?? []).filter((version) => version.v !== leaf?.v);
function toRecord(copy) {
  const [answers, rows] = nest(copy, (owner) => !copy.retired.has(owner));
  const [oldAnswers, oldRows] = nest(copy, (owner) => copy.retired.has(owner));
  const retired = Object.keys(oldAnswers).length + Object.keys(oldRows).length ? { answers: oldAnswers, rows: oldRows } : {};
  return {
    format: "playbook-response",
    formatVersion: 1,
    site: copy.site,
    worksheet: copy.worksheet,
    version: copy.version,
    copy: copy.copy,
    ...copy.leaves.has(LABEL) && { label: copy.leaves.get(LABEL) },
    ...copy.leaves.has(GONE) && { gone: copy.leaves.get(GONE) },
    created: copy.created,
    updated: copy.updated,
    answers,
    rows,
    labels: Object.fromEntries([...copy.labels].sort()),
    retired,
    extra: copy.extra
  };
}
function nest(copy, wanted) {
  const answers = {};
  const rows = {};
  for (const [key, leaf] of [...copy.leaves].sort(([a], [b]) => a < b ? -1 : 1)) {
    if (!wanted(ownerOf(key)) || !ownerOf(key)) continue;
    const [kind, first, second, third] = key.split("/");
    if (kind === "a") {
      const answer = answers[first] ??= {};
      if (second === "v") Object.assign(answer, leaf);
      else answer[second] = leaf;
    } else {
      const row = (rows[first] ??= {})[second] ??= { cells: {} };
      if (third.startsWith("=")) row["cells"][third.slice(1)] = leaf;
      else row[third] = leaf;
    }
  }
  return [answers, rows];
}

// src/merge.ts
var DEVICES_SEEN = 16;
var versionsOf = (leaf) => [{ v: String(leaf.v), t: leaf.t }, ...leaf.also ?? []];
function mergeTexts(a, b) {
  const [mine, theirs] = [new Map(versionsOf(a).map((each) => [each.t, each])), new Map(versionsOf(b).map((each) => [each.t, each]))];
  const kept = /* @__PURE__ */ new Map();
  for (const version of [...mine.values(), ...theirs.values()]) {
    const [here, there] = [mine.get(version.t), theirs.get(version.t)];
    const stays = here && there ? true : here ? !covers(b.b ?? "", version.t) : !covers(a.b ?? "", version.t);
    const twin = kept.get(version.t);
    if (stays && (!twin || version.v > twin.v)) kept.set(version.t, version);
  }
  return leafOf([...kept.values()], joinSeen([a.b ?? "", b.b ?? ""]), a, b);
}
function leafOf(versions, seen, a, b) {
  const all = versions.length ? versions : [...new Map([...versionsOf(a), ...versionsOf(b)].map((each) => [each.t, each])).values()];
  const [head, ...also] = all.sort((x, y) => compareClocks(y.t, x.t));
  return also.length ? { ...head, b: seen, also } : { ...head, b: seen };
}
function mergeLeaves(a, b) {
  if (!a || !b) return a ?? b;
  if (a.b !== void 0 && b.b !== void 0) return mergeTexts(a, b);
  if (a.b !== void 0 || b.b !== void 0) return a.b !== void 0 ? a : b;
  const order = compareClocks(a.t, b.t) || (JSON.stringify(a.v) > JSON.stringify(b.v) ? 1 : -1);
  return order > 0 ? a : b;
}
var greater = (a, b) => a === void 0 || b > a ? b : a;
function mergeCopies(a, b) {
  const merged = {
    ...a,
    version: Math.max(a.version, b.version),
    site: greater(a.site, b.site),
    worksheet: greater(a.worksheet, b.worksheet),
    copy: greater(a.copy, b.copy),
    created: a.created < b.created ? a.created : b.created,
    updated: greater(a.updated, b.updated),
    leaves: new Map(a.leaves),
    labels: new Map(a.labels),
    retired: mergeRetired(a, b),
    extra: Object.assign(/* @__PURE__ */ Object.create(null), a.extra)
  };
  for (const [key, leaf] of b.leaves) merged.leaves.set(key, mergeLeaves(a.leaves.get(key), leaf));
  for (const [key, label] of b.labels) merged.labels.set(key, greater(merged.labels.get(key), label));
  for (const [key, value] of Object.entries(b.extra)) {
    const known = key in merged.extra ? JSON.stringify(merged.extra[key]) : void 0;
    if (greater(known, JSON.stringify(value)) !== known) merged.extra[key] = value;
  }
  return merged;
}
function mergeRetired(a, b) {
  const standing = (copy) => new Set([...copy.leaves.keys()].map(ownerOf).filter((owner) => owner && !copy.retired.has(owner)));
  const [here, there] = [standing(a), standing(b)];
  return new Set([...a.retired, ...b.retired].filter((owner) => !here.has(owner) && !there.has(owner)));
}
function writeLeaf(old, value, isText2, ticker) {
  const t = ticker.tick(old?.t);
  if (!isText2 && old?.b === void 0 || typeof value === "boolean") return { v: value, t };
  const seen = old ? [old.b ?? "", ...versionsOf(old).map((version) => version.t)] : [];
  return { v: value, t, b: joinSeen([t, ...seen], DEVICES_SEEN) };
}

// test/seeded.ts
function seeded(seed) {
  return () => {
    seed = seed + 1831565813 | 0;
    let mixed = Math.imul(seed ^ seed >>> 15, 1 | seed);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296;
  };
}

// test/merge.test.ts
var KEYS = ["a/one/v", "a/one/note", "a/two/v", "r/plan/r1/=goal", "r/plan/r1/gone", "l"];
var isText = (key) => key.endsWith("note") || key.endsWith("=goal");
var canonical = (copy) => JSON.stringify(toRecord(copy));
function related(random) {
  const base = { ...newCopy("s", "w", 1, /* @__PURE__ */ new Date(0)), copy: "c1" };
  const tickers = ["da", "db", "dc"].map((device) => new Ticker(device, () => Math.floor(random() * 4)));
  const copies = tickers.map(() => ({ ...base, leaves: new Map(base.leaves), labels: /* @__PURE__ */ new Map() }));
  for (let step = 0; step < 12; step += 1) {
    const at = Math.floor(random() * 3);
    if (random() < 0.25) copies[at] = mergeCopies(copies[at], copies[Math.floor(random() * 3)]);
    else {
      const key = KEYS[Math.floor(random() * KEYS.length)];
      const value = isText(key) || key === "l" ? `t${Math.floor(random() * 3)}` : random() < 0.5;
      copies[at].leaves.set(key, writeLeaf(copies[at].leaves.get(key), value, isText(key), tickers[at]));
    }
  }
  return copies;
}
test("merging is commutative, associative and idempotent over 20,000 histories", () => {
  const random = seeded(7);
  for (let round = 0; round < 2e4; round += 1) {
    const [a, b, c] = related(random);
    assert.equal(canonical(mergeCopies(a, b)), canonical(mergeCopies(b, a)));
    assert.equal(canonical(mergeCopies(mergeCopies(a, b), c)), canonical(mergeCopies(a, mergeCopies(b, c))));
    assert.equal(canonical(mergeCopies(a, a)), canonical(a));
  }
});
test("two notes written apart are both kept, also after a reload on one side", () => {
  const past = new Ticker("d0", () => 1);
  const start = { ...newCopy("s", "w", 1, /* @__PURE__ */ new Date(0)), copy: "c1" };
  const note = answerKey("one", "note");
  start.leaves.set(note, writeLeaf(void 0, "N0", true, past));
  const fork = () => ({ ...start, leaves: new Map(start.leaves) });
  const [phone, laptop] = [fork(), fork()];
  phone.leaves.set(note, writeLeaf(phone.leaves.get(note), "phone", true, new Ticker("da", () => 10)));
  laptop.leaves.set(note, writeLeaf(laptop.leaves.get(note), "laptop", true, new Ticker("db", () => 11)));
  laptop.leaves.set(note, writeLeaf(laptop.leaves.get(note), "laptop, again", true, new Ticker("dc", () => 12)));
  const merged = mergeCopies(phone, laptop).leaves.get(note);
  assert.equal(merged.v, "laptop, again");
  assert.deepEqual(otherVersions(merged).map((version) => version.v), ["phone"]);
});
test("a text that was written over a seen one replaces it without asking", () => {
  const note = answerKey("one", "note");
  const first = { ...newCopy("s", "w", 1, /* @__PURE__ */ new Date(0)), copy: "c1" };
  first.leaves.set(note, writeLeaf(void 0, "draft", true, new Ticker("da", () => 10)));
  const second = { ...first, leaves: new Map(first.leaves) };
  second.leaves.set(note, writeLeaf(second.leaves.get(note), "final", true, new Ticker("db", () => 5)));
  const merged = mergeCopies(first, second).leaves.get(note);
  assert.equal(merged.v, "final", "although the second clock runs behind");
  assert.equal(otherVersions(merged).length, 0);
});
test("a tick and a note changed apart both arrive", () => {
  const [a, b] = [newCopy("s", "w", 1, /* @__PURE__ */ new Date(0)), newCopy("s", "w", 1, /* @__PURE__ */ new Date(0))];
  a.leaves.set(answerKey("one"), writeLeaf(void 0, true, false, new Ticker("da", () => 1)));
  b.leaves.set(answerKey("one", "note"), writeLeaf(void 0, "n", true, new Ticker("db", () => 2)));
  const merged = mergeCopies(a, b);
  assert.equal(merged.leaves.get(answerKey("one")).v, true);
  assert.equal(merged.leaves.get(answerKey("one", "note")).v, "n");
});
