/** The dialog "History": restore points, and a way back to each. */

import {keepPoint, type Point, pointsOf} from '../keep/points.ts';
import {Refusal, readStored} from '../model/gate.ts';
import {type Copy, type Edit, GONE, isMark, LABEL, textOf} from '../model/response.ts';
import {button, el, openDialog} from '../page/dom.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/out.ts';
import {contents} from './contents.ts';
import {copyAs} from './copies.ts';

const WHY = {import: 'whyImport', delete: 'whyDelete', back: 'whyBack', kept: 'whyKept'} as const;

/** The edits that bring the open copy back to an earlier state; nothing that was typed since is erased from history. */
export function editsBack(now: Copy, then: Copy, fallback: (key: string) => string | boolean): Edit[] {
  const keys = new Set([...now.leaves.keys(), ...then.leaves.keys()]);
  return [...keys]
    .filter(key => key !== GONE && !isMark(key))
    .flatMap(key => {
      const [mine, theirs] = [now.leaves.get(key), then.leaves.get(key)];
      const value = theirs?.v ?? fallback(key);
      return mine?.v === value ? [] : [{key, value, ...((mine ?? theirs)?.b !== undefined && {text: true})}];
    });
}

/** Show the restore points of the sheet. */
export async function history(sheet: OpenSheet): Promise<void> {
  const {store, element, announce} = sheet;
  const points = await pointsOf(store);
  const close = (): void => dialog.close();
  const keep = button(
    say('keepNow'),
    () =>
      void keepPoint(store, 'kept').then(() => {
        close();
        announce(say('keptNow'), true);
      }),
    {class: 'pb-button pb-primary'},
  );
  const lines = points.map(point => line(sheet, point, close)).filter(each => each !== null);
  const dialog = openDialog(
    element,
    say('history'),
    el('p', {class: 'pb-help'}, say('historyHelp')),
    ...(lines.length ? [el('ul', {class: 'pb-list pb-points'}, ...lines)] : [el('p', {}, say('noPoints'))]),
    el('div', {class: 'pb-buttons'}, keep, button(sayCore('close'), close)),
  );
}

function line(sheet: OpenSheet, point: Point, close: () => void): HTMLElement | null {
  let then: Copy;
  try {
    then = readStored(point.record);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return null;
  }
  const {store} = sheet;
  const at = new Intl.DateTimeFormat(pageLanguage(), {dateStyle: 'medium', timeStyle: 'short'}).format(new Date(point.at));
  const why = WHY[point.why as keyof typeof WHY];
  const back = button(
    say('goBack'),
    () =>
      void (async () => {
        close();
        await keepPoint(store, 'back');
        sheet.edit(editsBack(store.copy, then, key => sheet.kind.fallback(key)));
        sheet.announce(say('wentBack'), true);
      })(),
    {'aria-label': `${say('goBack')}: ${at}`},
  );
  const open = button(
    say('openAsCopy'),
    () => {
      close();
      copyAs(sheet, then, textOf(then, LABEL) || sayCore('firstCopy'));
    },
    {'aria-label': `${say('openAsCopy')}: ${at}`},
  );
  return el(
    'li',
    {},
    el('strong', {}, at),
    why ? ` ${say(why)} ` : ' ',
    el('span', {class: 'pb-help'}, contents(then)),
    el('div', {class: 'pb-buttons'}, ...(point.copy === store.copy.copy ? [back] : []), open),
  );
}
