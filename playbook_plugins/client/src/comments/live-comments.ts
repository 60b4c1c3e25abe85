/**
 * `<playbook-live-comments>`: the provider's own discussion below the static thread, loaded when the reader says so.
 *
 * Attributes
 *   host    the host that the reader agrees to, `comments.example.org`; the script has to be there
 *   widget  JSON, from `Provider.widget(topic).as_plain()`
 *   href    where to read the discussion when it does not load; a link of the page if left out
 *   site    separates sites on one web address; `site` if left out
 *   words   JSON with any of: load, sent, always, loading, loaded, forget, failed, again, elsewhere; `{host}` is filled in
 * Its children stand until script runs: a link to the discussion is a good one.
 *
 * `data-standing` is `asking`, `loading`, `loaded` or `failed`. Nothing is requested before the reader presses the button,
 * unless the reader once ticked "always" here. No failure touches the thread above.
 */

import {button, el} from '../page/dom.ts';
import {agree, isAgreed} from './consent.ts';
import {type Described, widgetFrom} from './widget.ts';

const PATIENCE = 20_000;

const ENGLISH = {
  load: 'Load the discussion from {host}',
  sent: 'Your browser then connects to {host}. It learns your internet address and which page you read, and keeps what you write there. It may set cookies.',
  always: 'From now on load discussions from {host} by themselves, in this browser',
  loading: 'Loading the discussion from {host} …',
  loaded: 'This discussion comes from {host}.',
  forget: 'Do not load it by itself any more',
  failed: 'The discussion at {host} cannot be loaded just now. What stands above is here all the same.',
  again: 'Try again',
  elsewhere: 'Open the discussion',
};
type Say = (name: keyof typeof ENGLISH) => string;

interface Foreign {
  Isso?: {init(): void; fetchComments(): void};
  REMARK42?: {createInstance?(config: unknown): unknown; destroy?(): void};
}
const foreign = window as unknown as Foreign & Record<string, unknown>;

/** The page's words over the English ones. */
function wordsOf(text: string | null, host: string): Say {
  let given: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value === 'object' && value !== null) given = value as Record<string, unknown>;
  } catch {
    // English it is.
  }
  return name => {
    const word = Object.hasOwn(given, name) ? given[name] : undefined;
    return (typeof word === 'string' ? word : ENGLISH[name]).replaceAll('{host}', host);
  };
}

/** Start a script that an earlier page of this visit has brought; false when it has to be fetched. */
function restart({provider, settings}: Described): boolean {
  if (provider === 'isso' && foreign.Isso) {
    foreign.Isso.init();
    foreign.Isso.fetchComments();
    return true;
  }
  if (provider === 'remark42' && foreign.REMARK42?.createInstance) {
    foreign.REMARK42.destroy?.();
    foreign.REMARK42.createInstance(settings['remark_config']);
    return true;
  }
  return provider === 'comentario' && customElements.get('comentario-comments') !== undefined;
}

/** Asks, loads, and says calmly when it did not work. */
export class PlaybookLiveComments extends HTMLElement {
  #say!: Say;
  #host = '';
  #widget: Described | undefined;
  #script: HTMLScriptElement | undefined;
  #watch: MutationObserver | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  #started = false;
  readonly #told = el('p', {class: 'pb-live-told', role: 'status'});
  readonly #panel = el('div', {class: 'pb-live-desk'});
  readonly #area = el('div', {class: 'pb-live-area'});

  connectedCallback(): void {
    if (this.#started) return;
    this.#host = this.getAttribute('host') ?? '';
    this.#widget = widgetFrom(this.getAttribute('widget'), this.#host);
    if (!this.#widget) return; // the children stand: a page that was put together wrongly loads nothing
    this.#started = true;
    this.#say = wordsOf(this.getAttribute('words'), this.#host);
    this.replaceChildren(this.#told, this.#panel, this.#area);
    if (isAgreed(this.#site, this.#host)) this.#load();
    else this.#ask();
  }

  disconnectedCallback(): void {
    if (this.isConnected) return;
    this.#rest();
    this.#script?.remove();
    this.#started = false;
  }

  get #site(): string {
    return this.getAttribute('site') || 'site';
  }

  #stand(standing: 'asking' | 'loading' | 'loaded' | 'failed', told: string): void {
    this.dataset['standing'] = standing;
    this.#told.textContent = told;
  }

  #ask(): void {
    this.#stand('asking', '');
    const always = el('input', {type: 'checkbox'});
    const sent = el('p', {class: 'pb-live-sent', id: 'pb-live-sent'}, this.#say('sent'));
    const load = button(
      this.#say('load'),
      () => {
        agree(this.#site, this.#host, always.checked);
        this.#load();
      },
      {class: 'md-button pb-button', 'aria-describedby': sent.id},
    );
    this.#panel.replaceChildren(sent, load, el('label', {class: 'pb-live-always'}, always, ` ${this.#say('always')}`));
  }

  #load(): void {
    const widget = this.#widget!;
    this.#rest();
    this.#stand('loading', this.#say('loading'));
    const hadFocus = this.#panel.contains(document.activeElement);
    this.#panel.replaceChildren();
    if (hadFocus) {
      // the button has gone: a keyboard goes on from here
      this.#told.tabIndex = -1;
      this.#told.focus();
    }
    const place = document.createElement(widget.place.tag);
    for (const [name, text] of Object.entries(widget.place.attributes)) place.setAttribute(name, text);
    this.#area.replaceChildren(place);
    this.#await(place);
    for (const [name, told] of Object.entries(widget.settings)) foreign[name] = told;
    try {
      if (!restart(widget)) this.#fetch(widget);
    } catch {
      this.#fail();
    }
  }

  /** The discussion is there once something stands in its place. */
  #await(place: HTMLElement): void {
    const look = (): void => {
      if (place.childElementCount > 0 || place.shadowRoot) this.#arrive();
    };
    this.#watch = new MutationObserver(look);
    this.#watch.observe(place, {childList: true});
    this.#late = setTimeout(() => this.#fail(), PATIENCE);
    look(); // an element that the browser knows by now has built itself already
  }

  #fetch(widget: Described): void {
    this.#script?.remove();
    const script = el('script', {...widget.attributes, type: widget.module ? 'module' : 'text/javascript'});
    script.async = true;
    script.referrerPolicy = 'strict-origin';
    script.addEventListener('error', () => this.#fail());
    script.src = widget.script;
    this.#script = script;
    this.#area.append(script);
  }

  #arrive(): void {
    this.#rest();
    this.#stand('loaded', this.#say('loaded'));
    if (!isAgreed(this.#site, this.#host)) return;
    const forget = button(this.#say('forget'), () => {
      agree(this.#site, this.#host, false);
      forget.remove();
    });
    this.#panel.replaceChildren(forget);
  }

  #fail(): void {
    this.#rest();
    this.#script?.remove();
    this.#area.replaceChildren();
    this.#stand('failed', this.#say('failed'));
    const href = this.getAttribute('href') ?? '';
    const link = /^https?:\/\//.test(href) ? [el('a', {href, rel: 'noopener'}, this.#say('elsewhere'))] : [];
    const forget = isAgreed(this.#site, this.#host)
      ? [
          button(this.#say('forget'), event => {
            agree(this.#site, this.#host, false);
            (event.currentTarget as Element).remove();
          }),
        ]
      : [];
    this.#panel.replaceChildren(
      button(this.#say('again'), () => this.#load(), {class: 'md-button pb-button'}),
      ...link,
      ...forget,
    );
  }

  #rest(): void {
    this.#watch?.disconnect();
    clearTimeout(this.#late);
  }
}
