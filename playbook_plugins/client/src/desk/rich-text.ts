/** A filled sheet as it is pasted into a mail: with headings, ticks and tables. It is made of nodes, so what was typed stays text. */

import {el} from '../page/dom.ts';
import type {Outline, Piece} from '../travel/markdown.ts';

/** The two forms in which the clipboard holds it. */
export interface RichText {
  html: string;
  plain: string;
}

type Item = Extract<Piece, {kind: 'item'}>;
type Table = Extract<Piece, {kind: 'table'}>;

const INDENT = '\u2003'; // mail programs drop ordinary spaces
const NOTHING = '–';
const linesIn = (text: string): string[] => text.trim().split(/\r\n?|\n/);
const sign = ({done}: Item): string => (done ? '☑' : '☐');

/** `text` with its line breaks. */
const broken = (text: string): (Node | string)[] => linesIn(text).flatMap((line, at) => (at ? [el('br'), line] : [line]));

function item(piece: Item): (Node | string)[] {
  const indent = INDENT.repeat(2 * piece.depth);
  const reason = piece.apart && piece.reason.trim() ? ` (${piece.reason.trim()})` : '';
  const note = piece.note.trim() ? [el('br'), `${indent}${INDENT}${INDENT}`, el('i', {}, ...broken(piece.note))] : [];
  return [`${indent}${sign(piece)} `, piece.apart ? el('s', {}, piece.label) : piece.label, reason, ...note];
}

const written = (rows: string[][]): string[][] => rows.filter(row => row.some(cell => cell.trim()));

// Attributes of old, for mail programs, which keep no style sheet; and a page's policy lets no style stand in an element.
const table = ({heads, rows}: Table): HTMLElement =>
  el(
    'table',
    {border: '1', cellspacing: '0', cellpadding: '6'},
    el('thead', {}, el('tr', {}, ...heads.map(head => el('th', {}, head)))),
    el('tbody', {}, ...written(rows).map(row => el('tr', {}, ...row.map(cell => el('td', {valign: 'top'}, ...broken(cell)))))),
  );

const HEADINGS = ['h2', 'h3', 'h4', 'h5', 'h6'] as const;

function other(piece: Exclude<Piece, Item>): HTMLElement[] {
  if (piece.kind === 'heading') return [el(HEADINGS[Math.min(6, Math.max(3, piece.level)) - 2]!, {}, piece.text)];
  if (piece.kind === 'table') return written(piece.rows).length ? [table(piece)] : [];
  if (piece.kind === 'text')
    return linesIn(piece.text)
      .filter(Boolean)
      .map(line => el('p', {}, line));
  const note = piece.note.trim() ? [el('br'), el('i', {}, ...broken(piece.note))] : [];
  return [el('p', {}, el('b', {}, piece.label), el('br'), ...broken(piece.value || NOTHING), ...note)];
}

/** The whole sheet; items that follow each other are lines of one paragraph. */
function nodes({title, label, pieces}: Outline): HTMLElement[] {
  const all: HTMLElement[] = [el('h2', {}, title), ...(label ? [el('p', {}, el('i', {}, label))] : [])];
  let list: HTMLElement | null = null;
  for (const piece of pieces) {
    if (piece.kind !== 'item') {
      list = null;
      all.push(...other(piece));
    } else if (list) list.append(el('br'), ...item(piece));
    else all.push((list = el('p', {}, ...item(piece))));
  }
  return all;
}

const plainTable = ({heads, rows}: Table): string[] =>
  written(rows)
    .map(row => row.flatMap((cell, at) => (cell.trim() ? [heads[at] ? `${heads[at]}: ${cell.trim()}` : cell.trim()] : [])).join('; '))
    .map(line => `• ${line}`);

function plain(piece: Piece): string {
  switch (piece.kind) {
    case 'item': {
      const indent = '   '.repeat(piece.depth);
      const reason = piece.apart ? ` (${piece.reason.trim() || NOTHING})` : '';
      const note = piece.note.trim() ? linesIn(piece.note).map(line => `\n${indent}   ${line}`) : [];
      return `${indent}${sign(piece)} ${piece.label}${reason}${note.join('')}`;
    }
    case 'answer':
      return `\n${piece.label}\n${[piece.value.trim() || NOTHING, piece.note.trim()].filter(Boolean).join('\n')}`;
    case 'table':
      return `\n${plainTable(piece).join('\n')}`;
    case 'heading':
    case 'text':
      return `\n${piece.text}`;
  }
}

/** `outline` for a mail in `language`, which is read from the side that `direction` says. */
export function richText(outline: Outline, language: string, direction: string): RichText {
  const root = el('div', {lang: language, dir: direction}, ...nodes(outline));
  const text = [outline.title, ...(outline.label ? [outline.label] : []), ...outline.pieces.map(plain)].join('\n');
  return {html: new XMLSerializer().serializeToString(root), plain: `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`};
}

/** Put it on the clipboard: both forms where the browser takes them, else the plain one. Rejects where it takes neither. */
export async function copyRich({html, plain}: RichText): Promise<void> {
  const blob = (text: string, type: string): Blob => new Blob([text], {type});
  try {
    await navigator.clipboard.write([new ClipboardItem({'text/html': blob(html, 'text/html'), 'text/plain': blob(plain, 'text/plain')})]);
  } catch {
    await navigator.clipboard.writeText(plain);
  }
}
