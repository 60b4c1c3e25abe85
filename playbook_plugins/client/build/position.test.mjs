// test/position.test.ts
import assert from "node:assert/strict";
import { test } from "node:test";

// src/dates.ts
var DAY = /^\d{4}-\d\d-\d\d$/;
function today(now = /* @__PURE__ */ new Date()) {
  const two = (part) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
var isDay = (text) => DAY.test(text) && !Number.isNaN(Date.parse(text));
function addDays(start, days) {
  if (!isDay(start)) return "";
  const moved = /* @__PURE__ */ new Date(`${start}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}
function dueDay(value, start) {
  const relative = /^\+(\d{1,4})d$/.exec(value);
  return relative ? addDays(start, Number(relative[1])) : isDay(value) ? value : "";
}

// src/position.ts
var DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
function authorPosition(index) {
  return `V${DIGITS[Math.floor(index / 62) % 62]}${DIGITS[index % 62]}V`;
}
function between(low, high) {
  if (high !== null && low >= high) return `${low}V`;
  const atEnd = high === null;
  let made = "";
  for (let place = 0; ; place += 1) {
    if (high !== null && place >= high.length) high = null;
    const from = place < low.length ? DIGITS.indexOf(low[place]) : 0;
    const to = high === null ? 62 : DIGITS.indexOf(high[place]);
    if (to - from > 1) return made + DIGITS[atEnd ? from + 1 : Math.floor((from + to) / 2)];
    made += DIGITS[from];
    if (to - from === 1) high = null;
  }
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

// test/position.test.ts
test("a place between two others is between them, 20,000 times in one list", () => {
  const random = seeded(11);
  const list = Array.from({ length: 5 }, (_, index) => authorPosition(index));
  for (let round = 0; round < 2e4; round += 1) {
    const at = Math.floor(random() * (list.length + 1));
    const [low, high] = [list[at - 1] ?? "", list[at] ?? null];
    const made = between(low, high);
    assert.ok(made > low && (high === null || made < high), `${low} < ${made} < ${high}`);
    list.splice(at, 0, made);
    if (list.length > 400) list.splice(5, 200);
  }
});
test("a thousand rows added at the end keep short places", () => {
  let last = authorPosition(9);
  for (let row = 0; row < 1e3; row += 1) last = between(last, null);
  assert.ok(last.length < 40, `${last.length} characters`);
});
test("places that collide or make no sense still give an answer", () => {
  assert.ok(between("a", "a") > "a");
  assert.ok(between("", "0").length > 0);
});
test("relative dates count calendar days across months and clock changes", () => {
  assert.equal(dueDay("+30d", "2027-01-31"), "2027-03-02");
  assert.equal(addDays("2027-03-27", 2), "2027-03-29");
  assert.equal(dueDay("2027-05-01", "2020-01-01"), "2027-05-01");
  assert.equal(dueDay("soon", "2020-01-01"), "");
  assert.match(today(new Date(2026, 10, 24, 23, 59)), /^2026-11-24$/);
});
