/** `<playbook-team>`: a coach's page. Contract: docs/contributing/html-contract.md. */

import {openLoop} from '../coaching/loop.ts';
import type {LoopStore, Member} from '../coaching/loop-store.ts';
import {type Sheets, sheetsIn} from '../coaching/sheets.ts';
import {today} from '../model/dates.ts';
import {button, el} from '../page/dom.ts';
import {clearFragment, hasFragment} from '../page/fragment.ts';
import {say} from '../words/team.ts';
import {readState, type TeamState} from './board.ts';
import type {Chosen, TeamMore, TeamPage} from './context.ts';
import {acceptDrops} from './drops.ts';
import {loadMore} from './more.ts';
import {keepPlace} from './place.ts';
import {presetOf, watchPresets} from './presets.ts';
import {startHead, startPage} from './start.ts';
import {addressOf, help, linkTo, sayDay, withMore} from './ui.ts';

const VISIBLE = 6000; // milliseconds that a word beside the press stays
const PERSON = /^#team-(.*)$/;

/** Shows a team, and does what its coach does with it. */
export class PlaybookTeam extends HTMLElement {
  #loop!: LoopStore;
  #sheets: Sheets = new Map();
  #state: TeamState | undefined;
  #sample = false;
  #visit: string | undefined;
  #reading = 0;
  #stale = false;
  #holding = 0;
  #chosen: Chosen = new Map();
  #shownPerson = '';
  #ending: AbortController | undefined;
  #unlisten: () => void = () => undefined;
  #opener: () => void = () => undefined;
  #fading: ReturnType<typeof setTimeout> | undefined;
  readonly #status = el('p', {class: 'pb-status', role: 'status'});
  readonly #standing = el('div', {class: 'pb-team-standing'});
  readonly #results = el('div', {class: 'pb-team-results'});
  readonly #head = el('div', {class: 'pb-team-head'});
  readonly #menu = el('div', {class: 'pb-team-menu'});
  readonly #main = el('div', {class: 'pb-team-main'});
  readonly #strengths = el('div', {});

  connectedCallback(): void {
    if (this.#ending) return;
    this.#ending = new AbortController();
    const {signal} = this.#ending;
    clearFragment();
    this.#sheets = sheetsIn(this.querySelector('template[data-pb-sheets]') ? this : document);
    for (const built of this.querySelectorAll('.pb-team-desk')) built.remove();
    this.prepend(
      el(
        'div',
        {class: 'pb-team-desk', 'data-search-exclude': true},
        this.#standing,
        this.#head,
        this.#results,
        this.#main,
        this.#strengths,
        el('p', {class: 'pb-help pb-team-purpose'}, say('teamPurpose')),
        this.#status,
      ),
    );
    acceptDrops(this, files => void this.#with(more => more.bringFiles(this.#page, [...files])), signal);
    this.addEventListener('click', event => this.#clicked(event), {signal});
    this.addEventListener('focusin', event => this.#keepOpener(event.target as Element), {signal});
    this.addEventListener('close', () => setTimeout(() => this.#opener()), {capture: true, signal});
    addEventListener('popstate', () => void this.#moved(), {signal});
    addEventListener('pageshow', event => event.persisted && void this.#context.refresh(), {signal});
    this.#main.addEventListener('focusout', () => setTimeout(() => this.#stale && void this.#context.refresh()), {signal});
    watchPresets(document, signal, preset => void this.#with(more => more.askToAssign(this.#page, presetOf(preset))));
    this.#use(openLoop(this.getAttribute('site') || 'site'));
    void this.#begin();
  }

  disconnectedCallback(): void {
    this.#ending?.abort();
    this.#ending = undefined;
    this.#unlisten();
    this.#reading += 1;
  }

  #use(loop: LoopStore): void {
    this.#unlisten();
    this.#loop = loop;
    this.#unlisten = loop.listen(() => this.#holding || void this.#context.refresh());
  }

  async #begin(): Promise<void> {
    await this.#settle().catch(() => undefined); // what is refused is said by the page itself
    await this.#context.refresh();
    this.setAttribute('ready', '');
    if (hasFragment()) await this.#with(more => more.bringArrived(this.#page));
    else if (PERSON.test(location.hash)) this.#focusTitle();
  }

  /** What the author set, and when this page was visited before. */
  async #settle(): Promise<void> {
    const [least, keep] = ['least', 'keep'].map(name => Number(this.getAttribute(name) || Number.NaN)) as [number, number];
    const {visit} = await this.#loop.settings();
    this.#visit ??= visit;
    await this.#loop.setSettings({...(least >= 3 && {least}), ...(keep >= 0 && {keep}), visit: today()});
  }

  get #person(): string {
    const id = PERSON.exec(location.hash)?.[1] ?? '';
    return this.#state?.members.some(member => member.id === id) ? id : '';
  }

  get #context(): Omit<TeamPage, 'state'> {
    return {
      element: this,
      loop: this.#loop,
      sheets: this.#sheets,
      sample: this.#sample,
      today: today(),
      results: this.#results,
      announce: (text, visible) => this.#announce(text, visible),
      open: person => this.#go(addressOf(person)),
      refresh: () => this.#refresh(),
      during: work => this.#during(work),
    };
  }

  get #page(): TeamPage {
    return {...this.#context, state: this.#state!};
  }

  /** What had the focus before a dialog: the page may be built anew beneath one, and the focus goes back to its like. */
  #keepOpener(focused: Element): void {
    if (!focused.closest('dialog')) this.#opener = keepPlace(this);
  }

  #announce(text: string, visible = false): void {
    clearTimeout(this.#fading);
    this.#status.textContent = text;
    this.#status.toggleAttribute('data-visible', visible);
    this.#fading = setTimeout(() => {
      this.#status.textContent = '';
      this.#status.removeAttribute('data-visible');
    }, VISIBLE);
  }

  /** Do what writes often, and show nothing of it before it is done. */
  async #during<T>(work: () => Promise<T>): Promise<T> {
    this.#holding += 1;
    try {
      return await work();
    } finally {
      this.#holding -= 1;
    }
  }

