/** Where the focus stands in a page that is built anew. */

/** Where the focus is within `root`; returns what sets it there again, or at the first heading where that has gone. */
export function keepPlace(root: HTMLElement): () => void {
  const focused = document.activeElement;
  if (!focused || focused === root || !root.contains(focused) || focused.closest('dialog')) return () => undefined;
  const key = focused.getAttribute('data-focus');
  const id = focused.id;
  const name = focused.getAttribute('aria-label');
  return () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const all = [...root.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary, [tabindex]')];
    const same = all.find(each =>
      key ? each.dataset['focus'] === key : id ? each.id === id : name !== null && each.getAttribute('aria-label') === name,
    );
    (same ?? root.querySelector<HTMLElement>('h2, h3'))?.focus({preventScroll: same !== undefined});
  };
}
