/** Reads a filled sheet from the page, as people would read it aloud. */

import {showDay} from '../model/dates.ts';
import {type Asked, doneBy, isOut, leftOut} from '../sheet/left-out.ts';
import type {Outline, Piece} from '../travel/markdown.ts';
import type {Wanted} from '../travel/outgoing.ts';
import {pageLanguage} from '../words/core.ts';

const SKIPPED =
  '.pb-bar, .pb-give, .pb-earlier, .pb-status, .pb-actions, .pb-row-line, .pb-all-done, .pb-tools, .pb-noscript, .pb-removed, .pb-tip-foot, noscript, template, .pb-result, .pb-reading, .pb-next';
const words = (element: Element | null | undefined): string => {
  if (!element) return '';
  const copy = element.cloneNode(true) as Element;
  for (const extra of copy.querySelectorAll('.headerlink, .pb-required, .pb-private, input, select, textarea, button, svg')) extra.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
};

type Out = ReadonlySet<Element>;

/** What a control says, in words. */
export function saidBy(control: Element | null): string {
  if (control instanceof HTMLSelectElement) return control.value ? (control.selectedOptions[0]?.text ?? '') : '';
  if (control instanceof HTMLTextAreaElement) return control.value;
  if (!(control instanceof HTMLInputElement)) return '';
  if (control.type === 'checkbox') return control.checked ? '✓' : '';
  const value = control.type === 'date' ? showDay(control.value, pageLanguage()) : control.value;
  return control.dataset['unit'] && value ? `${value} ${control.dataset['unit']}` : value;
}

function item(line: HTMLElement, wanted: Wanted, out: Out): Piece {
  let depth = 0;
  for (let above = line.parentElement?.closest('li[data-item]'); above; above = above.parentElement?.closest('li[data-item]')) depth += 1;
  return {
    kind: 'item',
    depth,
    label: words(line.querySelector(':scope > .pb-line > label')),
    done: doneBy(line, out) === true,
    apart: line.hasAttribute('data-na'),
    note: wanted.notes ? (line.querySelector<HTMLTextAreaElement>(':scope > .pb-note > textarea')?.value ?? '') : '',
    reason: wanted.notes ? (line.querySelector<HTMLInputElement>(':scope > .pb-na > input')?.value ?? '') : '',
  };
}

function answer(frame: HTMLElement, wanted: Wanted): Piece {
  const group = frame.closest('.pb-fields')?.querySelector(':scope > legend');
  const own = words(frame.querySelector(':scope > legend') ?? frame.querySelector('label'));
  const chosen = [...frame.querySelectorAll<HTMLInputElement>('.pb-options input:checked')].map(input => words(input.closest('label')));
  const control = frame.querySelector(':scope > :is(input, textarea, select), :scope > .pb-line > input');
  const day = control instanceof HTMLInputElement && control.type === 'date' ? control.value : '';
  return {
    kind: 'answer',
    day,
    label: group ? `${words(group)}: ${own}` : own,
    value: control ? saidBy(control) : chosen.join(', '),
    note: wanted.notes ? (frame.querySelector<HTMLTextAreaElement>(':scope > .pb-note > textarea')?.value ?? '') : '',
  };
}

function table(rows: HTMLTableElement, out: Out): Piece {
  const heads = [...rows.querySelectorAll<HTMLElement>('thead th[data-column]')];
  const lines = [...rows.querySelectorAll<HTMLElement>('tbody > tr[data-row]')].filter(line => !out.has(line));
  const columns = heads.map(head => ({id: head.dataset['column']!, type: head.dataset['type'] ?? 'text'}));
  const cell = (line: HTMLElement, column: string): Element | null =>
    line.querySelector(`td[data-column="${CSS.escape(column)}"] :is(input, textarea, select)`);
  const day = (control: Element | null): string => (control instanceof HTMLInputElement && control.type === 'date' ? control.value : '');
  const every = <T>(read: (control: Element | null) => T): T[][] => lines.map(line => columns.map(({id}) => read(cell(line, id))));
  return {kind: 'table', heads: heads.map(head => words(head)), rows: every(saidBy), columns, days: every(day)};
}

function scores(result: HTMLTableElement, out: Out): Piece {
  const cells = (row: HTMLTableRowElement): string[] => [...row.cells].filter(cell => !out.has(cell)).map(cell => words(cell));
  return {kind: 'table', heads: cells(result.tHead!.rows[0]!), rows: [...result.tBodies[0]!.rows].filter(row => !out.has(row)).map(cells)};
}

/** The pieces of a sheet in their order. */
export function outlineOf(asked: Asked, label: string, wanted: Wanted): Outline {
  const {form} = asked;
  const out = leftOut(asked, wanted);
  const pieces: Piece[] = [];
  const parts =
    'h2, h3, h4, h5, h6, .pb-prose, li[data-item], .pb-field[data-field], table[data-rows], .pb-sentences > li, .pb-score-table';
  for (const element of form.querySelectorAll<HTMLElement>(parts)) {
    if (
      element.closest('[hidden]:not([hidden="until-found"])')
      || (!element.matches('.pb-score-table') && element.closest(SKIPPED))
      || element.matches('.pb-title')
    )
      continue;
    if (isOut(element, out)) continue;
    if (element.closest('.pb-prose') && !element.matches('.pb-prose')) continue;
    if (/^H[2-6]$/.test(element.tagName)) pieces.push({kind: 'heading', level: Number(element.tagName[1]), text: words(element)});
    else if (element.matches('.pb-prose'))
      pieces.push({
        kind: 'text',
        text:
          [...element.querySelectorAll('p, li')]
            .filter(each => !isOut(each, out))
            .map(words)
            .filter(Boolean)
            .join('\n\n') || words(element),
      });
    else if (element.matches('li[data-item]')) pieces.push(item(element, wanted, out));
    else if (element.matches('.pb-field')) pieces.push(answer(element, wanted));
    else if (element instanceof HTMLTableElement)
      pieces.push(element.matches('.pb-score-table') ? scores(element, out) : table(element, out));
    else pieces.push({kind: 'text', text: words(element)});
  }
  return {title: words(form.querySelector('.pb-title')), label, pieces};
}
