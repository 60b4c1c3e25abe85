/** What is missing in the copy that is open: required lines, what is overdue, and rows without a day or somebody who does it. */

import type {Kind} from '../kinds/kind.ts';
import {today} from '../model/dates.ts';
import {say} from '../words/out.ts';

/** One thing that is missing: the control to go to, and what is said of it there. */
export interface Lack {
  sort: 'open' | 'late' | 'bare';
  id: string;
  label: string;
  says: string;
}

const DAY = 86_400_000;

/** The first control in the cells of a row that `wanted` chooses by their columns. */
function cellsOf(row: Element, wanted: (head: HTMLElement) => boolean): HTMLInputElement[] {
  const heads = [...(row.closest('table')?.querySelectorAll<HTMLElement>('th[data-column]') ?? [])].filter(wanted);
  return heads.flatMap(
    ({dataset}) => row.querySelector<HTMLInputElement>(`td[data-column="${dataset['column']}"] :is(input, select, textarea)`) ?? [],
  );
}

const ofType =
  (...types: string[]) =>
  (head: HTMLElement): boolean =>
    types.includes(head.dataset['type'] ?? 'text');

const rowCalled = (form: HTMLElement, owner: string): HTMLElement | null => {
  const [, table = '', row = ''] = owner.split('/');
  return form.querySelector(`table[data-rows="${CSS.escape(table)}"] tr[data-row="${CSS.escape(row)}"]`);
};

function late(form: HTMLElement, kind: Kind): Lack[] {
  const now = today();
  return (kind.dues?.() ?? [])
    .filter(({day, done}) => !done && day < now)
    .flatMap(({owner, day, label}): Lack[] => {
      const row = rowCalled(form, owner);
      const control = row && cellsOf(row, ofType('date'))[0];
      const n = Math.round((Date.parse(now) - Date.parse(day)) / DAY);
      return control ? [{sort: 'late', id: control.id, label, says: say('lateBy', {n})}] : [];
    });
}

/** A row that says what is to be done, and not by when, or by whom, although its table asks. */
function bare(form: HTMLElement): Lack[] {
  const rows = [...form.querySelectorAll<HTMLElement>('table[data-rows] tr[data-row]:not([data-done])')];
  return rows.flatMap((row): Lack[] => {
    if (row.closest('[data-before]') || row.querySelector<HTMLOptionElement>('option[value="dropped"]')?.selected) return [];
    const label = cellsOf(row, ofType('text', 'long'))
      .map(({value}) => value.trim())
      .find(Boolean)
      ?.slice(0, 80);
    if (!label) return [];
    const lacks = (cells: HTMLInputElement[], says: string): Lack[] =>
      cells.length && !cells.some(({value}) => value.trim()) ? [{sort: 'bare', id: cells[0]!.id, label, says}] : [];
    return [...lacks(cellsOf(row, ofType('date')).slice(0, 1), say('noDate')), ...lacks(cellsOf(row, ofType('person')), say('noOwner'))];
  });
}

/** Where everything that has an id stands on the page. */
export const placesIn = (form: Element): Map<string, number> => new Map([...form.querySelectorAll('[id]')].map(({id}, at) => [id, at]));

/** Those of `all` that stand on the page, in its order. */
export function inOrder<T extends {id: string}>(places: ReadonlyMap<string, number>, all: readonly T[]): T[] {
  return all.filter(({id}) => places.has(id)).sort((a, b) => places.get(a.id)! - places.get(b.id)!);
}

/** Everything that is missing, in the order of the page. */
export function lacksOf(form: HTMLElement, kind: Kind): Lack[] {
  const open = kind.open().map(({id, label}): Lack => ({sort: 'open', id, label, says: say('stillOpen')}));
  return inOrder(placesIn(form), [...open, ...late(form, kind), ...bare(form)]);
}
