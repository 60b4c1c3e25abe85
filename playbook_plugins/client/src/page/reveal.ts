/** Going to a line wherever it stands: what is folded around it opens first. */

/** What a browser's own search says of what it has found in a folded part, and what we say before we go there. */
export const REVEAL = 'beforematch';

/** Open whatever is folded around `element`. */
export function reveal(element: Element): void {
  element.dispatchEvent(new Event(REVEAL, {bubbles: true}));
}

/** Show the control called `id` and put the focus on it, in place of what `event` would do. */
export function goTo(id: string, event?: Event): void {
  const control = document.getElementById(id);
  if (!control) return;
  event?.preventDefault();
  event?.stopPropagation(); // the theme's instant navigation would fetch the page anew
  reveal(control);
  control.scrollIntoView({block: 'center'});
  control.focus({preventScroll: true});
}
