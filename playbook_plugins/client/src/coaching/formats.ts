/**
 * What travels between a coach and a person, as plain values behind the one gate (coaching/gate.ts). The JSON of each is
 * in docs/contributing/loop-formats.md. Days are `YYYY-MM-DD`, `''` for none; ids pass `isId`.
 */

import type {Clock} from '../model/clock.ts';
import type {Copy, Leaf} from '../model/response.ts';

export type Day = string;

/** Somebody, by the random id that their coach or their browser gave them. */
export interface Person {
  id: string;
  name: string;
}

/** What a coach asks of a person: one sheet, by a day. */
export interface Assignment {
  site: string;
  id: string;
  sheet: string;
  sheetVersion: number;
  made: Day;
  due: Day;
  /** After this day the request is old; its link still opens. */
  until: Day;
  /** The name that the copy shall bear. */
  label: string;
  to: Person;
  from: Person & {mail: string};
  /** One sentence from the coach. */
  say: string;
  /** Questions to look at first, at most five. */
  focus: string[];
  /** Starting values of the new copy, by question; never of private ones. */
  fill: ReadonlyMap<string, string>;
  /** The coach asks for notes; the person may leave them out. Nothing can ask for what is private. */
  notes: boolean;
  /** Questions asked of both stay covered on the coach's side until the coach has written. */
  blind: boolean;
  /** The reviews of one pair, and the place among them. */
  series: string;
  no: number;
}

/** `ready`, on the way, or not now: then there is no copy, and `say` holds the reason. */
export type State = 'ready' | 'draft' | 'declined';

/** What a person gives back: a numbered snapshot. It is kept as it came, and never merged into anybody's copy. */
export interface Returned {
  site: string;
  id: string;
  /** The assignment that it answers; `''` for none. */
  assignment: string;
  seq: number;
  /** The digest of the one before, as far as it was sent along; `''` for the first. */
  before: string;
  day: Day;
  from: Person;
  state: State;
  say: string;
  copy: Copy | null;
  /** The person's answers to remarks, by the remark's id. */
  replies: ReadonlyMap<string, Leaf>;
}

/** The coach's word on one answer (`a/<id>`), row (`r/<table>/<row>`) or on the whole copy (`''`). */
export interface Remark {
  on: string;
  /** The return that it was said of. */
  seq: number;
  text: Leaf;
  /** To be talked about when the two meet. */
  talk: Leaf;
  gone: Leaf;
}

/** The coach's overlay on one copy: it meets its other versions leaf by leaf, in any order. */
export interface Remarks {
  site: string;
  id: string;
  from: Person;
  copy: string;
  sheet: string;
  /** The returns that the coach has: a receipt. */
  got: {seq: number; digest: string; day: Day}[];
  remarks: ReadonlyMap<string, Remark>;
  /** The coach's own answers to what is asked of both, by question. */
  views: ReadonlyMap<string, Leaf>;
  /** What the coach says of commitments, by their birth: `status` alone is known today. */
  commitments: ReadonlyMap<string, ReadonlyMap<string, Leaf>>;
}

/** Anything that comes in, told apart. `text` is how it came, `digest` the SHA-256 of a return's body in hexadecimal. */
export type Envelope =
  | {kind: 'assignment'; assignment: Assignment; text: string}
  | {kind: 'return'; returned: Returned; text: string; digest: string}
  | {kind: 'remarks'; remarks: Remarks; text: string}
  | {kind: 'record'; copy: Copy; text: string}
  | {kind: 'snapshot'; text: string}
  | {kind: 'locked'; text: string};

/** What a copy keeps of the assignment that it was begun for, in `extra.loop`: constants. `t` is the birth of its clock. */
export interface LoopMark {
  a: string;
  s: string;
  no: number;
}

/** A leaf of the loop's own data is the model's leaf. */
export type {Clock, Leaf};
