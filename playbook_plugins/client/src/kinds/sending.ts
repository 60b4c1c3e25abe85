/** From a prompt to a row of an action plan, which may stand on another page of the site. */

import {forget, recall, remember} from '../keep/journal.ts';
import {excess} from '../model/limits.ts';
import {loadMore} from '../page/more.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import type {Host} from './kind.ts';

/** A row on its way to a plan. */
export interface Sent {
  text: string;
  about: string;
}

const keyOf = (site: string, plan: string): string => `playbook:${site}:sent:${plan}`;

/** Leave a row for a plan that another page shows; false where the browser does not keep it. */
function leave(site: string, plan: string, {text, about}: Sent): boolean {
  const rows = JSON.stringify([...pending(site, plan), {text, about}]);
  remember(keyOf(site, plan), rows);
  return recall(keyOf(site, plan)) === rows;
}

/** What is left for a plan. What is stored is not trusted: anything but texts is passed over. */
function pending(site: string, plan: string): Sent[] {
  try {
    const value: unknown = JSON.parse(recall(keyOf(site, plan)) || '[]');
    if (!Array.isArray(value)) return [];
    return value
      .filter(
        (each): each is Sent =>
          typeof each === 'object' && each !== null && [each.text, each.about].every(part => typeof part === 'string' && !excess(part)),
      )
      .map(({text, about}) => ({text, about}));
  } catch {
    return [];
  }
}

/** A plan that takes rows. */
export interface Taker {
  readonly name: string;
  readonly host: Host;
  take(text: string, about: string): void;
  /** Add a row with these cells; its id. */
  put(cells: ReadonlyMap<string, string>): string;
}

/** An action that is asked for: `here` is its plan where that stands on this page, `otherwise` what is done where its page cannot be read. */
export interface Wish {
  host: Host;
  plan: string;
  text: string;
  near: Element;
  here: Taker | undefined;
  otherwise(): void;
}

const takers = new Set<Taker>();
const canTake = ({host}: Taker): boolean => !['newer', 'unkept', 'full'].includes(host.store.standing);

/** Let a plan on this page take rows, as long as its sheet is there. */
export function offerTo(taker: Taker): void {
  takers.add(taker);
  taker.host.signal.addEventListener('abort', () => takers.delete(taker));
}

/** Give a plan the rows that were sent from other pages. Where they could not be kept they wait where they are. */
export function receive(taker: Taker): void {
  const {name, host} = taker;
  const sent = canTake(taker) ? pending(host.store.site, name) : [];
  if (!sent.length) return;
  forget(keyOf(host.store.site, name));
  for (const {text, about} of sent) taker.take(text, about);
  host.announce(say('received', {n: sent.length}), true);
}

/** The button that asked, also where a browser gives no focus to what is pressed. */
const pressed = ({form}: Host, text: string): Element | undefined =>
  [document.activeElement, ...form.querySelectorAll('.pb-prompts button, .pb-result button')].find(
    each => each?.matches('button') && form.contains(each) && each.getAttribute('aria-label')?.endsWith(text),
  ) ?? undefined;

/** Ask beside the button `near` for an action that starts as `text`, and add it to the plan `plan`, on this page or on its own. */
export function sendAction(host: Host, plan: string, text: string, _about = '', near = pressed(host, text)): void {
  const here = [...takers].find(taker => taker.name === plan && taker.host.form.closest('[ready]') && canTake(taker));
  const otherwise = (): void => {
    if (here) here.take(text, '');
    else host.announce(leave(host.store.site, plan, {text, about: ''}) ? say('sentLater') : sayCore('unkept'), true);
  };
  if (!near) return otherwise();
  void loadMore<{makeAction(wish: Wish): Promise<void>}>()
    .then(desk => desk.makeAction({host, plan, text, near, here, otherwise}))
    .catch(otherwise);
}
