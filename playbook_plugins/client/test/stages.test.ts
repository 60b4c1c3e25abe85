/** What is missing in a sheet, what comes next, and which stage is open. */

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseHTML} from 'linkedom';
import {check, titleOf} from '../src/desk/check.ts';
import {lacksOf} from '../src/desk/missing.ts';
import {type Line, next, nextOf} from '../src/desk/next.ts';
import type {Due, Host, Kind, Open} from '../src/kinds/kind.ts';
import {Stages} from '../src/kinds/stages.ts';
import {addDays, today} from '../src/model/dates.ts';
import {answerKey, newCopy} from '../src/model/response.ts';
import type {OpenSheet} from '../src/sheet/desk-loader.ts';
import {browser} from './browser.ts';

/** A page with this in its sheet, and a kind for which a line is open until `data-yes` says otherwise. */
class Bench {
  readonly form: HTMLFormElement;
  readonly store = {site: 's', worksheet: 'w', copies: {unread: false, last: ''}, copy: newCopy('s', 'w', 1)};
  readonly said: string[] = [];
  /** Where the focus went. */
  readonly went: string[] = [];
  dues: Due[] = [];
  shown = (): void => undefined;

  constructor(html: string) {
    const page = parseHTML(`<!doctype html><body><div id="sheet" ready><form id="w"><header class="pb-head"></header>${html}</form></div>`);
    const {document, Element, HTMLElement} = page;
    const send = HTMLElement.prototype.dispatchEvent;
    const {went} = this;
    Object.defineProperties(HTMLElement.prototype, {
      focus: {
        configurable: true,
        value(this: HTMLElement) {
          went.push(this.id || this.className);
          this.dispatchEvent(new Event('focusin', {bubbles: true}));
        },
      },
      dispatchEvent: {
        configurable: true,
        value(this: HTMLElement, {type, bubbles}: Event) {
          return send.call(this, new page.Event(type, {bubbles})); // the page has events of its own
        },
      },
      scrollIntoView: {configurable: true, value: () => undefined},
      hash: {
        configurable: true,
        get(this: HTMLElement) {
          return this.getAttribute('href') ?? '';
        },
      },
    });
    Object.assign(globalThis, {
      document,
      Element,
      HTMLElement,
      location: {hash: ''},
      CSS: {escape: String},
      addEventListener: () => undefined,
    });
    this.form = document.querySelector<HTMLFormElement>('form')!;
  }

  readonly kind = {
    openIn: (root: Element, required: boolean): Open[] | null => {
      const asked = [...root.querySelectorAll<HTMLElement>(`li[data-item]${required ? '[data-required]' : ''}`)];
      const open = asked.filter(line => !line.hasAttribute('data-yes'));
      return asked.length ? open.map(line => ({id: `${line.id}.check`, label: line.textContent!.trim()})) : null;
    },
    open: (): Open[] => this.kind.openIn(this.form, true) ?? [],
    dues: (): Due[] => this.dues,
  };

  get sheet(): OpenSheet {
    const {form, store, said} = this;
    return {
      ...{element: form.parentElement!, form, store, kind: this.kind as unknown as Kind, announce: (text: string) => void said.push(text)},
      whenShown: (then: () => void) => {
        this.shown = then;
      },
    } as unknown as OpenSheet;
  }

  /** The lines as they stand after these were done. */
  done(...ids: string[]): void {
    for (const [index, id] of ids.entries()) {
      document.getElementById(`w--${id}`)!.setAttribute('data-yes', '');
      this.store.copy.leaves.set(answerKey(id), {v: true, t: `${Date.now() + index}-0-d1`});
    }
    this.shown();
  }
}

const item = (id: string, required = false): string =>
  `<li id="w--${id}" data-item="${id}"${required ? ' data-required' : ''}><div class="pb-line"><input type="checkbox" id="w--${id}.check"> ${id}</div></li>`;
const stage = (id: string, after: string, ...items: string[]): string =>
  `<fieldset class="pb-section" data-section="${id}"${after && ` data-opens-when="${after}"`}><legend><h3 id="${id}">Stage ${id}<a class="headerlink">#</a></h3></legend><ul>${items.join('')}</ul></fieldset>`;

test('what is open near comes next, then what is required, and the page is gone round once', () => {
  const [here, there] = [{}, {}] as [Element, Element];
  const line = (id: string, near: Element, required = false): Line => ({id, near, required});
  const lines = [line('a', here), line('b', here), line('c', there), line('d', there, true)];
  const next = (after: number, near: Element): string | undefined => nextOf(lines, after, near)?.id;
  assert.equal(next(0, here), 'a');
  assert.equal(next(1, here), 'b');
  assert.equal(next(2, here), 'd', 'nothing near: what is required');
  assert.equal(nextOf(lines.slice(0, 3), 3, there)?.id, 'a', 'from the end to the beginning');
  assert.equal(nextOf([], 0, here), undefined);
});

