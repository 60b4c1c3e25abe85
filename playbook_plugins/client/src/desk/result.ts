/** The result of an assessment in words: bands and what their author says of them, strengths first; and what has changed since another copy. */

import type {Assessed, Result} from '../kinds/assessment.ts';
import {answerKey, type Copy, valueOf} from '../model/response.ts';
import {type Answer, type Band, type Score, scoresOf, strengthsFirst} from '../model/scores.ts';
import {button, el} from '../page/dom.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/result.ts';

interface Trait {
  id: string;
  name: string;
  about: string;
  prompts: string[];
}

const text = (element: Element | null | undefined): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Begin the result of an assessment. */
export const resultOf = (assessed: Assessed): Result => new Written(assessed);

/** What has changed since another copy, talent by talent, in the words of the bands; nothing where one of them has none. */
export function compared(
  scores: readonly Score[],
  before: readonly Score[],
  nameOf: (trait: string) => string,
): {trait: string; words: string}[] {
  return scores.flatMap(({trait, band}) => {
    const was = before.find(each => each.trait === trait)?.band;
    if (!was || !band) return [];
    const words = say(was.id === band.id ? 'bandStays' : 'bandMoved', {trait: nameOf(trait), from: was.name, to: band.name});
    return [{trait, words}];
  });
}

class Written implements Result {
  readonly #traits: Trait[];
  readonly #bands: Band[];
  readonly #statements: {id: string; trait: string; reverse: boolean}[];
  readonly #points: number;
  readonly #level: number;
  #shown = '';
  #compared = '';

