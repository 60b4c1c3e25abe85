/** The result of an assessment: scores, bands and debrief, strengths first. Contract: docs/contributing/html-contract.md. */

import {answerKey, type Copy, valueOf} from '../model/response.ts';
import {type Answer, type Band, radarPoints, type Score, scoresOf, strengthsFirst} from '../model/scores.ts';
import {button, el} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import {allIn, type Host, type Maker} from './kind.ts';
import {Quiet} from './quiet.ts';
import {sendAction} from './sending.ts';

interface Trait {
  id: string;
  name: string;
  about: string;
  prompts: string[];
}
interface Statement {
  id: string;
  trait: string;
  reverse: boolean;
}

const SVG = 'http://www.w3.org/2000/svg';
const text = (element: Element | null | undefined): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Shows what the statements of one assessment come to. The statements themselves are fields. */
export class Assessment extends Quiet {
  readonly #traits: Trait[];
  readonly #bands: Band[];
  readonly #statements: Statement[];
  readonly #points: number;
  readonly #result = el('section', {class: 'pb-result', hidden: true, 'data-search-exclude': true});
  #shown = '';
  #compared = '';

  constructor(
    private readonly host: Host,
    private readonly reading: HTMLElement,
  ) {
    super();
    const root = reading.closest('.pb-part') ?? host.form;
    this.#points = Number(reading.dataset['points']) || 2;
    this.#traits = [...reading.querySelectorAll<HTMLElement>('.pb-trait')].map(trait => ({
      id: trait.dataset['trait'] ?? '',
      name: text(trait.querySelector('.pb-trait-name')),
      about: text(trait.querySelector(':scope > p:not(.pb-trait-name)')),
      prompts: [...trait.querySelectorAll('.pb-prompts > li')].map(text),
    }));
    this.#bands = [...reading.querySelectorAll<HTMLElement>('.pb-band')].map(readBand);
    this.#statements = [...root.querySelectorAll<HTMLElement>('.pb-statement[data-trait]')].map(statement => ({
      id: statement.dataset['field'] ?? '',
      trait: statement.dataset['trait']!,
      reverse: statement.hasAttribute('data-reverse'),
    }));
    for (const built of root.querySelectorAll('.pb-result')) built.remove();
    reading.before(this.#result);
  }

  #answers(copy: Copy): Answer[] {
    return this.#statements.map(({id, trait, reverse}) => {
      const value = String(valueOf(copy, answerKey(id)));
      return {trait, reverse, point: /^\d{1,2}$/.test(value) ? Number(value) : null};
    });
  }

  #scores(copy: Copy): Score[] {
    return scoresOf(
      this.#traits.map(({id}) => id),
      this.#answers(copy),
      this.#points,
      this.#bands,
    );
  }

  show(): void {
    const scores = this.#scores(this.host.store.copy);
    const others = this.host.store.list().filter(listed => !listed.gone && listed.copy !== this.host.store.copy.copy);
    const earlier = others.some(({copy}) => copy === this.#compared) ? this.host.store.find(this.#compared) : undefined;
    const before = earlier ? this.#scores(earlier) : [];
    const shown = JSON.stringify([scores, before, others, this.host.store.copy.copy]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const any = scores.some(score => score.percent !== null);
    this.#result.hidden = !any;
    this.reading.hidden = scores.some(score => score.band !== null);
    if (any) this.#build(scores, before, others);
  }

  #build(scores: Score[], before: Score[], others: {copy: string; label: string}[]): void {
    const heading = el(this.#level(), {id: `${this.reading.dataset['scores']}.result`}, say('result'));
    this.#result.setAttribute('aria-labelledby', heading.id);
    this.#result.replaceChildren(
      heading,
      el('p', {class: 'pb-help'}, say('resultHelp')),
      ...(others.length ? [this.#compare(others)] : []),
      el('div', {class: 'pb-scores'}, this.#table(scores, before), ...(scores.length > 2 ? [radar(scores, this.#from())] : [])),
      ...strengthsFirst(scores).map(score => this.#debrief(score)),
    );
    const link = this.reading.querySelector('.pb-plan-link');
    if (link) this.#result.append(link.cloneNode(true));
  }

  #level(): 'h3' | 'h4' | 'h5' | 'h6' {
    const level = (this.reading.querySelector('h2, h3, h4, h5, h6')?.localName ?? 'h3') as 'h3';
    return level;
  }

  #compare(others: {copy: string; label: string}[]): HTMLElement {
    const id = `${this.reading.dataset['scores']}.compare`;
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

  /** The answers that the scores, or those of one trait, are worked out of. */
  #from(trait?: string): string {
    return this.#statements
      .filter(each => trait === undefined || each.trait === trait)
      .map(({id}) => `a/${id}`)
      .join(' ');
  }

  #name(trait: string): string {
    return this.#traits.find(({id}) => id === trait)?.name ?? trait;
  }

  /** The table behind the bars; each bar is its cell's background and says nothing that the number does not. */
  #table(scores: Score[], before: Score[]): HTMLElement {
    const percent = (value: number | null): string =>
      value === null ? '–' : new Intl.NumberFormat(pageLanguage(), {style: 'percent'}).format(value / 100);
    const rows = strengthsFirst(scores).map(score => {
      const bar = el('td', {class: 'pb-score'}, percent(score.percent));
      bar.style.setProperty('--pb-score', `${score.percent ?? 0}%`);
      const was = before.find(({trait}) => trait === score.trait);
      // What another copy comes to is not in this one, and goes along only with what is private.
      return el(
        'tr',
        {'data-from': this.#from(score.trait)},
        el('th', {scope: 'row'}, this.#name(score.trait)),
        bar,
        ...(was ? [el('td', {'data-private': true}, percent(was.percent))] : []),
        el('td', {}, score.band?.name ?? say('noBand')),
        el('td', {}, sayCore('of', {done: score.answered, all: score.all})),
      );
    });
    const heads = ['trait', 'score', ...(before.length ? (['scoreBefore'] as const) : []), 'band', 'answered'] as const;
    return el(
      'table',
      {class: 'pb-score-table'},
      el('thead', {}, el('tr', {}, ...heads.map(head => el('th', {scope: 'col', 'data-private': head === 'scoreBefore'}, say(head))))),
      el('tbody', {}, ...rows),
    );
  }

  #debrief(score: Score): HTMLElement {
    const trait = this.#traits.find(({id}) => id === score.trait)!;
    const level = `h${Math.min(6, Number(this.#level()[1]) + 1)}` as 'h4';
    const said = score.band ? (score.band.byTrait.get(score.trait) ?? score.band.text) : say('tooFew');
    const plan = this.reading.dataset['plan'];
    return el(
      'div',
      {class: 'pb-debrief', 'data-from': this.#from(score.trait)},
      el(level, {}, score.band ? `${trait.name}: ${score.band.name}` : trait.name),
      ...(trait.about ? [el('p', {class: 'pb-help'}, trait.about)] : []),
      el('p', {}, said),
      ...(trait.prompts.length
        ? [
            el(
              'ul',
              {class: 'pb-prompts'},
              ...trait.prompts.map(prompt =>
                el(
                  'li',
                  {},
                  `${prompt} `,
                  ...(plan
                    ? [
                        button(say('makeAction'), () => sendAction(this.host, plan, prompt, trait.name), {
                          'aria-label': `${say('makeAction')}: ${prompt}`,
                        }),
                      ]
                    : []),
                ),
              ),
            ),
          ]
        : []),
    );
  }

  /** An empty sheet on paper has no result, and says how to read one. */
  blank(): void {
    this.#shown = '';
    this.#result.hidden = true;
    this.reading.hidden = false;
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

/** A decoration: what it shows stands in the table. */
function radar(scores: Score[], from: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [name, value] of [
    ['viewBox', '0 0 200 200'],
    ['class', 'pb-radar'],
    ['data-from', from],
    ['aria-hidden', 'true'],
  ] as const)
    svg.setAttribute(name, value);
  for (const ring of [100, 75, 50, 25])
    svg.append(
      polygon(
        scores.map(() => ring),
        'pb-ring',
      ),
    );
  svg.append(
    polygon(
      scores.map(score => score.percent ?? 0),
      'pb-shape',
    ),
  );
  return svg;
}

function polygon(percents: number[], name: string): SVGElement {
  const made = document.createElementNS(SVG, 'polygon');
  made.setAttribute('points', radarPoints(percents));
  made.setAttribute('class', name);
  return made;
}

/** A result for each reading. */
export const make: Maker = host => allIn(host.form, '.pb-reading').map(reading => new Assessment(host, reading));
