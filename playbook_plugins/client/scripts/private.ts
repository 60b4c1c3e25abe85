/**
 * Fills sheets, lets their authors change them, and looks for what was private in every way out, with the code that
 * pages run. Runs in a browser page: `tests/campaigns/privacy.py` gives the cases and reads what was found.
 */

import {contents, linesOf} from '../src/desk/contents.ts';
import {outlineOf} from '../src/desk/outline.ts';
import {duesOf, linkRecord, peopleOf, tableOf} from '../src/desk/send.ts';
import type {Store} from '../src/keep/store.ts';
import {Checklist} from '../src/kinds/checklist.ts';
import {Fields} from '../src/kinds/fields.ts';
import type {Host} from '../src/kinds/kind.ts';
import {sheetMakers} from '../src/kinds/registry.ts';
import {carried, unasked} from '../src/model/carry.ts';
import {Ticker} from '../src/model/clock.ts';
import {readText} from '../src/model/gate.ts';
import {writeLeaf} from '../src/model/merge.ts';
import {mark} from '../src/model/privacy.ts';
import {type Copy, type Edit, isMark, LABEL, newCopy, toRecord} from '../src/model/response.ts';
import {backupName} from '../src/page/download.ts';
import {Printing} from '../src/sheet/print.ts';
import {Sheet} from '../src/sheet/sheet.ts';
import {toCalendar} from '../src/travel/calendar.ts';
import {readLink, toLink} from '../src/travel/link.ts';
import {toMarkdown} from '../src/travel/markdown.ts';
import {outgoing, type Wanted} from '../src/travel/outgoing.ts';

/** What is typed: a leaf, its value, whether it is a text. */
type Fill = [key: string, value: string | boolean, text: boolean];

/** One sheet in two editions. `secret` words must stay here, `open` ones must be in the file, `read` ones on paper and in texts too. */
interface Case {
  name: string;
  before: string;
  after: string;
  fills: Fill[];
  marks: [owner: string, value: boolean][];
  legacy: boolean;
  secret: string[];
  open: string[];
  read: string[];
}

/** What was found: words that got out, words that were held back for nothing, and how many were looked for. */
interface TermMatches {
  leaks: string[];
  lacks: string[];
  looked: number;
  sheets: number;
}

let now = 1_920_000_000_000;
const ticker = new Ticker('d1', () => (now += 137));
const NOTHING_MORE: Wanted = {notes: false, privates: false};
const everything: Wanted = {notes: true, privates: true};

/** A sheet on the page, with a store that keeps nothing. */
class Opened {
  readonly #frame = document.createElement('div');
  readonly form: HTMLFormElement;
  readonly kind: Sheet;
  readonly store: Store;
  readonly printing: Printing;
  readonly #ending = new AbortController();

