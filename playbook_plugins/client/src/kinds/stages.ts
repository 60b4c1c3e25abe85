/**
 * The stages of a sheet with gates: they advise on an order, fold to their heads, and stand as numbered stops in a strip.
 * Nobody is held up. Contract: docs/contributing/html-contract.md.
 */

import {recall, remember} from '../keep/journal.ts';
import {isMetadata} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {anchorOf} from '../page/permalink.ts';
import {goTo, REVEAL} from '../page/reveal.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/kinds.ts';
import type {Host, Kind, Maker, Open} from './kind.ts';
import {Quiet} from './quiet.ts';

/** What is left of a folded stage. */
const HEAD = 'legend, .pb-locked, .pb-gate';
/** What counts: rows of a table have a count of their own. */
const LINES = 'li[data-item]:not([data-na]), .pb-field:not([data-field="start-date"])';
/** Hidden, and found by the browser's own search, which then says so. */
const FINDABLE = 'until-found';

interface Stage {
  section: HTMLElement;
  label: string;
  waitsFor: string;
  /** It waits, or something waits for it: it folds by itself where the reader is elsewhere. */
  chained: boolean;
  shut: boolean;
  /** How the reader has left it: `O`pen, `F`olded, or neither. */
  left: string;
  fold: HTMLElement;
  /** In a gate: the way in, and what is missing. */
  tools: HTMLElement;
  stop: number;
}

const targetOf = (hash: string): Element | null => (hash ? document.getElementById(anchorOf(hash)) : null);

/**
 * Opens the stage that the reader is in. What is passed and what comes later is folded when the sheet opens; during a visit
 * nothing folds by itself. A stage in which somebody has asked for something (`data-pb-asked`), and one that a link leads
 * into, is open as well.
 */
export class Stages extends Quiet {
  readonly #stops: HTMLAnchorElement[];
  readonly #stages: Stage[];
  #shown = '';

  constructor(
    private readonly host: Host,
    private readonly kinds: readonly Kind[],
  ) {
    super();
    const {form, signal} = host;
    this.#stops = [...form.querySelectorAll<HTMLAnchorElement>('.pb-stages a')];
    const sections = [...form.querySelectorAll<HTMLElement>('fieldset.pb-section')].filter(
      section => section.dataset['opensWhen'] || !section.parentElement!.closest('.pb-section'),
    );
    this.#stages = sections.map(section => this.#stage(section));
    for (const {waitsFor} of this.#stages)
      for (const stage of this.#stages) stage.chained ||= waitsFor !== '' && stage.section.contains(this.#named(waitsFor));
    this.#recall(host.worksheet); // before the answers are there: nothing is to move when they come
    for (const stage of this.#stages) this.#apply(stage, stage.waitsFor !== '');
    addEventListener('hashchange', () => this.#arrive(), {signal});
    form.addEventListener(REVEAL, event => this.#reveal(event.target as Element), {signal});
  }

  #stage(section: HTMLElement): Stage {
    for (const built of section.querySelectorAll(':scope > .pb-gate, .pb-fold')) built.remove(); // of an earlier upgrade
    const legend = section.firstElementChild!;
    const heading = legend.firstElementChild ?? legend;
    const waitsFor = section.dataset['opensWhen'] ?? '';
    const stage: Stage = {
      section,
      label: [...heading.childNodes]
        .filter(node => !(node instanceof Element && node.matches('.headerlink')))
        .map(node => node.textContent)
        .join('')
        .trim(),
      waitsFor,
      chained: waitsFor !== '',
      shut: false,
      left: '',
      fold: button('', () => this.#press(stage, stage.shut), {class: 'pb-fold'}),
      tools: this.#tools(() => stage),
      stop: this.#stops.findIndex(({hash}) => section.contains(targetOf(hash))),
    };
    if (heading.id) section.setAttribute('aria-labelledby', heading.id); // without the button’s words
    legend.append(stage.fold);
    this.#stops[stage.stop]?.addEventListener('click', () => this.#reveal(section));
    if (waitsFor) (section.querySelector(':scope > .pb-locked') ?? legend).after(stage.tools);
    return stage;
  }

  #tools(stage: () => Stage): HTMLElement {
    const missing = el('ul', {class: 'pb-missing', hidden: true});
    const show = button(
      say('gateMissing'),
      () => {
        missing.hidden = !missing.hidden;
        show.setAttribute('aria-expanded', String(!missing.hidden));
        this.#list(stage());
      },
      {'aria-expanded': 'false'},
    );
    const enter = button(say('gateAnyway'), () => {
      this.#press(stage(), true);
      stage().section.querySelector<HTMLElement>(`:scope > :not(${HEAD}) :is(input, select, textarea, button)`)?.focus();
    });
    return el('div', {class: 'pb-gate', 'data-search-exclude': true}, enter, show, missing);
  }

  /** What is missing, as links to each. */
  #list({tools, waitsFor}: Stage): void {
    const list = tools.lastElementChild as HTMLElement;
    if (list.hidden) return;
    const lines = this.#missing(waitsFor).map(({id, label}) => {
      const link = el('a', {href: `#${id}`}, label);
      link.addEventListener('click', event => goTo(id, event));
      return el('li', {}, link);
    });
    if (list.textContent !== lines.map(line => line.textContent).join('')) list.replaceChildren(...lines);
  }

  /** Open or fold a stage as its reader wants it; it stays so. */
  #press(stage: Stage, open: boolean): void {
    stage.left = open ? 'O' : 'F';
    stage.shut = !open;
    this.show();
  }

