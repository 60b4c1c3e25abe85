/** A page for the Team page's parts, before they are loaded. */

import {parseHTML} from 'linkedom';

const {document, window} = parseHTML('<!doctype html><html lang="en"><body><playbook-team></playbook-team></body></html>');
Object.defineProperty(document, 'currentScript', {value: null, configurable: true});
Object.assign(globalThis, {document, HTMLElement: window.HTMLElement, HTMLScriptElement: class {}});

Object.defineProperty(window.HTMLInputElement.prototype, 'checked', {
  get(this: HTMLInputElement) {
    return this.hasAttribute('checked');
  },
  set(this: HTMLInputElement, on: boolean) {
    this.toggleAttribute('checked', on);
  },
});