  constructor(html: string, copy: Copy) {
    this.#frame.innerHTML = html;
    document.body.append(this.#frame);
    const sheet = this.#frame.querySelector<HTMLElement>('playbook-worksheet')!;
    sheet.setAttribute('ready', '');
    this.form = sheet.querySelector('form')!;
    this.store = {
      site: 's',
      worksheet: copy.worksheet,
      copy,
      copies: {all: new Map()},
      list: () => [],
      find: () => undefined,
      begunOn: () => '2030-11-04',
    } as unknown as Store;
    const host: Host = {
      form: this.form,
      store: this.store,
      worksheet: copy.worksheet,
      signal: this.#ending.signal,
      edit: edits => this.edit(edits),
      announce: () => undefined,
    };
    this.kind = new Sheet(host, [each => [new Checklist(each), new Fields(each)], ...sheetMakers]);
    this.printing = new Printing(Object.assign(sheet, {store: this.store}), this.form, this.kind, this.#ending.signal);
    this.edit(carried(copy, this.kind));
    for (const [key, label] of this.kind.labels()) copy.labels.set(key, label);
    copy.retired = unasked(copy, this.kind);
    mark(copy, this.kind);
    this.kind.show();
  }

  edit(edits: readonly Edit[]): void {
    const {copy} = this.store;
    for (const {key, value, text} of edits) copy.leaves.set(key, writeLeaf(copy.leaves.get(key), value, text === true, ticker));
    if (this.kind) mark(copy, this.kind);
  }

  close(): void {
    this.#ending.abort();
    this.#frame.remove();
  }

  paper(button: boolean): string {
    if (button) this.printing.print(NOTHING_MORE);
    this.printing.mirror();
    // biome-ignore lint/performance/useDomNodeTextContent: hidden parts are not printed, and so are not read
    const text = this.#frame.innerText;
    this.printing.restore();
    return text;
  }

  /** What comes out, by each way. */
  async ways(wanted: Wanted): Promise<Record<string, string>> {
    const {form, kind, store} = this;
    const copy = outgoing(store.copy, kind, wanted);
    const link = await toLink(linkRecord(copy), 'https://coach.example/go/w/');
    const linked = JSON.stringify(toRecord(await readLink(link.split('#')[1]!)));
    const dues = duesOf({form, kind, store}, wanted);
    return {
      preview: [contents(copy), ...linesOf(copy, kind)].join('\n'),
      file: JSON.stringify(toRecord(readText(JSON.stringify(toRecord(copy))))),
      table: tableOf(copy, kind),
      'table for people': peopleOf({form, kind, store}, wanted),
      text: toMarkdown(outlineOf({form, copy: store.copy, page: kind}, '', wanted)),
      calendar: toCalendar(dues).replaceAll('\r\n ', ''),
      link: linked,
      code: linked, // a QR code is the link, drawn
      print: this.paper(true),
      'print by the browser': this.paper(false),
      'file name': copy.worksheet,
    };
  }
}

const DASHES = /[\\\u200B]/g; // what keeps a text a text in Markdown

async function look(each: Case, found: TermMatches): Promise<void> {
  const copy = newCopy('s', 'w', 1, new Date(now));
  copy.leaves.set(LABEL, writeLeaf(undefined, 'Copy', false, ticker));
  const first = new Opened(each.before, copy);
  first.edit(each.fills.map(([key, value, text]) => ({key, value, text})));
  for (const [owner, v] of each.marks) copy.leaves.set(`${owner}/private`, {v, t: ticker.tick()});
  first.close();
  const stored = readText(JSON.stringify(toRecord(copy)));
  if (each.legacy) for (const key of [...stored.leaves.keys()]) if (isMark(key)) stored.leaves.delete(key);
  const then = new Opened(each.after, stored);
  const ways = await then.ways(NOTHING_MORE);
  for (const [way, made] of Object.entries(ways)) {
    const text = made.replace(DASHES, '');
    for (const word of each.secret) if (text.includes(word)) found.leaks.push(`${each.name}: ${word} by ${way}`);
    found.looked += each.secret.length;
  }
  const read = `${ways['text']}`.replace(DASHES, '');
  for (const word of each.open) if (!ways['file']!.includes(word)) found.lacks.push(`${each.name}: ${word} in the file`);
  for (const word of each.read)
    if (!read.includes(word) || !ways['print']!.includes(word)) found.lacks.push(`${each.name}: ${word} in text or print`);
  const whole = JSON.stringify(toRecord(outgoing(stored, then.kind, everything)));
  for (const [key, value] of each.fills) {
    if (typeof value === 'string' && /^(?:Value|Note)/.test(value) && !whole.includes(value))
      found.lacks.push(`${each.name}: ${key} with everything ticked`);
  }
  if (!backupName('w', 'Copy').includes('everything, private')) found.leaks.push('the name of a backup');
  then.close();
  found.sheets += 1;
}

/** Look at every case. */
async function lookAll(cases: Case[]): Promise<TermMatches> {
  const found: TermMatches = {leaks: [], lacks: [], looked: 0, sheets: 0};
  for (const each of cases) await look(each, found);
  return found;
}

window.print = () => undefined;
Object.assign(window, {lookAll});
