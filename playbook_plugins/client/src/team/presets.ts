/** Requests that the author of the page prepared (`/// assignment`): a card each, with *Assign this*. */

import {button} from '../page/dom.ts';
import {say} from '../words/team.ts';
import type {Preset} from './context.ts';

/** What a card says. */
export function presetOf(card: HTMLElement): Preset {
  const {sheet, due, focus, say: words, label} = card.dataset;
  return {
    ...(sheet && {sheet}),
    ...(due && {due}),
    ...(words && {say: words}),
    ...(label && {label}),
    focus: (focus ?? '').split(' ').filter(Boolean),
    fill: startsIn(card.dataset['fill'] ?? ''),
    notes: 'notes' in card.dataset,
    ...('blind' in card.dataset && {blind: true}),
  };
}

/** Starting values as the build wrote them; anything else is none. */
function startsIn(text: string): Map<string, string> {
  try {
    const found: unknown = text ? JSON.parse(text) : {};
    const all = typeof found === 'object' && found !== null ? Object.entries(found) : [];
    return new Map(all.filter((each): each is [string, string] => typeof each[1] === 'string'));
  } catch {
    return new Map();
  }
}

/** Give each card its button. */
export function watchPresets(root: Document, signal: AbortSignal, act: (card: HTMLElement) => void): void {
  for (const card of root.querySelectorAll<HTMLElement>('.pb-assignment[data-sheet]')) {
    card.querySelector('.pb-assign-this')?.remove();
    const name = card.querySelector('.pb-assignment-title, h2, h3, h4, strong, a')?.textContent?.trim() ?? '';
    const go = button(say('teamAssignThis'), () => act(card), {
      class: 'pb-button pb-assign-this',
      ...(name && {'aria-label': `${say('teamAssignThis')}: ${name}`}),
    });
    signal.addEventListener('abort', () => go.remove());
    card.append(go);
  }
}