test('Next goes on from the last answer, then from where it led, and says when nothing is open', () => {
  const bench = new Bench(`<ul>${['a', 'b', 'c'].map(id => item(id)).join('')}</ul>`);
  bench.done('b');
  next(bench.sheet);
  next(bench.sheet);
  assert.deepEqual(bench.went, ['w--c.check', 'w--a.check']);
  bench.done('a', 'c');
  next(bench.sheet);
  assert.deepEqual(bench.said, ['Nothing is open.']);
});

const row = (id: string, what: string, who: string, by: string, more = ''): string =>
  `<tr data-row="${id}"${more}><td data-column="what"><input id="w--${id}.what" value="${what}"></td><td data-column="who"><input id="w--${id}.who" value="${who}"></td><td data-column="by"><input type="date" id="w--${id}.by" value="${by}"></td></tr>`;

test('overdue rows and rows without a day or a name are missing, and no sentence says that all is well beside them', () => {
  const late = addDays(today(), -6);
  const bench = new Bench(
    `<ul>${item('a', true)}</ul><table data-rows="plan"><thead><tr><th data-column="what" data-type="long"></th><th data-column="who" data-type="person"></th><th data-column="by" data-type="date"></th></tr></thead><tbody>${[
      row('one', 'Ring Mrs Lindqvist', 'Ana', late),
      row('two', 'Write the page', '', ''),
      row('three', '', '', ''),
      row('four', 'Long done', '', '', ' data-done'),
    ].join('')}</tbody></table>`,
  );
  bench.dues = [{id: 'one', owner: 'r/plan/one', day: late, label: 'Ring Mrs Lindqvist', done: false}];
  const found = (): string[] => lacksOf(bench.form, bench.kind as unknown as Kind).map(({id, says}) => `${id}: ${says}`);
  assert.deepEqual(found(), [
    'w--a.check: Still to answer.',
    'w--one.by: 6 days overdue',
    'w--two.who: No name yet',
    'w--two.by: No day yet',
  ]);
  bench.done('a');
  assert.equal(
    titleOf(lacksOf(bench.form, bench.kind as unknown as Kind)),
    'Nothing required is open. 1 action is overdue. 2 rows have no day or no name.',
  );
});

test('a list of what is missing shrinks, ends with its last line, and belongs to one copy', () => {
  const bench = new Bench(`<ul>${['a', 'b', 'c'].map(id => item(id, true)).join('')}</ul>`);
  const shown = (): (string | null | undefined)[] => [
    bench.form.querySelector('.pb-errors h3')?.textContent,
    ...[...bench.form.querySelectorAll('.pb-error')].map(({id}) => id),
  ];
  check(bench.sheet);
  assert.deepEqual(bench.went, ['pb-errors']);
  bench.done('b');
  assert.deepEqual(shown(), ['2 required lines are open.', 'w--a.check.error', 'w--c.check.error']);
  bench.store.copy = newCopy('s', 'w', 1);
  bench.shown();
  assert.deepEqual(shown(), [undefined]);
  check(bench.sheet);
  bench.done('a');
  bench.done('c');
  assert.deepEqual(shown(), [undefined]);
  assert.deepEqual(bench.said, ['Nothing required is open.']);
});

test('a stage folds on the next visit once it is passed, and stays as its reader has left it', () => {
  browser();
  const html = [stage('one', '', item('a', true), item('b')), stage('two', 'one', item('c')), stage('three', 'two', item('d'))].join('');
  const bench = new Bench(html);
  const open = (): (() => string) => {
    const stages = new Stages({...bench.sheet, worksheet: 'w', signal: new AbortController().signal} as unknown as Host, [
      bench.kind as unknown as Kind,
    ]);
    bench.shown = () => stages.show();
    stages.show();
    return () => [...bench.form.querySelectorAll('fieldset')].map(each => each.dataset['folded']![0]).join('');
  };
  let folded = open();
  assert.equal(folded(), 'ftt');
  bench.done('a');
  assert.equal(folded(), 'fft', 'nothing folds during a visit');
  assert.equal(bench.said.at(-1), '“Stage two” is open now.');
  bench.form.querySelector('#w--d')!.setAttribute('data-pb-asked', '');
  bench.shown();
  assert.equal(folded(), 'fff', 'what is asked for is never shut');
  bench.form.querySelector('#w--d')!.removeAttribute('data-pb-asked');
  folded = open();
  assert.equal(folded(), 'tft');
  const [head] = bench.form.querySelectorAll<HTMLElement>('.pb-fold');
  assert.deepEqual([head!.getAttribute('aria-label'), head!.getAttribute('aria-expanded')], ['Stage one, 1 of 2', 'false']);
  head!.click();
  folded = open();
  assert.equal(folded(), 'fft');
});
