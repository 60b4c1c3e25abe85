/** Answers to this sheet under another name of the site: said, and brought here at a press. */

import {bringOver, type Elsewhere, elsewhere} from '../keep/elsewhere.ts';
import {forget, recall} from '../keep/journal.ts';
import {isLeft, leaveThere} from '../keep/other-names.ts';
import {SiteStore} from '../keep/site-store.ts';
import {button, el} from '../page/dom.ts';
import type {OpenSheet} from '../sheet/desk-loader.ts';
import {say} from '../words/copies.ts';
import {say as sayCore} from '../words/core.ts';
import {attend} from './loop/attend.ts';
import {isInLoop} from './loop/store.ts';
import {putBelowHead} from './place.ts';

/** Show what this browser holds for a sheet beside its answers. */
export async function whateverElse(sheet: OpenSheet): Promise<void> {
  if (isInLoop(sheet.store.site)) await attended(sheet);
  await offerElsewhere(sheet);
}

/** Show what is asked on the sheet, and do what its reader wished for on "My worksheets". */
async function attended(sheet: OpenSheet): Promise<void> {
  const {site, worksheet} = sheet.store;
  const on = attend(sheet);
  await on.ready;
  const key = `playbook:${site}:do:${worksheet}`;
  const wish = recall(key);
  forget(key);
  if (wish) on.wish(wish);
}

/** Say below the copies what there is, unless the reader wants it left where it is. */
async function offerElsewhere({element, form, store, announce}: OpenSheet): Promise<void> {
  const found = (await elsewhere(store.site, [store.worksheet])).filter(each => !isLeft(store.site, each.site));
  for (const shown of element.querySelectorAll('.pb-elsewhere')) shown.remove();
  putBelowHead(form, ...found.map(line));

  function line(each: Elsewhere): HTMLElement {
    const bring = async (): Promise<void> => {
      block.remove();
      const brought = await bringOver(each, new SiteStore(store.site)).catch(() => null);
      await store.readAgain();
      announce(brought === null ? sayCore('unkept') : say('elsewhereBrought', {n: brought}), true);
    };
    const leave = (): void => {
      leaveThere(store.site, each.site);
      block.remove();
    };
    const block = el(
      'div',
      {class: 'pb-elsewhere', role: 'status'},
      el('p', {}, say('elsewhere', {n: each.copies, site: each.site})),
      el(
        'div',
        {class: 'pb-buttons'},
        button(say('elsewhereBring'), () => void bring()),
        button(say('elsewhereLeave'), leave),
      ),
    );
    return block;
  }
}
