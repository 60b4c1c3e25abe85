/** "Make this an action": a small form where the reader is, which writes one row into a plan. */

import {remember} from '../keep/journal.ts';
import {SiteStore} from '../keep/site-store.ts';
import type {Host} from '../kinds/kind.ts';
import {type Column, readColumns} from '../kinds/plan-table.ts';
import type {Taker, Wish} from '../kinds/sending.ts';
import {Ticker} from '../model/clock.ts';
import {addDays, today} from '../model/dates.ts';
import {excess} from '../model/limits.ts';
import {writeLeaf} from '../model/merge.ts';
import {authorPosition, between} from '../model/position.ts';
import {type Copy, cellKey, isArchived, isGone, LABEL, markKey, newCopy, randomId, rowKey, textOf} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';

/** What is known of a plan, from its page. */
interface Plan {
  title: string;
  worksheet: string;
  version: number;
  href: string;
  columns: readonly Column[];
  /** The choices of its areas. */
  areas: HTMLSelectElement | null;
  /** Columns and choices that make a row private; all rows are where it is marked so itself. */
  isPrivate(cells: ReadonlyMap<string, string>): boolean;
  last: string;
}

/** The attribute of a link to a plan. */
interface Told {
  id?: string;
  title?: string;
  version?: number;
  tables?: {id: string; when: string[][]; columns: (Column & {choices: string[][]})[]}[];
}

/** Read a plan from `root`, this page or the plan's own. */
function readPlan(root: ParentNode, name: string, href: string): Plan | undefined {
  const table = root.querySelector<HTMLTableElement>(`table[data-rows="${CSS.escape(name)}"]`);
  const sheet = table?.closest('playbook-worksheet');
  const form = table?.closest('form');
  if (!table || !sheet || !form) return undefined;
  const templates = [...form.querySelectorAll<HTMLTemplateElement>('template.pb-row-template')];
  const template = templates.find(each => (each.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_PRECEDING) !== 0) ?? templates[0];
  const columns = readColumns(table);
  const area = columns.find(({id, type}) => id === 'area' && type === 'choice');
  const rules = (table.dataset['privateWhen'] ?? '').split(' ').filter(Boolean);
  const isMarked = table.closest('[data-private]') !== null;
  return {
    title: (form.querySelector('.pb-title')?.firstChild?.textContent ?? name).trim(),
    worksheet: sheet.getAttribute('worksheet-id') ?? name,
    version: Math.max(1, Math.trunc(Number(sheet.getAttribute('version'))) || 1),
    href,
    columns,
    areas: area ? (template?.content.querySelector<HTMLSelectElement>(`td[data-column="${area.id}"] select`) ?? null) : null,
    isPrivate: cells => isMarked || rules.some(rule => cells.get(rule.split('=')[0]!) === rule.split('=')[1]),
    last: authorPosition(Math.max(0, table.querySelectorAll('tbody > tr').length - 1)),
  };
}

/** What this page has been told at build of a plan that stands on another. */
function planTold(link: HTMLAnchorElement, name: string): Plan | undefined {
  const {id, title, version, tables} = JSON.parse(link.dataset['sheet'] ?? '{}') as Told;
  const table = tables?.find(each => each.id === name);
  if (!id || !table) return undefined;
  const area = table.columns.find(column => column.id === 'area' && column.type === 'choice');
  const options = [['', '–'], ...(area?.choices ?? [])].map(([value = '', words = '']) => el('option', {value}, words));
  return {
    title: title ?? name,
    worksheet: id,
    version: version ?? 1,
    href: link.href,
    columns: table.columns,
    areas: area ? el('select', {}, ...options) : null,
    isPrivate: cells => table.when.some(([column = '', value]) => cells.get(column) === value),
    last: authorPosition(999),
  };
}

