/** A snapshot as it is handed on: JSON, tables, Markdown. Only what coaching/rollup.ts lets through is in it. */

import {showDay} from '../model/dates.ts';
import {type Piece, toMarkdown} from '../travel/markdown.ts';
import {inert, writeTable} from '../travel/table.ts';
import {pageLanguage} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import {type Grid, NOT_SHOWN} from './grid.ts';
import type {Snapshot} from './rollup.ts';

/** The snapshot for machines; a withheld number is null, a withheld row or table is left out and named in `left`. */
export function snapshotJson({day, team, least, people, sheets, commitments, left}: Snapshot, site: string): string {
  const traits = (rows: Snapshot['sheets'][number]['rows'], bands: string[]): Record<string, unknown> =>
    Object.fromEntries(rows.map(({id, counts}) => [id, counts && Object.fromEntries(bands.map((band, at) => [band, counts[at]]))]));
  const record = {
    format: 'playbook-snapshot',
    formatVersion: 1,
    site,
    day,
    team,
    least,
    people,
    sheets: sheets.map(({sheet, people: n, bandIds, rows}) => ({sheet, people: n, traits: traits(rows, bandIds)})),
    ...(commitments && {commitments}),
    left: left.map(({sheet}) => sheet),
  };
  return JSON.stringify(record, null, 1);
}

/** The name of a snapshot. */
export const snapshotTitle = ({team}: Snapshot): string => say('otSnapshotTitle', {team: team || say('otTeam')});

/** What has to be said of it, one sentence a line. */
export function snapshotNotes({left, least, sheets}: Snapshot): string[] {
  const gaps = sheets.some(({rows}) => rows.some(({counts}) => !counts || counts.includes(null)));
  return [
    ...(gaps ? [say('otWhyNot', {n: least})] : []),
    ...left.map(({title}) => say('otSheetLeft', {title, n: least})),
    say('otPurpose'),
  ];
}

/** The day and the size of it. */
export const snapshotLine = ({day, people}: Snapshot): string => `${showDay(day, pageLanguage())} · ${say('otPeople', {n: people})}`;

/** Its tables as people read them: one for each sheet, talents down, groups across. */
export function snapshotGrids({sheets, commitments}: Snapshot): Grid[] {
  const grids: Grid[] = sheets.map(({title, people, bands, rows}) => ({
    name: say('otPeopleOf', {title, n: people}),
    heads: [say('otTalent'), ...bands],
    rows: rows.map(({label, counts}) => [label, ...bands.map((_, at) => counts?.[at] ?? NOT_SHOWN)]),
  }));
  if (!commitments) return grids;
  const {open, overdue, closed} = commitments;
  const rows = [
    [say('otStillOpen'), open],
    [say('otOverdue'), overdue],
    [say('otClosed'), closed],
  ];
  return [...grids, {name: say('otPromises'), heads: [say('otState'), say('otPromises')], rows}];
}

/** For a spreadsheet: one line a number, so that tables of several sheets and days can be put one under the other. */
export function snapshotCsv(snapshot: Snapshot, separator: ',' | ';'): string {
  const {day, people, sheets, commitments} = snapshot;
  const lines: string[][] = [
    [say('otDay'), say('otSheet'), say('otTalent'), say('otGroup'), say('otNumber')],
    [day, '', '', '', String(people)],
  ];
  for (const {title, people: n, bands, rows} of sheets) {
    lines.push([day, title, '', '', String(n)]);
    for (const {label, counts} of rows) {
      for (const [at, band] of bands.entries()) lines.push([day, title, label, band, String(counts?.[at] ?? NOT_SHOWN)]);
    }
  }
  for (const [name, n] of Object.entries(commitments ?? {})) {
    const word = {open: 'otStillOpen', overdue: 'otOverdue', closed: 'otClosed'}[name] as 'otClosed';
    lines.push([day, say('otPromises'), '', say(word), String(n)]);
  }
  return writeTable(
    lines.map(line => line.map(inert)),
    separator,
  );
}

/** As Markdown. */
export function snapshotMarkdown(snapshot: Snapshot): string {
  const pieces: Piece[] = snapshotGrids(snapshot).flatMap(({name, heads, rows}): Piece[] => [
    {kind: 'heading', level: 2, text: name},
    {kind: 'table', heads, rows: rows.map(row => row.map(String))},
  ]);
  return toMarkdown({
    title: snapshotTitle(snapshot),
    label: snapshotLine(snapshot),
    pieces: [...pieces, ...snapshotNotes(snapshot).map((text): Piece => ({kind: 'text', text}))],
  });
}