  /** Read again and show it, unless somebody is in the middle of a word: then as soon as they leave it. */
  async #refresh(): Promise<void> {
    const turn = (this.#reading += 1);
    const focused = document.activeElement;
    if ((focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement) && this.#main.contains(focused)) {
      if (focused.value !== focused.defaultValue) {
        this.#stale = true;
        return;
      }
    }
    this.#stale = false;
    const state = await readState(this.#loop);
    if (turn !== this.#reading || !this.#ending) return;
    this.#state = {...state, settings: {...state.settings, visit: this.#sample ? state.settings.visit : (this.#visit ?? '')}};
    await this.#show(turn);
  }

  async #show(turn: number): Promise<void> {
    const page = this.#page;
    const member = page.state.members.find(({id}) => id === this.#person);
    if (member?.id !== this.#shownPerson) this.#chosen = new Map();
    const shown = member ? await this.#personPage(page, member) : startPage(page, () => void this.#openSample());
    if (turn !== this.#reading) return;
    this.#shownPerson = member?.id ?? '';
    const place = keepPlace(this);
    this.#standing.replaceChildren(...this.#lasting());
    this.#head.replaceChildren(...(member ? [] : [startHead(page, this.#menu)]));
    this.#main.replaceChildren(...shown);
    this.#strengths.hidden = member !== undefined;
    place();
    if (!member) void this.#more(page);
  }

  async #personPage(page: TeamPage, member: Member): Promise<HTMLElement[]> {
    const more = await loadMore().catch(() => undefined);
    return more ? more.personPage(page, member, this.#chosen) : [el('p', {}, linkTo('', say('teamBack'))), help(say('teamNoMore'))];
  }

  #with(act: (more: TeamMore) => unknown): Promise<void> {
    return withMore(this.#page, act);
  }

  /** What is not needed before the page stands. */
  async #more(page: TeamPage): Promise<void> {
    const more = await loadMore().catch(() => undefined);
    if (!more || page.state !== this.#state) return;
    this.#menu.replaceChildren();
    await more.moreMenu(page, this.#menu);
    this.#strengths.replaceChildren();
    if (page.state.index.length) await more.strengths(page, this.#strengths);
  }

  /** What must be known all the time: that the team is made up, that nothing is kept, when it was saved last. */
  #lasting(): HTMLElement[] {
    if (this.#sample) {
      const leave = button(say('teamLeaveSample'), () => void this.#leaveSample(), {class: 'pb-button pb-primary', 'data-focus': 'leave'});
      return [el('div', {class: 'pb-banner'}, el('p', {}, say('teamSampleIs')), leave)];
    }
    const {saved} = this.#state!.settings;
    const day = saved ? say('teamSavedOn', {day: sayDay(saved, today())}) : say('teamNeverSaved');
    const save = button(say('teamSaveFile'), () => void this.#with(more => more.saveTeamFile(this.#page)), {
      'data-focus': 'save',
      ...(this.#loop.inMemory && {class: 'pb-button pb-primary'}),
    });
    if (this.#loop.inMemory) return [el('div', {class: 'pb-banner'}, el('p', {}, say('teamRefusedStorage')), save)];
    return this.#state!.members.length ? [el('p', {class: 'pb-help pb-team-kept'}, `${say('teamHere')} ${day} `, save)] : [];
  }

  async #openSample(): Promise<void> {
    const loop = openLoop(this.#loop.site, true);
    let sheets: Sheets | undefined;
    await this.#with(async more => {
      sheets = await more.sampleTeam(loop, today());
    });
    if (!sheets) return;
    this.#sample = true;
    this.#unlisten();
    const [own, ownSheets] = [this.#loop, this.#sheets];
    this.#before = () => {
      this.#sheets = ownSheets;
      this.#use(own);
    };
    this.#sheets = sheets;
    this.#loop = loop;
    await this.#again();
    this.#standing.querySelector('button')?.focus();
  }

  #before: () => void = () => undefined;

  async #leaveSample(): Promise<void> {
    this.#sample = false;
    this.#before();
    if (location.hash.startsWith('#team-')) history.replaceState(history.state, '', location.pathname + location.search);
    await this.#again();
    this.#main.querySelector<HTMLElement>('[data-focus="sample"], h3, h2')?.focus();
  }

  async #again(): Promise<void> {
    this.#results.replaceChildren();
    this.#chosen = new Map();
    await this.#refresh();
  }

  /** A name was pressed: instant navigation would fetch the page anew. */
  #clicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#team-"]') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#go(link.getAttribute('href')!);
  }

  #go(address: string): void {
    history.pushState(history.state, '', address);
    void this.#moved();
  }

  /** The address names another person, or brings something. */
  async #moved(): Promise<void> {
    clearFragment();
    if (hasFragment()) return this.#with(more => more.bringArrived(this.#page));
    if (!PERSON.test(location.hash) && this.#shownPerson === '') return;
    if (location.hash && !PERSON.test(location.hash)) return; // a place on the page
    await this.#refresh();
    this.#focusTitle();
  }

  #focusTitle(): void {
    this.#main.querySelector<HTMLElement>('h2, h3')?.focus();
  }
}