function planOf({host, plan, here}: Wish): Plan | undefined {
  if (here) return readPlan(document, plan, '');
  const link = host.form.querySelector<HTMLAnchorElement>(`a[data-sheet-link="${CSS.escape(plan)}"][href]`);
  return link ? planTold(link, plan) : undefined;
}

/** The column for what is to be done, and the one for its day. */
const actionIn = ({columns}: Plan): string =>
  columns.find(({id}) => id === 'action' || id === 'what' || id === 'commitment')?.id
  ?? columns.find(({type}) => type === 'long' || type === 'text')?.id
  ?? '';
const dueIn = ({columns}: Plan): string => columns.find(({type}) => type === 'date')?.id ?? '';

/** Ask in place, once. */
export async function makeAction(wish: Wish): Promise<void> {
  const {host} = wish;
  const id = `${host.worksheet}.action`;
  document.getElementById(id)?.remove();
  const store = new SiteStore(host.store.site);
  const [plan, found] = [planOf(wish), wish.here ? undefined : await store.read()];
  if (!plan || !actionIn(plan) || found?.refused) return wish.otherwise();
  const copies = (found?.copies ?? [])
    .map(({copy}) => copy)
    .filter(copy => copy.worksheet === plan.worksheet && !isGone(copy) && !isArchived(copy) && copy.leaves.size > 0)
    .sort((a, b) => (a.updated < b.updated ? 1 : -1));
  ask(wish, plan, copies, store, id);
}

function ask(wish: Wish, plan: Plan, copies: readonly Copy[], store: SiteStore, id: string): void {
  const {host, near, here} = wish;
  const words = el('textarea', {id: `${id}.words`, rows: '2'});
  words.value = wish.text;
  const named = (copy: Copy): string => textOf(copy, LABEL) || sayCore('untitled');
  const which = el(
    'select',
    {id: `${id}.copy`},
    ...(here
      ? [el('option', {value: ''}, named(here.host.store.copy))]
      : copies.map(copy => el('option', {value: copy.copy}, named(copy)))),
    ...(here ? [] : [el('option', {value: ''}, say('newCopy'))]),
  );
  const area = plan.areas?.cloneNode(true) as HTMLSelectElement | undefined;
  if (area) area.id = `${id}.area`;
  const due = el('input', {id: `${id}.due`, type: 'date'});
  due.value = addDays(today(), 7);
  const told = el('p', {class: 'pb-help', role: 'status'});
  const line = (label: string, control: HTMLElement): HTMLElement =>
    el('p', {class: 'pb-action-line'}, el('label', {for: control.id}, label), control);
  const labelOf = (column: string): string => plan.columns.find(each => each.id === column)?.label ?? column;
  const box = el(
    'div',
    {class: 'pb-make-action', id, role: 'group', 'aria-label': say('actionFor', {plan: plan.title}), 'data-search-exclude': true},
    line(labelOf(actionIn(plan)), words),
    line(say('actionCopy', {plan: plan.title}), which),
    ...(area ? [line(labelOf('area'), area)] : []),
    ...(dueIn(plan) ? [line(labelOf(dueIn(plan)), due)] : []),
    told,
  );
  // What is typed here is no answer of this sheet.
  for (const type of ['input', 'change']) box.addEventListener(type, event => event.stopPropagation());
  const leave = (): void => {
    box.remove();
    (near as HTMLElement).focus();
  };
  box.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.isComposing) leave();
  });
  const save = async (): Promise<void> => {
    const text = words.value.trim();
    if (!text) return words.focus();
    const over = excess(text);
    if (over) {
      told.textContent = sayCore('tooLong', {n: over, most: text.length - over});
      return;
    }
    const cells = new Map([
      [actionIn(plan), text],
      ...(dueIn(plan) && due.value ? [[dueIn(plan), due.value] as const] : []),
      ...(area?.value ? [['area', area.value] as const] : []),
    ]);
    try {
      const done = here
        ? addHere(here, cells)
        : await addTo(
            plan,
            wish,
            copies.find(({copy}) => copy === which.value),
            cells,
            store,
          );
      box.replaceWith(toldOf(host, done, near as HTMLElement));
      document.getElementById(`${id}.told`)?.focus();
    } catch {
      told.textContent = sayCore('unkept');
    }
  };
  box.append(
    el(
      'div',
      {class: 'pb-buttons'},
      button(say('addToPlan'), () => void save(), {class: 'pb-button pb-primary'}),
      button(sayCore('cancel'), leave),
    ),
  );
  near.after(box);
  words.focus();
}

