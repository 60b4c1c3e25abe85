/** One person's returns of one sheet over time: a line each, and what moved. Nobody is held against anybody else. */

import {fateOf} from './commitments.ts';
import type {IndexEntry} from './loop-store.ts';
import type {SheetEntry} from './sheets.ts';

/** What became of promises since the return before. */
export interface Fate {
  kept: number;
  moved: number;
  dropped: number;
}

/** What was chosen, by day; `steps` are all that could be, in the author's order. */
export interface Course {
  id: string;
  label: string;
  steps: [id: string, words: string][];
  points: {day: string; step: string}[];
}

/** Returns from which on a course is drawn; before, it is said. */
export const ENOUGH_TO_DRAW = 3;

/** Oldest first. */
export const inOrder = (entries: readonly IndexEntry[]): IndexEntry[] =>
  [...entries].sort((a, b) =>
    a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.no - b.no || a.seq - b.seq || (a.digest < b.digest ? -1 : 1),
  );

/** Each return, oldest first, with what became of the promises that stood in the one before. */
export function linesOver(entries: readonly IndexEntry[]): {entry: IndexEntry; fate: Fate}[] {
  const known = new Map<string, {status: string; due: string}>();
  return inOrder(entries).map(entry => {
    const fate: Fate = {kept: 0, moved: 0, dropped: 0};
    for (const {id, status, due} of entry.commitments) {
      const before = known.get(id);
      const [now, was] = [fateOf(status), before && fateOf(before.status)];
      if (now === 'done' && was !== 'done') fate.kept += 1;
      if (now === 'dropped' && was !== 'dropped') fate.dropped += 1;
      if (before?.due && due > before.due) fate.moved += 1;
      known.set(id, {status, due});
    }
    return {entry, fate};
  });
}

/** What was answered on each scale and in each trait of a sheet, oldest first; what was answered once moves nowhere. */
export function coursesOver(entries: readonly IndexEntry[], sheet: SheetEntry): Course[] {
  const ready = inOrder(entries).filter(({state}) => state === 'ready');
  const points = (valueOf: (entry: IndexEntry) => string | undefined): Course['points'] =>
    ready.flatMap(entry => {
      const step = valueOf(entry);
      return step === undefined ? [] : [{day: entry.day, step}];
    });
  const bands = sheet.bands.map(({id, label}): [string, string] => [id, label]);
  const traits = sheet.traits.map(
    ({id, label}): Course => ({id: `trait-${id}`, label, steps: bands, points: points(({bands: of}) => of[id])}),
  );
  const scales = sheet.questions
    .filter(({id}) => ready.some(({scales: of}) => of[id] !== undefined))
    .map(({id, label, choices}): Course => ({id, label, steps: choices, points: points(({scales: of}) => of[id])}));
  return [...traits, ...scales].filter(course => course.points.length > 1);
}
