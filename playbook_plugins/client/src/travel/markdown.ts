/** A filled sheet as Markdown (GFM), to paste anywhere. What the reader typed stays text wherever it is pasted. */

/** One piece of a sheet, in the order of the page. */
export type Piece =
  | {kind: 'heading'; level: number; text: string}
  | {kind: 'item'; depth: number; label: string; done: boolean; apart: boolean; note: string; reason: string}
  | {kind: 'answer'; label: string; value: string; note: string /** `2026-11-24` where the answer is a day. */; day?: string}
  | {
      kind: 'table';
      heads: string[];
      rows: string[][] /** Of a table of typed rows: its columns, and the days in its cells. */;
      columns?: {id: string; type: string}[];
      days?: string[][];
    }
  | {kind: 'text'; text: string};

/** A whole sheet, read from the page. */
export interface Outline {
  title: string;
  label: string;
  pieces: Piece[];
}

const SIGNS = /[\\`*_{}[\]()<>#+!|~&$-]/g;
const line = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(SIGNS, sign => `\\${sign}`)
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^=/, '\\=')
    .replace(/(https?|ftp|www)(?=[:.])/gi, '$1\u200B')
    .replace(/@(?=\w)/g, '@\u200B');
const lines = (text: string): string[] => text.split(/\r\n?|\n/).map(line);
const quoted = (text: string, indent: string): string[] => lines(text).map(each => `${indent}> ${each}`.trimEnd());

function item(piece: Extract<Piece, {kind: 'item'}>): string[] {
  const indent = '    '.repeat(piece.depth);
  const words = piece.apart ? `~~${line(piece.label)}~~${piece.reason.trim() ? ` (${line(piece.reason)})` : ''}` : line(piece.label);
  return [
    `${indent}- [${piece.done ? 'x' : ' '}] ${words}`,
    ...(piece.note.trim() ? ['', ...quoted(piece.note, `${indent}    `), ''] : []),
  ];
}

const row = (cells: string[]): string => `| ${cells.map(cell => lines(cell).join('<br>')).join(' | ')} |`;

function piece(each: Piece): string[] {
  switch (each.kind) {
    case 'heading':
      return ['', `${'#'.repeat(Math.min(6, Math.max(1, each.level)))} ${line(each.text)}`, ''];
    case 'item':
      return item(each);
    case 'answer':
      return [
        '',
        `**${line(each.label)}**`,
        '',
        ...(each.value.trim() ? lines(each.value) : ['–']),
        ...(each.note.trim() ? ['', ...quoted(each.note, '')] : []),
        '',
      ];
    case 'table':
      return ['', row(each.heads), `|${' --- |'.repeat(each.heads.length)}`, ...each.rows.map(row), ''];
    case 'text':
      return ['', ...lines(each.text), ''];
  }
}

/** The Markdown of `outline`. */
export function toMarkdown({title, label, pieces}: Outline): string {
  const all = [`# ${line(title)}`, '', ...(label ? [`*${line(label)}*`] : []), ...pieces.flatMap(piece)];
  return `${all
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
