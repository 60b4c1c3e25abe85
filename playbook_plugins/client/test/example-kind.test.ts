import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {parseHTML} from 'linkedom';
import {Store} from '../src/keep/store.ts';
import type {Host} from '../src/kinds/kind.ts';
import {coreMakers} from '../src/kinds/registry.ts';
import {answerKey, type Edit} from '../src/model/response.ts';
import {Sheet} from '../src/sheet/sheet.ts';
import {browser, newPage} from './browser.ts';
import {make} from './example-kind.ts';

// A kind that stands outside the script is filled in, counted, asked for, and there after a reload.

const HTML = readFileSync('../../tests/worksheets/example_kind/daily-call.html', 'utf8');

async function opened(): Promise<{sheet: Sheet; store: Store; form: HTMLFormElement}> {
  newPage();
  const page = parseHTML(`<!doctype html><body>${HTML}`);
  const {document, Element, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement} = page;
  Object.assign(globalThis, {document, Element, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement});
  const form = document.querySelector<HTMLFormElement>('form.pb-sheet')!;
  const store = new Store('coach.example', form.id, 1);
  await store.open();
  const host: Host = {
    form,
    store,
    worksheet: form.id,
    signal: new AbortController().signal,
    announce: () => undefined,
    edit: (edits: Edit[]) => {
      if (!store.copy.leaves.size) store.begin('My copy');
      store.edit(edits);
      sheet.show();
    },
  };
  const sheet: Sheet = new Sheet(host, [...coreMakers, make]);
  sheet.show();
  return {sheet, store, form};
}

test('the example kind is filled in, counted, and there after a reload', async () => {
  browser();
  const {sheet, store, form} = await opened();
  const [first] = form.querySelectorAll<HTMLInputElement>('.pb-pledge input');
  assert.deepEqual(sheet.progress(), {done: 0, all: 2});
  first!.checked = true;
  const change = document.createEvent('Event');
  change.initEvent('change', true);
  first!.dispatchEvent(change);
  assert.equal(store.copy.leaves.get(answerKey('week-1'))!.v, true);
  assert.deepEqual(sheet.progress(), {done: 1, all: 2});
  assert.deepEqual(sheet.open().length, 1);
  assert.equal(sheet.labelOf(answerKey('week-1')), 'Week 1: kept');
  assert.equal(sheet.wordsOf(answerKey('week-1'), true), 'kept');
  await store.flush();
  const again = await opened();
  assert.equal(again.form.querySelector<HTMLInputElement>('.pb-pledge input')!.checked, true);
  assert.equal(again.sheet.asks('a/week-2'), true);
  assert.equal(again.sheet.asks('a/week-3'), false);
});
