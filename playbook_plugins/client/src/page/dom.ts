/** Building elements without ever handing text to the HTML parser. */

type Attributes = Record<string, string | boolean | undefined>;

/** An element with attributes (`true` for a bare one, `false` for none) and children; strings become text nodes. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** A button that says `label` and does `action`. */
export function button(label: string, action: (event: Event) => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = el('button', {type: 'button', class: 'pb-button', ...attributes}, label);
  made.addEventListener('click', action);
  return made;
}

/** Add the text called `id` to what describes a control, or take it away. */
export function describe(control: Element, id: string, on: boolean): void {
  const others = (control.getAttribute('aria-describedby') ?? '').split(' ').filter(each => each && each !== id);
  const now = [...others, ...(on ? [id] : [])].join(' ');
  if (now) control.setAttribute('aria-describedby', now);
  else control.removeAttribute('aria-describedby');
}

/** Set text only when it differs, so that nothing is announced or laid out twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Begin to read a dialog at its title: what it says stands above its first control, and no keyboard slides over it. */
export function beginAtTitle(dialog: Element): void {
  const title = dialog.querySelector<HTMLElement>('.pb-dialog-title')!;
  title.tabIndex = -1;
  title.focus();
}

/** A native dialog with a heading; removed when it closes, and focus returns to where it was. */
export function openDialog(parent: Element, title: string, ...content: Node[]): HTMLDialogElement {
  const id = `${parent.id || parent.getAttribute('worksheet-id') || 'pb'}.dialog`;
  const heading = el('h2', {class: 'pb-dialog-title', id: `${id}.title`}, title);
  const dialog = el('dialog', {class: 'pb-dialog', 'aria-labelledby': heading.id}, heading, ...content);
  dialog.addEventListener('close', () => dialog.remove());
  parent.append(dialog);
  dialog.showModal();
  return dialog;
}
