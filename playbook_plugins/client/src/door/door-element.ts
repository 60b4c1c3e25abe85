/**
 * `<playbook-door>`, the page `/go/in/`: takes a link or files, reads them in this browser, and leads on to the page that
 * each is for. It keeps nothing and applies nothing. Contract: docs/contributing/html-contract.md.
 */

import type {Envelope} from '../coaching/formats.ts';
import {readArrived} from '../coaching/incoming.ts';
import {Refusal} from '../model/gate.ts';
import {LIMITS} from '../model/limits.ts';
import {LABEL, textOf} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {type Arrived, addressWith, leaveFor, takeArrived} from '../page/door.ts';
import {textIn} from '../travel/decode.ts';
import {fragmentsIn} from '../travel/found.ts';
import {senderOf} from '../travel/sender.ts';
import {say} from '../words/arrival.ts';
import {say as sayOut} from '../words/out.ts';

const MAX_FILES = 50;

/** One thing that came: what it is and where it leads, or why nowhere. */
interface Found {
  came: Arrived;
  envelope: Envelope | null;
  title: string;
  /** The page's address; `''` with `why`. */
  to: string;
  name: string;
  why: string;
}

/** Opens what comes, and leads on. */
export class PlaybookDoor extends HTMLElement {
  #ending: AbortController | undefined;
  readonly #told = el('div', {class: 'pb-door-told', role: 'status', tabindex: '-1'});
  readonly #paste = el('textarea', {id: 'pb-door-paste', rows: '3', spellcheck: 'false'});

