/** `<playbook-mine>`: every copy of every sheet that this browser holds. Contract: docs/contributing/html-contract.md. */

import {today, showDay, dayOf} from '../dates.ts';
import {Refusal} from '../gate.ts';
import {recall, remember} from '../journal.ts';
import {dueOf, isFiled, isGone, matches, ordered, planFor, wholeFile, type Order, type Plan} from '../mine.ts';
import {FILED, GONE, LABEL, newCopy, textOf, toRecord, type Copy} from '../response.ts';
import {Shelf, type Contents, type Shelved} from '../shelf.ts';
import {say} from '../words-mine.ts';
import {say as sayOut} from '../words-out.ts';
import {pageLanguage, say as sayCore} from '../words.ts';
import {button, el, openDialog, setText} from './dom.ts';
import {save} from './download.ts';

interface Known {title: string; link: HTMLAnchorElement}

const MAX_FILE = 64 * 1024 * 1024;
const size = (bytes: number): string => new Intl.NumberFormat(pageLanguage(), {style: 'unit', unit: bytes < 1e6 ? 'kilobyte' : bytes < 1e9 ? 'megabyte' : 'gigabyte', maximumFractionDigits: 1})
  .format(bytes / (bytes < 1e6 ? 1e3 : bytes < 1e9 ? 1e6 : 1e9));

