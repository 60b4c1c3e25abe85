/** Search: loaded when a reader opens it, or comes from it. */

import {Engine} from '../search/engine.ts';

const door = globalThis.playbookSearchDoor;
if (door) {
  const engine = new Engine(door);
  const toggle = document.getElementById('__search') as HTMLInputElement | null;
  const open = (): void => void (toggle?.checked && engine.open());
  toggle?.addEventListener('change', open);
  document.forms.namedItem('search')?.addEventListener('focusin', () => void engine.open());
  if (document.activeElement?.closest('[data-md-component=search]')) void engine.open();
  open();
  engine.follow();
}