  connectedCallback(): void {
    if (this.#ending) return;
    this.#ending = new AbortController();
    for (const built of this.querySelectorAll('.pb-door-in')) built.remove();
    this.prepend(this.#form());
    this.setAttribute('ready', '');
    const arrive = (): void => void takeArrived(this.#site).then(all => (all.length ? this.#take(all) : undefined));
    addEventListener('hashchange', arrive, {signal: this.#ending.signal});
    arrive();
  }

  disconnectedCallback(): void {
    this.#ending?.abort();
    this.#ending = undefined;
  }

  get #site(): string {
    return this.getAttribute('site') || 'site';
  }

  #form(): HTMLElement {
    const file = el('input', {
      type: 'file',
      id: 'pb-door-file',
      multiple: true,
      accept: '.txt,.json,.csv,text/plain,application/json,text/csv',
    });
    file.addEventListener('change', () => {
      void this.#files(file.files ?? []);
      file.value = '';
    });
    const zone = el('div', {class: 'pb-drop'}, el('label', {for: file.id}, sayOut('chooseFile')), file);
    this.addEventListener('dragover', event => event.preventDefault());
    this.addEventListener('drop', event => {
      event.preventDefault();
      const text = event.dataTransfer?.getData('text/plain') ?? '';
      if (event.dataTransfer?.files.length) void this.#files(event.dataTransfer.files);
      else if (text) void this.#take([{name: '', text}]);
    });
    this.#paste.addEventListener('paste', event => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      void this.#files(event.clipboardData.files);
    });
    const open = (): void => void this.#take([{name: '', text: this.#paste.value}]);
    return el(
      'div',
      {class: 'pb-door-in'},
      el('p', {}, say('doorHelp')),
      zone,
      el('label', {for: this.#paste.id}, say('doorPaste')),
      this.#paste,
      el('div', {class: 'pb-buttons'}, button(say('doorOpen'), open, {class: 'pb-button pb-primary'})),
      this.#told,
    );
  }

  async #files(files: Iterable<File>): Promise<void> {
    this.#tell(el('p', {}, say('doorLooking')));
    const all: Arrived[] = [];
    const refused: Found[] = [];
    for (const file of [...files].slice(0, MAX_FILES)) {
      if (file.size > LIMITS.whole) refused.push(this.#refused({name: file.name, text: ''}, new Refusal('tooLarge')));
      else all.push({name: file.name, text: await textIn(file)});
    }
    await this.#take(all, refused);
  }

  #tell(...nodes: Node[]): void {
    this.#told.replaceChildren(...nodes);
  }

  /** Read all, then lead on with one, or list several. */
  async #take(all: readonly Arrived[], found: Found[] = []): Promise<void> {
    if (all.every(({text}) => !text.trim()) && !found.length) return this.#tell(el('p', {class: 'pb-refused'}, say('doorEmpty')));
    this.#tell(el('p', {}, say('doorLooking')));
    for (const came of all) found.push(...(await this.#read(came)));
    const [only] = found;
    if (only && found.length === 1 && only.to) return this.#lead([only]);
    const returns = found.filter(({envelope, to}) => envelope?.kind === 'return' && to && this.getAttribute('team'));
    if (returns.length && returns.length === found.length) return this.#lead(returns);
    this.#list(found, returns);
  }

  async #read(came: Arrived): Promise<Found[]> {
    try {
      const envelopes = await readArrived(came.text, this.#site);
      // A file of several things is taken apart: each leads to a page of its own.
      return envelopes.map(envelope => this.#found(envelopes.length > 1 ? {...came, text: envelope.text} : came, envelope));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [this.#refused(came, error)];
    }
  }

  #refused(came: Arrived, {reason, where}: Refusal): Found {
    const text = came.text.trim();
    const isWords = !came.name && reason !== 'tooLarge' && !text.startsWith('{') && !/#?pb\d{1,3}\./.test(text);
    const why = isWords ? say('doorNoLink') : sayOut(reason === 'newer' ? 'newerFile' : reason, {where});
    return {came, envelope: null, title: came.name, to: '', name: '', why};
  }

  #found(came: Arrived, envelope: Envelope): Found {
    const [title, sheet] = titleOf(envelope);
    const isTeams = ['return', 'locked', 'snapshot'].includes(envelope.kind);
    const team = this.getAttribute('team');
    if (isTeams && team) return {came, envelope, title, to: new URL(team, document.baseURI).href, name: 'Team', why: ''};
    const link = sheet ? this.querySelector<HTMLAnchorElement>(`li[data-sheet="${CSS.escape(sheet)}"] a`) : null;
    const why = link ? '' : sheet ? say('doorUnknown', {name: sheet}) : say('doorNoTeam');
    return {came, envelope, title, to: link?.href ?? '', name: link?.textContent ?? '', why};
  }

  /** Go on to the page; what waits for it there is taken once. */
  async #lead(found: readonly Found[]): Promise<void> {
    const [{came, to, name} = {came: {name: '', text: ''}, to: '', name: ''}] = found;
    const link = el('a', {href: to}, say('doorLeading', {name}));
    this.#tell(el('p', {}, link));
    const all = found.map(each => ({...each.came, name: each.came.name || '-'}));
    const links = came.text.trimStart().startsWith('{') ? [] : fragmentsIn(came.text);
    const alone = found.length === 1 && links.length === 1 ? addressWith(to, links[0]!) : '';
    const there = await leaveFor(this.#site, all, to).catch(() => alone);
    if (!there) return this.#tell(el('p', {class: 'pb-refused'}, say('doorTooLarge'), ' ', el('a', {href: to}, name)));
    link.href = there;
    location.assign(there);
  }

  #list(found: readonly Found[], returns: readonly Found[]): void {
    const lines = found.map(each => {
      const title = el('strong', {}, each.title || sayOut('pasted'));
      const does = each.to
        ? button(say('doorOpen'), () => void this.#lead([each]), {'aria-label': `${say('doorOpen')}: ${each.title}`})
        : el('p', {class: 'pb-refused'}, each.why);
      return el('li', {}, title, ' ', does);
    });
    this.#tell(
      ...(found.length > 1 ? [el('p', {}, say('doorMany', {n: found.length}))] : []),
      ...(returns.length > 1
        ? [
            el(
              'p',
              {},
              button(say('doorTogether', {n: returns.length}), () => void this.#lead(returns), {class: 'pb-button pb-primary'}),
            ),
          ]
        : []),
      el('ul', {class: 'pb-list pb-door-list'}, ...lines),
    );
    this.#told.focus();
  }
}

/** What it is in words, and the sheet that it belongs to. */
function titleOf(envelope: Envelope): [title: string, sheet: string] {
  const somebody = say('doorSomebody');
  switch (envelope.kind) {
    case 'record': {
      const name = textOf(envelope.copy, LABEL) || envelope.copy.worksheet;
      const from = senderOf(envelope.copy);
      return [from ? say('doorRecordFrom', {from, name}) : say('doorRecord', {name}), envelope.copy.worksheet];
    }
    case 'assignment': {
      const {from, label, sheet} = envelope.assignment;
      return [say('doorAssignment', {from: from.name || somebody, name: label || sheet}), sheet];
    }
    case 'return': {
      const {from, copy} = envelope.returned;
      const name = copy ? textOf(copy, LABEL) || copy.worksheet : '–';
      return [say('doorReturn', {from: from.name || somebody, name}), copy?.worksheet ?? ''];
    }
    case 'remarks':
      return [say('doorRemarks', {from: envelope.remarks.from.name || somebody, name: envelope.remarks.sheet}), envelope.remarks.sheet];
    case 'locked':
      return [say('doorLocked'), ''];
    case 'snapshot':
      return [say('doorSnapshot'), ''];
  }
}