  /** Open what `target` stands in; whether anything was shut. */
  #reveal(target: Element): boolean {
    const shut = this.#stages.filter(stage => stage.shut && stage.section.contains(target));
    for (const stage of shut) {
      stage.shut = false;
      this.#apply(stage, false);
    }
    return shut.length > 0;
  }

  #arrive(): void {
    const target = targetOf(location.hash);
    if (target && this.#reveal(target)) target.scrollIntoView();
  }

  /** After every other part has shown itself. */
  show(): void {
    const {host} = this;
    const {copy, copies} = host.store;
    if (copies.unread && !host.form.closest('[ready]')) return; // typed before the answers are there
    const isAnew = this.#shown !== copy.copy;
    const target = isAnew ? targetOf(location.hash) : null;
    if (isAnew) this.#recall(copy.copy);
    this.#shown = copy.copy;
    const open = new Set(this.#openIn(host.form, false).map(({id}) => document.getElementById(id)?.closest(LINES)));
    const begun = this.#begun();
    const seen = this.#stages.map(({section, waitsFor}) => {
      const lines = [...section.querySelectorAll(LINES)].filter(line => !line.querySelector('li'));
      const done = lines.filter(line => !open.has(line)).length;
      const isAsked = section.querySelector('[data-pb-asked]') !== null;
      const isPassed = !this.#missingIn(section).length;
      const waits = !begun.has(section) && !isAsked && this.#missing(waitsFor).length > 0;
      return {all: lines.length, done, isAsked, isPassed, waits, isDone: isPassed && done === lines.length};
    });
    const next = seen.findIndex(({isPassed, waits}) => !isPassed && !waits);
    const here = next < 0 ? seen.findIndex(({isDone}) => !isDone) : next;
    let kept = '';
    for (const [index, stage] of this.#stages.entries()) {
      const {section, label, fold, left} = stage;
      const {all, done, isAsked, isPassed, waits, isDone} = seen[index]!;
      const isBehind = stage.waitsFor === 'met' ? waits : isPassed || !begun.has(section); // no stage leads to what waits for metrics
      const isElsewhere = stage.chained && here >= 0 && here !== index && !isAsked && isBehind;
      const folds = left ? left === 'F' : isElsewhere;
      kept += left || (folds ? 'f' : 'o');
      if (isAnew) stage.shut = folds && !section.contains(target);
      else if (stage.shut && !folds) {
        stage.shut = false;
        host.announce(say('opened', {label}));
      }
      this.#apply(stage, waits);
      this.#list(stage);
      const count = all ? sayCore('of', {done, all}) : '';
      const line = count ? say('stageLine', {label, count}) : label;
      fold.dataset['count'] = count;
      fold.setAttribute('aria-label', line);
      const state = index === here ? 'stageHere' : isDone ? 'stageDone' : begun.has(section) ? '' : 'stageLater';
      section.dataset['state'] = state;
      const stop = this.#stops[stage.stop];
      if (!stop) continue;
      const name = say('stageStop', {n: stage.stop + 1, all: this.#stops.length, line});
      stop.dataset['state'] = state;
      stop.setAttribute('aria-label', state ? say(state, {stop: name}) : name);
      stop.setAttribute('aria-current', index === here ? 'step' : 'false');
    }
    if (copy.leaves.size) for (const of of [copy.copy, host.worksheet]) remember(this.#key(of), kept);
  }

  /** Fold a stage or open it; one that `waits` says what it usually comes after. */
  #apply({section, shut, fold, tools}: Stage, waits: boolean): void {
    section.dataset['folded'] = String(shut);
    section.toggleAttribute('data-locked', shut && waits);
    fold.setAttribute('aria-expanded', String(!shut));
    tools.hidden = !(shut && waits);
    if (!('onbeforematch' in section)) return; // it is shut by its style alone
    for (const part of section.children) {
      if (part.getAttribute('hidden') === FINDABLE ? !shut : shut && !part.matches(`table, [hidden], ${HEAD}`))
        shut ? part.setAttribute('hidden', FINDABLE) : part.removeAttribute('hidden');
    }
  }

  /** In this browser alone, beside the copy: how it looks is no answer. */
  #key(of: string): string {
    return `playbook:${this.host.store.site}:stages:${of}`;
  }

  /** Fold as a copy was left, or the sheet, whichever copy it showed. */
  #recall(of: string): void {
    const kept = recall(this.#key(of));
    for (const [index, stage] of this.#stages.entries()) {
      const sign = kept.length === this.#stages.length ? kept[index]! : stage.waitsFor && 'f';
      stage.shut = /f/i.test(sign);
      stage.left = sign < 'a' ? sign : '';
    }
  }

  /** What a gate names: a section, a part, an item or a field. */
  #named(id: string): Element | null {
    const {form, worksheet} = this.host;
    const found =
      form.querySelector(`[data-section="${CSS.escape(id)}"], [data-part="${CSS.escape(id)}"]`)
      ?? document.getElementById(`${worksheet}--${id}`);
    return form.contains(found) ? found : null;
  }

  isOdd(): boolean {
    return this.#stages.some(({waitsFor}) => waitsFor && waitsFor !== 'met' && !this.#named(waitsFor));
  }

  /** What is still open of what `id` names; nothing where the gate is open by itself. */
  #missing(id: string): Open[] {
    const said = this.kinds.map(kind => kind.openUntil?.(id)).find(open => open !== undefined);
    if (said !== undefined) return said;
    const root = id && this.#named(id);
    return root ? this.#missingIn(root) : []; // a gate that waits for nothing must not stay shut
  }

  /** What is required leads on; where nothing is, everything does. */
  #missingIn(root: Element): Open[] {
    const required = this.kinds.map(kind => kind.openIn?.(root, true) ?? null).filter(each => each !== null);
    return required.length ? required.flat() : this.#openIn(root, false);
  }

  #openIn(root: Element, required: boolean): Open[] {
    return this.kinds.flatMap(kind => kind.openIn?.(root, required) ?? []);
  }

  /** The sections that hold answers. */
  #begun(): Set<Element> {
    const found = new Set<Element>();
    for (const [key, leaf] of this.host.store.copy.leaves) {
      const [kind, first, second] = key.split('/') as [string, string, string?];
      if (leaf.v === '' || leaf.v === false || !'ar'.includes(kind) || isMetadata(key)) continue;
      const line = document.getElementById(`${this.host.worksheet}--${kind === 'a' ? first : second}`);
      for (const {section} of this.#stages) if (line && section.contains(line)) found.add(section);
    }
    return found;
  }
}

/** The stages of a form that has gates. */
export const make: Maker = (host, parts) => (host.form.querySelector('[data-opens-when]') ? [new Stages(host, parts)] : []);
