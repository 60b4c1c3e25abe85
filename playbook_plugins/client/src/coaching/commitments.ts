/**
 * Commitments: rows of a review's table, told by what its columns are for. One is known over all reviews by its birth,
 * `<copy>.<row>`, which the row takes along in a hidden cell; its life is worked out of the reviews that it stands in.
 */

import {dayOf, dueDay} from '../model/dates.ts';
import {type Copy, cellKey, FROM, rowKey, textOf, valueOf} from '../model/response.ts';
import type {Day} from './formats.ts';
import type {SheetEntry, SheetTable} from './sheets.ts';

/** By which names somebody is called, exactly. */
export interface Called {
  id: string;
  names: readonly string[];
}

/** Who is meant in a copy: the one whose copy it is, the coach, and everybody else that is known here. */
export interface Who {
  whose: Called;
  coach?: Called | undefined;
  others?: readonly Called[];
}

export type Fate = 'open' | 'done' | 'dropped';

/** One commitment as it stands in one copy. */
export interface Commitment {
  /** Its birth, which stays. */
  id: string;
  /** Where it stands: `r/<table>/<row>`. */
  row: string;
  text: string;
  /** The id of the one who promised it; `''` for nobody that is known. */
  owner: string;
  /** The owner as somebody wrote it. */
  by: string;
  due: Day;
  status: string;
  /** The copy that it was born in. */
  born: string;
}

/** What a review of a chain has to say of itself; an index entry says it. */
export interface Reviewed {
  copy: string;
  no: number;
  day: Day;
  seq?: number;
  commitments: readonly Pick<Commitment, 'id' | 'row' | 'text' | 'owner' | 'due' | 'status'>[];
}

/** A commitment in one review of its life. */
export interface Stage {
  copy: string;
  no: number;
  day: Day;
  text: string;
  due: Day;
  status: string;
  fate: Fate;
  /** Due later than in the review before. */
  moved: boolean;
  /** In other words than in the review before. */
  reworded: boolean;
}

/** The life of a commitment. `lost`: open in its last review, and absent from a later one. */
export interface Life {
  id: string;
  text: string;
  owner: string;
  due: Day;
  status: string;
  fate: Fate | 'lost';
  born: {copy: string; no: number; day: Day};
  stages: Stage[];
  /** In how many reviews it stood open. */
  seen: number;
  /** How often its day was put off. */
  moved: number;
}

/** From here on it is said to owner and coach: make it smaller, or let it go. */
export const THIRD = 3;

const BIRTH = /^([a-z][a-z0-9-]{0,63})\.([a-z][a-z0-9-]{0,63})$/;
const BEFORE = '-before';
const ME = ['me', 'myself', 'i', 'ich', 'moi', 'je', 'yo', 'ik', 'eu', 'انا'];
const COACH = ['coach', 'manager', 'المدرب'];

/** A name as it is compared: case, accents and spaces do not count, anything else does. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim().replace(/\s+/g, ' ');

/** What has become of something with this status. */
export const fateOf = (status: string): Fate =>
  status === 'done' || status === 'met' ? 'done' : status === 'dropped' ? 'dropped' : 'open';

/** Whose a written name is: a name or another name of somebody, exactly, "me" or "coach"; never by likeness. `''` for nobody, and where two are called so. */
export function ownerOf(written: string, {whose, coach, others = []}: Who): string {
  const name = folded(written);
  if (!name) return '';
  const named = [whose, ...(coach ? [coach] : []), ...others].filter(({names}) => names.some(each => folded(each) === name));
  if (named.length) return new Set(named.map(({id}) => id)).size === 1 ? named[0]!.id : '';
  return ME.includes(name) ? whose.id : COACH.includes(name) ? (coach?.id ?? '') : '';
}

/** The birth of a row: what it has brought along, else this copy and itself. A row of last time that brought nothing has a name of its own. */
export function birthOf(copy: Copy, table: string, row: string): string {
  const brought = textOf(copy, cellKey(table, row, FROM));
  return BIRTH.test(brought) ? brought : `${copy.copy}.${table.endsWith(BEFORE) ? `before-${row}`.slice(0, 64) : row}`;
}

/** The rows that stand in a table of a copy, by their place. */
export function rowsIn(copy: Copy, table: string): string[] {
  const prefix = `r/${table}/`;
  const found = new Set<string>();
  for (const key of copy.leaves.keys()) if (key.startsWith(prefix)) found.add(key.split('/')[2]!);
  const place = new Map([...found].map(row => [row, textOf(copy, rowKey(table, row, 'pos'), 'h')]));
  return [...found]
    .filter(row => valueOf(copy, rowKey(table, row, 'gone'), false) !== true && !copy.retired.has(prefix + row))
    .sort((a, b) => (place.get(a)! === place.get(b)! ? (a < b ? -1 : 1) : place.get(a)! < place.get(b)! ? -1 : 1));
}

/** What a cell holds; where its reader has touched nothing, what its author began it with, as the copy remembers it. */
export const cellIn = (copy: Copy, table: string, row: string, column: string): string =>
  column ? textOf(copy, cellKey(table, row, column), copy.labels.get(`${table}--${row}.${column}`) ?? '') : '';