/** What was done: in which copy, where it stands, what a press on its link remembers, and how it is taken back. */
interface Done {
  name: string;
  href: string;
  go(): void;
  undo(): Promise<void> | void;
}

function toldOf(host: Host, done: Done, near: HTMLElement): HTMLElement {
  const link = el('a', {href: done.href}, say('openPlan'));
  link.addEventListener('click', done.go);
  const made = el(
    'p',
    {class: 'pb-action-told', id: `${host.worksheet}.action.told`, tabindex: '-1', role: 'status', 'data-search-exclude': true},
    say('addedTo', {copy: done.name}),
    ' ',
    link,
    ' ',
    button(sayCore('undo'), () => {
      void Promise.resolve(done.undo()).then(() => {
        made.remove();
        near.hidden = false;
        near.focus();
        host.announce(sayCore('undone'), true);
      });
    }),
  );
  near.hidden = true; // the line says that it is in the plan
  return made;
}

function addHere(here: Taker, cells: ReadonlyMap<string, string>): Done {
  const {store} = here.host;
  const row = here.put(cells);
  return {
    name: textOf(store.copy, LABEL) || sayCore('untitled'),
    href: `#${here.host.worksheet}--${row}`,
    go: () => undefined,
    undo: () => here.host.edit([{key: rowKey(here.name, row, 'gone'), value: true}]),
  };
}

/** Write one row into a copy of a sheet whose page is not open here. */
async function addTo(
  plan: Plan,
  {host, plan: table}: Wish,
  known: Copy | undefined,
  cells: ReadonlyMap<string, string>,
  store: SiteStore,
): Promise<Done> {
  const ticker = new Ticker(randomId('m', 8));
  const copy = known ?? {...newCopy(host.store.site, plan.worksheet, plan.version), start: today()};
  for (const {t} of copy.leaves.values()) ticker.observe(t);
  const row = randomId('r', 8);
  const leaves = new Map(copy.leaves);
  if (!known) leaves.set(LABEL, writeLeaf(undefined, sayCore('firstCopy'), false, ticker));
  const places = [...leaves].filter(([key]) => key.startsWith(`r/${table}/`) && key.endsWith('/pos')).map(([, {v}]) => String(v));
  const last = [plan.last, ...places].sort().at(-1)!;
  leaves.set(rowKey(table, row, 'pos'), writeLeaf(undefined, between(last, null), false, ticker));
  leaves.set(rowKey(table, row, 'gone'), writeLeaf(undefined, false, false, ticker));
  for (const [column, value] of cells) {
    const type = plan.columns.find(({id}) => id === column)?.type ?? 'text';
    leaves.set(cellKey(table, row, column), writeLeaf(undefined, value, type === 'text' || type === 'long', ticker));
  }
  // Its own page would say so; until it is open there, nothing that leaves may show it.
  if (plan.isPrivate(cells)) leaves.set(markKey(`r/${table}/${row}`), writeLeaf(undefined, true, false, ticker));
  const made: Copy = {...copy, updated: new Date().toISOString(), leaves};
  await store.write(made);
  return {
    name: textOf(made, LABEL) || sayCore('untitled'),
    href: `${plan.href.split('#')[0]}#${plan.worksheet}--${row}`,
    go: () => remember(`playbook:${host.store.site}:open:${plan.worksheet}`, made.copy),
    undo: () => store.set(made, rowKey(table, row, 'gone'), true),
  };
}
