// test/gate.test.ts
import assert from "node:assert/strict";
import { test } from "node:test";

// src/clock.ts
var SHAPE = /^(0|[1-9]\d{0,13})-(0|[1-9]\d{0,7})-([a-z0-9]{2,16})$/;
var LAST_WALL = 3250368e7;
var MOST_TICKS = 99999999;
var DAY = 24 * 60 * 60 * 1e3;
var isClock = (text) => typeof text === "string" && SHAPE.test(text) && parts(text)[0] <= LAST_WALL;
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
var byDevice = (seen2) => new Map(seen2.split(" ").filter(Boolean).map((clock) => [deviceOf(clock), clock]));
function covers(seen2, clock) {
  const known = byDevice(seen2).get(deviceOf(clock));
  return known !== void 0 && compareClocks(known, clock) >= 0;
}
function joinSeen(seen2, most = Infinity) {
  const joined = /* @__PURE__ */ new Map();
  for (const [device, clock] of seen2.flatMap((each) => [...byDevice(each)])) joined.set(device, newest(clock, joined.get(device) ?? ""));
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
var answerKey = (id2, part = "v") => `a/${id2}/${part}`;
var rowKey = (table, row, part) => `r/${table}/${row}/${part}`;
var cellKey = (table, row, column) => `r/${table}/${row}/=${column}`;
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
  for (const [key, leaf2] of [...copy.leaves].sort(([a], [b]) => a < b ? -1 : 1)) {
    if (!wanted(ownerOf(key)) || !ownerOf(key)) continue;
    const [kind, first, second, third] = key.split("/");
    if (kind === "a") {
      const answer = answers[first] ??= {};
      if (second === "v") Object.assign(answer, leaf2);
      else answer[second] = leaf2;
    } else {
      const row = (rows[first] ??= {})[second] ??= { cells: {} };
      if (third.startsWith("=")) row["cells"][third.slice(1)] = leaf2;
      else row[third] = leaf2;
    }
  }
  return [answers, rows];
}

// src/merge.ts
var DEVICES_SEEN = 16;
var versionsOf = (leaf2) => [{ v: String(leaf2.v), t: leaf2.t }, ...leaf2.also ?? []];
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
function leafOf(versions2, seen2, a, b) {
  const all = versions2.length ? versions2 : [...new Map([...versionsOf(a), ...versionsOf(b)].map((each) => [each.t, each])).values()];
  const [head, ...also] = all.sort((x, y) => compareClocks(y.t, x.t));
  return also.length ? { ...head, b: seen2, also } : { ...head, b: seen2 };
}
function mergeLeaves(a, b) {
  if (!a || !b) return a ?? b;
  if (a.b !== void 0 && b.b !== void 0) return mergeTexts(a, b);
  if (a.b !== void 0 || b.b !== void 0) return a.b !== void 0 ? a : b;
  const order = compareClocks(a.t, b.t) || (JSON.stringify(a.v) > JSON.stringify(b.v) ? 1 : -1);
  return order > 0 ? a : b;
}
function writeLeaf(old, value, isText, ticker2) {
  const t = ticker2.tick(old?.t);
  if (!isText && old?.b === void 0 || typeof value === "boolean") return { v: value, t };
  const seen2 = old ? [old.b ?? "", ...versionsOf(old).map((version) => version.t)] : [];
  return { v: value, t, b: joinSeen([t, ...seen2], DEVICES_SEEN) };
}