  constructor(private readonly on: Assessed) {
    const {reading} = on;
    this.#points = Number(reading.dataset['points']) || 2;
    this.#level = Number(/\d/.exec(reading.querySelector('h2, h3, h4, h5, h6')?.localName ?? 'h3')![0]);
    this.#traits = [...reading.querySelectorAll<HTMLElement>('.pb-trait')].map(trait => ({
      id: trait.dataset['trait'] ?? '',
      name: text(trait.querySelector('.pb-trait-name')),
      about: text(trait.querySelector(':scope > p:not(.pb-trait-name)')),
      prompts: [...trait.querySelectorAll('.pb-prompts > li')].map(text),
    }));
    this.#bands = [...reading.querySelectorAll<HTMLElement>('.pb-band')].map(readBand);
    this.#statements = on.statements.flatMap(({dataset: {field, trait, reverse}}) =>
      trait ? [{id: field ?? '', trait, reverse: reverse !== undefined}] : [],
    );
  }

  #scores(copy: Copy): Score[] {
    const answers = this.#statements.map(({id, trait, reverse}): Answer => {
      const value = String(valueOf(copy, answerKey(id)));
      return {trait, reverse, point: /^\d{1,2}$/.test(value) ? Number(value) : null};
    });
    return scoresOf(
      this.#traits.map(({id}) => id),
      answers,
      this.#points,
      this.#bands,
    );
  }

  show(): void {
    const {store} = this.on.host;
    const scores = this.#scores(store.copy);
    const others = store.list().filter(listed => !listed.gone && listed.copy !== store.copy.copy);
    const earlier = others.some(({copy}) => copy === this.#compared) ? store.find(this.#compared) : undefined;
    const before = earlier ? this.#scores(earlier) : [];
    const shown = JSON.stringify([scores, before, others, store.copy.copy]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#build(strengthsFirst(scores), before, others);
  }

  #head(step: number): 'h4' {
    return `h${Math.min(6, this.#level + step)}` as 'h4';
  }

  #build(scores: Score[], before: Score[], others: {copy: string; label: string}[]): void {
    const {reading, result} = this.on;
    const heading = el(this.#head(0), {id: `${reading.dataset['scores']}.result`, tabindex: '-1'}, say('result'));
    result.setAttribute('aria-labelledby', heading.id);
    result.replaceChildren(
      heading,
      el('p', {class: 'pb-help'}, say('resultHelp')),
      ...(others.length ? [this.#compare(others)] : []),
      ...(before.length ? [this.#changes(scores, before)] : []),
      this.#table(scores),
      ...[...new Set(scores.map(({band}) => band))].flatMap(band => this.#debrief(band, scores)),
    );
    const link = reading.querySelector('.pb-plan-link');
    if (link) result.append(link.cloneNode(true));
  }

  #compare(others: {copy: string; label: string}[]): HTMLElement {
    const id = `${this.on.reading.dataset['scores']}.compare`;
    const select = el(
      'select',
      {id},
      el('option', {value: ''}, say('compareNone')),
      ...others.map(({copy, label}) => el('option', {value: copy}, label || sayCore('untitled'))),
    );
    select.value = this.#compared;
    select.addEventListener('change', event => {
      event.stopPropagation();
      this.#compared = select.value;
      this.show();
      document.getElementById(id)?.focus();
    });
    return el('p', {class: 'pb-compare'}, el('label', {for: id}, say('compare')), ' ', select);
  }

  /** What another copy comes to is not in this one, and goes along only with what is private. */
  #changes(scores: Score[], before: Score[]): HTMLElement {
    const lines = compared(scores, before, trait => this.#name(trait));
    return el(
      'ul',
      {class: 'pb-changes', 'data-private': true},
      ...lines.map(({trait, words}) => el('li', {'data-from': this.#from(trait)}, words)),
    );
  }

  /** The answers that the score of a trait is worked out of. */
  #from(trait: string): string {
    return this.#statements
      .filter(each => each.trait === trait)
      .map(({id}) => `a/${id}`)
      .join(' ');
  }

  #name(trait: string): string {
    return this.#traits.find(({id}) => id === trait)?.name ?? trait;
  }

  /** Each talent with its band, and a bar that says no more than where it stands among the others. */
  #table(scores: Score[]): HTMLElement {
    const isWhole = scores.every(({answered, all}) => answered === all);
    const rows = scores.map(({trait, percent, band, answered, all}) => {
      const bar = el('span', {class: 'pb-strip', 'aria-hidden': 'true'});
      bar.style.setProperty('--pb-score', `${percent ?? 0}%`);
      return el(
        'tr',
        {'data-from': this.#from(trait)},
        el('th', {scope: 'row'}, this.#name(trait)),
        el('td', {class: 'pb-score'}, band?.name ?? say('noBand'), ...(band ? [bar] : [])),
        ...(isWhole ? [] : [el('td', {}, sayCore('of', {done: answered, all}))]),
      );
    });
    const heads = ['trait', 'band', ...(isWhole ? [] : (['answered'] as const))] as const;
    return el(
      'table',
      {class: 'pb-score-table'},
      el('thead', {}, el('tr', {}, ...heads.map(head => el('th', {scope: 'col'}, say(head))))),
      el('tbody', {}, ...rows),
    );
  }

  /** A band with its author's words, and the talents in it. */
  #debrief(band: Band | null, scores: Score[]): HTMLElement[] {
    const own = scores.filter(score => score.band === band);
    const isSaid = !band || own.some(({trait}) => !band.byTrait.has(trait));
    return [
      el(this.#head(1), {class: 'pb-band-name'}, band?.name ?? say('noBand')),
      ...(isSaid ? [el('p', {}, band?.text ?? say('tooFew'))] : []),
      ...own.map(({trait}) => this.#talent(trait, band?.byTrait.get(trait) ?? '')),
    ];
  }

  #talent(id: string, said: string): HTMLElement {
    const {name, about, prompts} = this.#traits.find(trait => trait.id === id)!;
    const plan = this.on.reading.dataset['plan'];
    const action = (prompt: string): HTMLElement[] =>
      plan ? [button(say('makeAction'), () => this.on.act(plan, prompt, name), {'aria-label': `${say('makeAction')}: ${prompt}`})] : [];
    return el(
      'div',
      {class: 'pb-debrief', 'data-from': this.#from(id)},
      el(this.#head(2), {}, name),
      ...(about ? [el('p', {class: 'pb-help'}, about)] : []),
      ...(said ? [el('p', {}, said)] : []),
      ...(prompts.length ? [el('ul', {class: 'pb-prompts'}, ...prompts.map(prompt => el('li', {}, `${prompt} `, ...action(prompt))))] : []),
    );
  }
}

function readBand(band: HTMLElement): Band {
  const own = [...band.querySelectorAll<HTMLElement>('dd[data-trait]')];
  return {
    id: band.dataset['band'] ?? '',
    name: band.querySelector<HTMLElement>('dt')?.dataset['name'] ?? text(band.querySelector('dt')),
    least: Number(band.dataset['from']),
    most: Number(band.dataset['to']),
    text: text(band.querySelector('dd:not([data-trait])')),
    byTrait: new Map(own.map(each => [each.dataset['trait']!, text(each)])),
  };
}
