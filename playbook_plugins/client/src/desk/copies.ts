/** The presses that begin a copy, and those that rename, duplicate, file, delete and bring back one. */

import {keepPoint} from '../keep/points.ts';
import {nameOf} from '../model/limits.ts';
import {ARCHIVED, type Copy, GONE, LABEL, textOf, valueOf} from '../model/response.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {askName} from '../page/name.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {say} from '../words/copies.ts';
import {say as sayCore} from '../words/core.ts';
import {say as sayOut} from '../words/out.ts';
import {putIntoBar} from './place.ts';

const ask = ({element, store}: OpenSheet, title: string, value: string, go: string, done: (name: string) => void): void =>
  askName(element, `${store.worksheet}.name`, title, value, go, done);

/** Ask for a name, and open a copy of that name. */
export const newCopy = (sheet: OpenSheet): void => ask(sheet, sayOut('newCopy'), '', say('create'), name => void sheet.store.start(name));

/** Ask for a name, and open a copy of `from`, which is called `name`. */
export const copyAs = (sheet: OpenSheet, from: Copy, name: string): void =>
  ask(
    sheet,
    say('duplicate'),
    nameOf(name, label => say('copyOf', {label})),
    say('duplicate'),
    label => {
      void sheet.store.start(label, from);
      sheet.announce(say('duplicated', {label}), true);
    },
  );

/** What can be done with the open copy, and the deleted ones. */
export function manage(sheet: OpenSheet): void {
  const {element, store} = sheet;
  const {copy} = store;
  const name = textOf(copy, LABEL) || sayCore('firstCopy');
  const isArchived = valueOf(copy, ARCHIVED, false) === true;
  const close = (): void => dialog.close();
  const does = (label: string, act: () => unknown, attributes = {}): HTMLButtonElement =>
    button(
      label,
      () => {
        close();
        act();
      },
      attributes,
    );
  const set = (key: string, value: string | boolean, said: string): void => {
    store.edit([{key, value}]);
    finish(sheet, said);
  };
  const gone = store
    .list()
    .filter(listed => listed.gone)
    .map(listed =>
      el(
        'li',
        {},
        `${listed.label || sayCore('untitled')} `,
        does(sayCore('bringBack'), () => restore(sheet, listed.copy)),
      ),
    );
  const dialog = openDialog(
    element,
    name,
    el(
      'div',
      {class: 'pb-buttons'},
      does(say('rename'), () => ask(sheet, say('rename'), name, say('save'), value => set(LABEL, value, say('renamed')))),
      does(say('duplicate'), () => copyAs(sheet, copy, name)),
      does(say(isArchived ? 'unfile' : 'archive'), () => set(ARCHIVED, !isArchived, say(isArchived ? 'unfiled' : 'filed'))),
      does(say('delete'), () => remove(sheet), {class: 'pb-button pb-danger'}),
    ),
    ...(gone.length ? [el('h3', {}, say('deletedCopies')), el('ul', {class: 'pb-list'}, ...gone)] : []),
    el('div', {class: 'pb-buttons'}, button(sayCore('close'), close)),
  );
}

function finish({store, announce}: OpenSheet, said: string): void {
  store.dispatchEvent(new Event('change'));
  announce(said);
}

async function remove(sheet: OpenSheet): Promise<void> {
  const {element, store} = sheet;
  await keepPoint(store, 'delete');
  const gone = store.copy.copy;
  store.edit([{key: GONE, value: true}]);
  await store.flush();
  const next = store.list().find(copy => !copy.gone);
  await store.change(next?.copy ?? '');
  sheet.announce(say('deleted'));
  const toast = el(
    'div',
    {class: 'pb-toast', role: 'status'},
    `${say('deleted')} `,
    button(sayCore('undo'), () => {
      toast.remove();
      void restore(sheet, gone);
    }),
  );
  putIntoBar(element, toast);
}

async function restore(sheet: OpenSheet, copy: string): Promise<void> {
  await sheet.store.change(copy, true);
  sheet.store.edit([{key: GONE, value: false}]);
  finish(sheet, sayCore('undone'));
}