// src/gate.ts
var MAX_BYTES = 8 * 1024 * 1024;
var MAX_DEPTH = 12;
var MAX_KEYS = 2e4;
var MAX_SIGNS = 8e4;
var MAX_TEXT = 1e5;
var ID = /^[a-z][a-z0-9-]{0,63}$/;
var REFUSED = /* @__PURE__ */ new Set(["constructor", "prototype", "tostring", "valueof", "hasownproperty"]);
var KNOWN = /* @__PURE__ */ new Set([
  "format",
  "formatVersion",
  "site",
  "worksheet",
  "version",
  "copy",
  "label",
  "gone",
  "created",
  "updated",
  "answers",
  "rows",
  "labels",
  "retired",
  "extra"
]);
var Refusal = class extends Error {
  constructor(reason, where = "") {
    super(`${reason} ${where}`);
    this.reason = reason;
    this.where = where;
  }
  reason;
  where;
};
var isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
function readText(text) {
  if (text.length > MAX_BYTES) throw new Refusal("tooLarge");
  measure(text);
  let value;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new Refusal("notJson");
  }
  return readRecord(value);
}
function measure(text) {
  let depth = 0;
  let keys = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (quoted) {
      if (sign === 92) at += 1;
      else if (sign === 34) quoted = false;
    } else if (sign === 34) quoted = true;
    else if (sign === 123 || sign === 91) depth += 1;
    else if (sign === 125 || sign === 93) depth -= 1;
    else if (sign === 58 || sign === 44) keys += 1;
    if (depth > MAX_DEPTH || keys > MAX_SIGNS) throw new Refusal("tooLarge");
  }
}
function readRecord(value) {
  if (!isPlain(value) || value["format"] !== "playbook-response") throw new Refusal("notOurs");
  if (value["formatVersion"] !== 1) throw new Refusal(Number(value["formatVersion"]) > 1 ? "newer" : "damaged", "formatVersion");
  const copy = {
    site: shortText(value["site"], "site"),
    worksheet: id(value["worksheet"], "worksheet"),
    version: whole(value["version"]),
    copy: id(value["copy"], "copy"),
    created: instant(value["created"], "created"),
    updated: instant(value["updated"], "updated"),
    leaves: /* @__PURE__ */ new Map(),
    labels: /* @__PURE__ */ new Map(),
    retired: /* @__PURE__ */ new Set(),
    extra: /* @__PURE__ */ Object.create(null)
  };
  if (value["label"] !== void 0) copy.leaves.set(LABEL, leaf(value["label"], "label"));
  if (value["gone"] !== void 0) copy.leaves.set(GONE, leaf(value["gone"], "gone"));
  readQuestions(copy, value, false);
  const retired = value["retired"];
  if (isPlain(retired)) readQuestions(copy, retired, true);
  for (const [key, label] of entries(value["labels"], "labels")) copy.labels.set(key.slice(0, 200), longText(label, key));
  for (const [key, kept] of entries(value["extra"], "extra")) copy.extra[key] = detach(kept);
  for (const key of Object.keys(value)) if (!KNOWN.has(key)) copy.extra[key] = detach(value[key]);
  return copy;
}
function readQuestions(copy, from, retired) {
  const standing = new Set([...copy.leaves.keys()].map(ownerOf));
  for (const [name, answer] of entries(from["answers"], "answers")) {
    readAnswer(copy, id(name, name), answer);
    if (retired && !standing.has(`a/${name}`)) copy.retired.add(`a/${name}`);
  }
  for (const [table, rows] of entries(from["rows"], "rows")) {
    for (const [row, parts2] of entries(rows, table)) {
      readRow(copy, id(table, table), id(row, row), parts2);
      if (retired && !standing.has(`r/${table}/${row}`)) copy.retired.add(`r/${table}/${row}`);
    }
  }
}
function put(copy, key, made) {
  copy.leaves.set(key, mergeLeaves(copy.leaves.get(key), made));
}
function readAnswer(copy, name, answer) {
  if (!isPlain(answer)) throw new Refusal("damaged", name);
  const { note, na, ...value } = answer;
  const clock = isClock(value["t"]) ? value["t"] : "";
  if (value["v"] !== void 0) put(copy, answerKey(name), leaf(value, name));
  for (const [part, text] of [["note", note], ["na", na]]) {
    if (text === void 0) continue;
    const whole2 = typeof text === "string" ? { v: text, t: clock, b: "" } : isPlain(text) && text["b"] === void 0 ? { ...text, b: "" } : text;
    put(copy, answerKey(name, part), leaf(whole2, name));
  }
}
function readRow(copy, table, row, parts2) {
  if (!isPlain(parts2)) throw new Refusal("damaged", row);
  if (parts2["pos"] !== void 0) {
    const place = leaf(parts2["pos"], row);
    if (!/^[0-9A-Za-z]{1,200}$/.test(String(place.v))) throw new Refusal("damaged", row);
    put(copy, rowKey(table, row, "pos"), place);
  }
  if (parts2["gone"] !== void 0) put(copy, rowKey(table, row, "gone"), leaf(parts2["gone"], row));
  for (const [column, cell] of entries(parts2["cells"], row)) put(copy, cellKey(table, row, id(column, column)), leaf(cell, column));
}
function leaf(value, where) {
  if (!isPlain(value) || !isClock(value["t"])) throw new Refusal("damaged", where);
  const { v, t, b, also } = value;
  if (b === void 0) return { v: typeof v === "boolean" ? v : longText(v, where), t };
  const others = also === void 0 ? [] : versions(also, where);
  const made = { v: longText(v, where), t, b: joinSeen([seen(b, where), t, ...others.map((other) => other.t)]) };
  if (others.length) made.also = others;
  return made;
}
function versions(value, where) {
  if (!Array.isArray(value) || value.length > 100) throw new Refusal("damaged", where);
  return value.map((each) => {
    if (!isPlain(each) || !isClock(each["t"])) throw new Refusal("damaged", where);
    return { v: longText(each["v"], where), t: each["t"] };
  });
}
function seen(value, where) {
  const clocks = longText(value, where).split(" ").filter(Boolean);
  if (clocks.length > 400 || !clocks.every(isClock)) throw new Refusal("damaged", where);
  return clocks.join(" ");
}
function entries(value, where) {
  if (value === void 0) return [];
  if (!isPlain(value)) throw new Refusal("damaged", where);
  const found = Object.entries(value);
  if (found.length > MAX_KEYS) throw new Refusal("tooLarge");
  return found;
}
function longText(value, where) {
  if (typeof value !== "string" || value.length > MAX_TEXT) throw new Refusal("damaged", where);
  return value;
}
function shortText(value, where) {
  const text = longText(value, where);
  if (text.length > 200) throw new Refusal("damaged", where);
  return text;
}
function id(value, where) {
  if (typeof value !== "string" || !ID.test(value) || REFUSED.has(value)) throw new Refusal("damaged", where.slice(0, 80));
  return value;
}
function whole(value) {
  if (!Number.isInteger(value) || value < 1 || value > 1e9) throw new Refusal("damaged", "version");
  return value;
}
function instant(value, where) {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/.test(value) || Number.isNaN(Date.parse(value))) {
    throw new Refusal("damaged", where);
  }
  return value;
}
function detach(value, depth = 0) {
  if (depth > MAX_DEPTH) throw new Refusal("damaged", "extra");
  if (Array.isArray(value)) return value.map((each) => detach(each, depth + 1));
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  if (!isPlain(value)) throw new Refusal("damaged", "extra");
  const made = /* @__PURE__ */ Object.create(null);
  for (const [key, inner] of Object.entries(value)) made[key] = detach(inner, depth + 1);
  return made;
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

// test/gate.test.ts
var ticker = new Ticker("d7", () => 179e10);
function sample() {
  const copy = newCopy("coach.example", "land", 3, /* @__PURE__ */ new Date("2026-10-01T08:00:00Z"));
  copy.leaves.set(answerKey("one"), writeLeaf(void 0, true, false, ticker));
  copy.leaves.set(answerKey("one", "note"), writeLeaf(void 0, "Two “drafts”\n✓", true, ticker));
  copy.leaves.set(rowKey("plan", "r8k2", "pos"), writeLeaf(void 0, "V5", false, ticker));
  copy.leaves.set(cellKey("plan", "r8k2", "goal"), writeLeaf(void 0, "Five", true, ticker));
  copy.labels.set("one", "Pick one");
  copy.leaves.set(answerKey("old"), writeLeaf(void 0, true, false, ticker));
  copy.retired.add("a/old");
  return copy;
}
test("what goes out comes in the same", () => {
  const text = JSON.stringify(toRecord(sample()));
  assert.equal(JSON.stringify(toRecord(readText(text))), text);
});
test("unknown keys survive", () => {
  const record = { ...toRecord(sample()), person: { name: "Ana" } };
  assert.deepEqual(JSON.parse(JSON.stringify(toRecord(readText(JSON.stringify(record)))))["extra"], { person: { name: "Ana" } });
});
test("a plain note stands at the answer’s clock", () => {
  const record = toRecord(sample());
  record.answers["one"]["note"] = "Plain";
  const leaf2 = readRecord(record).leaves.get(answerKey("one", "note"));
  assert.equal(leaf2.v, "Plain");
  assert.ok(isClock(leaf2.t));
});
var refused = [
  ["no json", '{"format": '],
  ["another format", '{"format": "other"}'],
  ["a newer format", '{"format": "playbook-response", "formatVersion": 2}'],
  ["a bomb of brackets", "[".repeat(5e6)],
  ["too many keys", `{${'"a":1,'.repeat(1e5)}"b":1}`],
  ["too many bytes", `"${"x".repeat(9 * 1024 * 1024)}"`],
  ["an id of a prototype", JSON.stringify(toRecord(sample())).replace('"one":{', '"constructor":{')],
  ["an id with __proto__", JSON.stringify(toRecord(sample())).replace('"one":{', '"__proto__":{')],
  ["a clock of letters", JSON.stringify(toRecord(sample())).replaceAll("1790000000000-", "x-")],
  ["a clock after the year 3000", JSON.stringify(toRecord(sample())).replaceAll("1790000000000-", "99999999999999-")],
  ["a clock with a full counter", JSON.stringify(toRecord(sample())).replace(/1790000000000-\d+-/g, "1790000000000-999999999-")],
  ["a place of odd letters", JSON.stringify(toRecord(sample())).replace('"V5"', '"<b>"')]
];
for (const [name, text] of refused) {
  test(`refused in time: ${name}`, () => {
    const start = performance.now();
    assert.throws(() => readText(text), Refusal);
    assert.ok(performance.now() - start < 250);
  });
}
test("100,000 damaged files: refused or read, never anything else, and no prototype changes", () => {
  const random = seeded(3);
  const text = JSON.stringify(toRecord(sample()));
  for (let round = 0; round < 1e5; round += 1) {
    const at = Math.floor(random() * text.length);
    const cut = text.slice(0, at) + ["", "{", '"', "__proto__", "1e999", "]", "\\u0000"][Math.floor(random() * 7)] + text.slice(at + Math.floor(random() * 6));
    try {
      toRecord(readText(cut));
    } catch (error) {
      assert.ok(error instanceof Refusal, `${String(error)} for ${cut.slice(Math.max(0, at - 20), at + 20)}`);
    }
  }
  assert.equal({}["x"], void 0);
  assert.equal(Object.keys(Object.prototype).length, 0);
});
test("a clock made after a far one can be read again", () => {
  const far = new Ticker("dz", () => 0);
  let clock = far.tick("32503680000000-99999998-aa");
  assert.ok(isClock(clock), clock);
  clock = far.tick("1790000000000-99999999-aa");
  assert.ok(isClock(clock), clock);
});