/** The column that has a role in a table; `''` for none. Long texts come in for the words. */
export const columnFor = ({columns}: Pick<SheetTable, 'columns'>, role: 'text' | 'owner' | 'due' | 'status'): string =>
  columns.find(each => each.role === role)?.id ?? '';

/** The day that offsets of a copy count from. */
export const startOf = (copy: Copy): Day => textOf(copy, 'a/start-date/v') || (copy.start ?? dayOf(copy.created));

/** The commitments of a copy, last time's first. None where its sheet is not known. */
export function commitmentsIn(copy: Copy, entry: Pick<SheetEntry, 'tables'> | undefined, who: Who): Commitment[] {
  const found: Commitment[] = [];
  const taken = new Set<string>();
  for (const table of entry?.tables ?? []) {
    if (!table.commitments) continue;
    for (const row of rowsIn(copy, table.id)) {
      const cell = (role: 'text' | 'owner' | 'due' | 'status'): string => cellIn(copy, table.id, row, columnFor(table, role));
      const text = cell('text').trim();
      if (!text) continue;
      // Two rows of one birth are a forgery, or a row that was copied by hand: each is a commitment.
      const [birth, own] = [birthOf(copy, table.id, row), `${copy.copy}.${row}`];
      const id = !taken.has(birth) ? birth : taken.has(own) ? `${own}-${found.length}` : own;
      taken.add(id);
      const by = cell('owner').trim();
      found.push({
        id,
        row: `r/${table.id}/${row}`,
        text,
        owner: ownerOf(by, who),
        by,
        due: dueDay(cell('due'), startOf(copy)),
        status: cell('status'),
        born: id.split('.')[0]!,
      });
    }
  }
  return found;
}

const nameOfRow = (row: string): string => row.slice(row.lastIndexOf('/') + 1);

/** Reviews in their order, each copy once, as it was given back last. */
function inOrder(reviews: readonly Reviewed[]): Reviewed[] {
  const last = new Map<string, Reviewed>();
  for (const each of reviews) {
    const known = last.get(each.copy);
    if (!known || each.day > known.day || (each.day === known.day && (each.seq ?? 0) > (known.seq ?? 0))) last.set(each.copy, each);
  }
  return [...last.values()].sort((a, b) => a.no - b.no || (a.day < b.day ? -1 : a.day > b.day ? 1 : a.copy < b.copy ? -1 : 1));
}

/** A row of last time that was carried before rows had a birth is the open one of the review before that has its name or its words. */
function adopted(one: Reviewed['commitments'][number], copy: string, lives: ReadonlyMap<string, Life>, at: string): Life | undefined {
  if (!one.id.startsWith(`${copy}.before-`)) return undefined;
  const open = [...lives.values()].filter(({stages}) => stages.at(-1)!.copy === at && stages.at(-1)!.fate === 'open');
  return (
    open.find(({id, text}) => text === one.text && nameOfRow(one.row) === id.split('.')[1]!.replace(/^before-/, ''))
    ?? open.find(({text}) => text === one.text)
  );
}

/** The lives of all commitments of one series of reviews, in any order, each review as often as it was given back: the oldest first. */
export function chainsOf(reviews: readonly Reviewed[]): Life[] {
  const order = inOrder(reviews);
  const lives = new Map<string, Life>();
  for (const [at, {copy, no, day, commitments}] of order.entries()) {
    for (const one of commitments) {
      const fate = fateOf(one.status);
      const known = lives.get(one.id) ?? adopted(one, copy, lives, order[at - 1]?.copy ?? '');
      if (known) lives.set(one.id, known);
      const born = order.find(each => each.copy === one.id.split('.')[0]);
      const life = known ?? {...one, fate, born: bornAt(born, one.id), stages: [], seen: 0, moved: 0};
      const before = life.stages.at(-1);
      const moved = before !== undefined && before.due !== '' && one.due > before.due;
      life.stages.push({
        ...{copy, no, day, fate, moved},
        ...{text: one.text, due: one.due, status: one.status},
        reworded: before !== undefined && before.text !== one.text,
      });
      Object.assign(life, {text: one.text, owner: one.owner || life.owner, due: one.due, status: one.status, fate});
      life.seen += fate === 'open' ? 1 : 0;
      life.moved += moved ? 1 : 0;
      lives.set(life.id, life);
    }
  }
  const last = order.at(-1)?.copy;
  for (const life of lives.values()) if (life.fate === 'open' && life.stages.at(-1)!.copy !== last) life.fate = 'lost';
  return [...new Set(lives.values())];
}

const bornAt = (review: Reviewed | undefined, id: string): Life['born'] => ({
  copy: id.split('.')[0]!,
  no: review?.no ?? 0,
  day: review?.day ?? '',
});

/** The lives by name, as `chainsOf` gives them. */
export const chainOf = (reviews: readonly Reviewed[]): ReadonlyMap<string, Life> => new Map(chainsOf(reviews).map(life => [life.id, life]));