/** Lists, opens, names, archives, deletes, takes out and brings in. */
export class PlaybookMine extends HTMLElement {
  #shelf!: Shelf;
  #sheets = new Map<string, Known>();
  #contents: Contents = {copies: [], unreadable: [], refused: false};
  #archive = false;
  #ending: AbortController | undefined;
  readonly #search = el('input', {type: 'search', id: 'pb-mine-search', autocomplete: 'off'});
  readonly #order = el('select', {id: 'pb-mine-order'}, ...(['updated', 'due', 'name'] as const).map(order =>
    el('option', {value: order}, say(({updated: 'sortUpdated', due: 'sortDue', name: 'sortName'} as const)[order]))));
  readonly #list = el('div', {class: 'pb-mine-list'});
  readonly #count = el('p', {class: 'pb-help', role: 'status'});
  readonly #told = el('div', {class: 'pb-mine-told', role: 'status'});
  readonly #storage = el('section', {class: 'pb-mine-storage', 'aria-labelledby': 'pb-mine-storage'});

  connectedCallback(): void {
    if (this.#ending) return;
    this.#ending = new AbortController();
    const {signal} = this.#ending;
    this.#shelf = new Shelf(this.getAttribute('site') || 'site');
    for (const line of this.querySelectorAll<HTMLElement>('li[data-sheet]')) {
      const link = line.querySelector('a');
      if (link) this.#sheets.set(line.dataset['sheet']!, {title: link.textContent.trim(), link});
    }
    for (const built of this.querySelectorAll('.pb-mine-desk')) built.remove();
    this.#search.addEventListener('input', () => this.#show(), {signal});
    this.#order.addEventListener('change', () => this.#show(), {signal});
    this.prepend(this.#desk());
    addEventListener('pageshow', event => event.persisted && void this.#read(), {signal});
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void this.#read(), {signal});
    void this.#read().then(() => this.setAttribute('ready', ''));
  }

  disconnectedCallback(): void {
    this.#ending?.abort();
    this.#ending = undefined;
  }

  #desk(): HTMLElement {
    const archive = el('input', {type: 'checkbox', id: 'pb-mine-archive'});
    archive.addEventListener('change', () => {
      this.#archive = archive.checked;
      this.#show();
    });
    return el('div', {class: 'pb-mine-desk', 'data-search-exclude': true},
      el('div', {class: 'pb-mine-tools'},
        el('div', {}, el('label', {for: this.#search.id}, say('mineSearch')), this.#search),
        el('div', {}, el('label', {for: this.#order.id}, say('mineSort')), this.#order),
        el('label', {class: 'pb-choice'}, archive, ` ${say('showArchived')}`)),
      this.#count, this.#told, this.#list,
      el('div', {class: 'pb-buttons'},
        button(say('mineAll'), () => this.#takeAll(), {class: 'pb-button pb-primary'}),
        button(say('mineIn'), () => this.#bringIn(), {class: 'pb-button pb-mine-in'})),
      this.#storage, el('h2', {}, say('mineSheets')));
  }

  async #read(): Promise<void> {
    this.#contents = await this.#shelf.read();
    this.#show();
    await this.#showStorage();
  }

  #title({copy, about}: Shelved): string {
    return this.#sheets.get(copy.worksheet)?.title ?? about?.title ?? copy.worksheet;
  }

  #show(): void {
    const standing = this.#contents.copies.filter(({copy}) => !isGone(copy) && copy.leaves.size > 0);
    const wanted = standing.filter(each => (this.#archive || !isFiled(each.copy)) && matches(each, this.#title(each), this.#search.value));
    setText(this.#count, standing.length ? say('mineFound', {n: wanted.length}) : say('mineNone'));
    const groups = new Map<string, Shelved[]>();
    for (const each of ordered(wanted, this.#order.value as Order, today())) {
      groups.set(each.copy.worksheet, [...groups.get(each.copy.worksheet) ?? [], each]);
    }
    this.#list.replaceChildren(...[...groups].map(([worksheet, copies]) => this.#group(worksheet, copies)));
  }

  #group(worksheet: string, copies: Shelved[]): HTMLElement {
    const known = this.#sheets.has(worksheet);
    return el('section', {class: 'pb-mine-group'}, el('h2', {}, this.#title(copies[0]!)),
      ...(known ? [] : [el('p', {class: 'pb-help'}, say('mineLeft'))]),
      el('ul', {class: 'pb-mine-copies'}, ...copies.map(each => this.#line(each))));
  }

  #line(each: Shelved): HTMLElement {
    const {copy, about} = each;
    const label = textOf(copy, LABEL) || sayCore('untitled');
    const {next, overdue} = dueOf(each, today());
    const out = recall(`playbook:${this.#shelf.site}:out:${copy.worksheet}:${copy.copy}`);
    const facts = [
      ...(about && about.all ? [sayCore('done', {done: about.done, all: about.all})] : []),
      say('mineSaved', {day: showDay(dayOf(copy.updated), pageLanguage())}),
      out ? say('mineOut', {day: showDay(dayOf(out), pageLanguage())}) : say('mineNeverOut'),
      ...(isFiled(copy) ? [say('mineArchived')] : []),
    ];
    return el('li', {class: 'pb-mine-copy', 'data-copy': copy.copy},
      el('div', {class: 'pb-mine-name'}, this.#opener(copy, label),
        ...(overdue ? [el('strong', {class: 'pb-late'}, say('mineOverdue', {n: overdue}))] : []),
        ...(next ? [el('span', {class: 'pb-help'}, say('mineDue', {day: showDay(next.day, pageLanguage()), label: next.label}))] : []),
        el('span', {class: 'pb-help'}, facts.join(' · '))),
      ...(about?.all ? [this.#meter(about.done, about.all, label)] : []),
      this.#tools(each, label));
  }

  #meter(done: number, all: number, label: string): HTMLElement {
    const meter = el('progress', {class: 'pb-progress', 'aria-label': `${sayCore('progress')}: ${label}`, max: String(all)});
    meter.value = done;
    return meter;
  }

  #opener(copy: Copy, label: string): HTMLElement {
    const sheet = this.#sheets.get(copy.worksheet);
    if (!sheet) return el('strong', {}, label);
    const link = el('a', {href: sheet.link.href}, label);
    link.addEventListener('click', () => remember(`playbook:${this.#shelf.site}:open:${copy.worksheet}`, copy.copy));
    return link;
  }

  #tools({copy}: Shelved, label: string): HTMLElement {
    const tool = (word: 'mineRename' | 'mineDuplicate' | 'mineArchive' | 'mineUnarchive' | 'mineDownload' | 'mineDelete', act: () => void): HTMLElement =>
      button(say(word), act, {'aria-label': `${say(word)}: ${label}`, 'data-does': word});
    return el('div', {class: 'pb-buttons'},
      tool('mineRename', () => this.#rename(copy, label)), tool('mineDuplicate', () => void this.#duplicate(copy, label)),
      tool(isFiled(copy) ? 'mineUnarchive' : 'mineArchive', () => void this.#do(() => this.#shelf.set(copy, FILED, !isFiled(copy)), say('mineDone'))),
      tool('mineDownload', () => this.#download(copy, label)), tool('mineDelete', () => void this.#delete(copy, label)));
  }

  /** Do something that writes, then read again; say why when the browser refuses. */
  async #do(act: () => Promise<void>, said: string): Promise<boolean> {
    try {
      await act();
    } catch {
      this.#tell(sayCore('unkept'));
      return false;
    }
    await this.#read();
    this.#tell(said);
    return true;
  }

  #tell(said: string, ...more: Node[]): void {
    this.#told.replaceChildren(el('p', {}, said, ' ', ...more));
  }

  #rename(copy: Copy, label: string): void {
    const input = el('input', {type: 'text', id: 'pb-mine-name', maxlength: '80', required: true});
    input.value = label;
    const form = el('form', {method: 'dialog', class: 'pb-dialog-form'}, el('label', {for: input.id}, sayCore('nameCopy')), input,
      el('div', {class: 'pb-buttons'}, el('button', {type: 'submit', class: 'pb-button pb-primary'}, sayCore('save')),
        button(sayCore('cancel'), () => dialog.close())));
    const dialog = openDialog(this, say('mineRename'), form);
    form.addEventListener('submit', () => void this.#do(() => this.#shelf.set(copy, LABEL, input.value.trim() || label), sayCore('renamed')));
    input.select();
  }

  async #duplicate(copy: Copy, label: string): Promise<void> {
    const fresh = newCopy(copy.site, copy.worksheet, copy.version);
    const twin = {...copy, copy: fresh.copy, created: fresh.created, leaves: new Map(copy.leaves)};
    await this.#do(() => this.#shelf.set(twin, LABEL, sayCore('copyOf', {label})), say('mineDone'));
  }

  #download(copy: Copy, label: string): void {
    save(JSON.stringify(toRecord(copy), null, 1), `${copy.worksheet}-${label}`);
    remember(`playbook:${this.#shelf.site}:out:${copy.worksheet}:${copy.copy}`, new Date().toISOString());
    this.#show();
  }

  async #delete(copy: Copy, label: string): Promise<void> {
    const lines = [...this.querySelectorAll<HTMLElement>('.pb-mine-copy')];
    const at = lines.findIndex(line => line.dataset['copy'] === copy.copy);
    const neighbour = (lines[at + 1] ?? lines[at - 1])?.dataset['copy'];
    await this.#shelf.keep(copy, 'delete');
    if (!await this.#do(() => this.#shelf.set(copy, GONE, true), '')) return;
    this.#tell(say('mineDeleted', {label}), button(sayCore('undo'), () => void this.#bringBack(copy, label)));
    (this.querySelector<HTMLElement>(`[data-copy="${CSS.escape(neighbour ?? '')}"] [data-does="mineDelete"]`) ?? this.#search).focus();
  }

  async #bringBack(copy: Copy, label: string): Promise<void> {
    const now = this.#contents.copies.find(each => each.copy.copy === copy.copy)?.copy ?? copy;
    await this.#do(() => this.#shelf.set(now, GONE, false), say('mineBack', {label}));
  }

  #takeAll(): void {
    const copies = this.#contents.copies.map(({copy}) => copy).filter(copy => copy.leaves.size);
    save(wholeFile(this.#shelf.site, copies), `${this.#shelf.site}-${today()}`);
    for (const copy of copies) remember(`playbook:${this.#shelf.site}:out:${copy.worksheet}:${copy.copy}`, new Date().toISOString());
    this.#show();
  }

  #bringIn(): void {
    const file = el('input', {type: 'file', id: 'pb-mine-files', multiple: true, accept: '.json,application/json'});
    const shown = el('div', {class: 'pb-preview', role: 'status'});
    const zone = el('div', {class: 'pb-drop'}, el('label', {for: file.id}, sayOut('chooseFile')), file);
    const look = async (files: readonly File[]): Promise<void> => {
      const plans: Plan[] = [];
      for (const each of files.slice(0, 200)) {
        plans.push(each.size > MAX_FILE ? {name: each.name, incoming: [], refused: new Refusal('tooLarge')}
          : planFor(each.name, await each.text(), this.#contents.copies));
      }
      shown.replaceChildren(...this.#offer(plans, () => dialog.close()));
    };
    file.addEventListener('change', () => void look([...file.files ?? []]));
    zone.addEventListener('dragover', event => event.preventDefault());
    zone.addEventListener('drop', event => {
      event.preventDefault();
      void look([...event.dataTransfer?.files ?? []]);
    });
    const dialog = openDialog(this, say('mineIn'), el('p', {class: 'pb-help'}, say('mineInHelp')), zone, shown,
      el('div', {class: 'pb-buttons'}, button(sayCore('cancel'), () => dialog.close())));
  }

  #offer(plans: Plan[], close: () => void): Node[] {
    const all = plans.flatMap(({incoming}) => incoming).filter(({known, changes}) => !known || changes > 0);
    const lines = plans.map(({name, incoming, refused}) => el('li', {}, el('strong', {}, name),
      refused ? el('p', {class: 'pb-refused'}, sayOut(refused.reason === 'newer' ? 'newerFile' : refused.reason, {where: refused.where}))
        : el('ul', {}, ...incoming.map(({copy, known, changes}) => {
          const label = textOf(known ?? copy, LABEL) || sayCore('untitled');
          const what = !known ? say('mineNew', {sheet: this.#sheets.get(copy.worksheet)?.title ?? copy.worksheet})
            : changes ? say('mineMerge', {label, n: changes}) : say('mineSame', {label});
          return el('li', {}, `${textOf(copy, LABEL) || sayCore('untitled')}: ${what}`);
        }))));
    const go = button(say('mineBring', {n: all.length}), () => {
      close();
      void this.#do(async () => {
        for (const {copy, known} of all) {
          if (known) await this.#shelf.keep(known, 'import');
          await this.#shelf.write({...copy, site: this.#shelf.site});
        }
      }, say('mineBrought', {n: all.length}));
    }, {class: 'pb-button pb-primary'});
    return [el('ul', {class: 'pb-list'}, ...lines), ...(all.length ? [go] : [])];
  }

  async #showStorage(): Promise<void> {
    const lines: Node[] = [];
    const {unreadable, refused} = this.#contents;
    if (refused) lines.push(el('p', {class: 'pb-refused'}, say('mineRefused')));
    const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
    if (estimate?.usage !== undefined) {
      lines.push(el('p', {}, estimate.quota ? say('mineUsed', {used: size(estimate.usage), quota: size(estimate.quota)}) : say('mineUsedOnly', {used: size(estimate.usage)})));
    }
    const lasting = await navigator.storage?.persisted?.().catch(() => false);
    lines.push(el('p', {}, say(lasting ? 'mineLasting' : 'mineNotLasting')));
    if (!lasting && 'persist' in (navigator.storage ?? {})) {
      lines.push(button(say('mineAsk'), () => void navigator.storage.persist().then(() => this.#showStorage())));
    }
    lines.push(unreadable.length
      ? el('p', {class: 'pb-refused'}, `${sayCore('unreadable', {n: unreadable.length})} `, button(sayCore('downloadRaw'), () => save(JSON.stringify(unreadable, null, 1), `${this.#shelf.site}-as-stored`)))
      : el('p', {}, say('mineHealthy')));
    this.#storage.replaceChildren(el('h2', {id: 'pb-mine-storage'}, say('mineStorage')), ...lines);
  }
}
