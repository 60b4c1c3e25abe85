/** The focus in the list of copies, which is built anew while somebody works in it. */

/** Where the focus stands in `list`; returns what sets it there again, or at the neighbour of a line that has gone, or into `otherwise`. */
export function keepFocus(list: Element, otherwise: HTMLElement): () => void {
  const lines = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('.pb-mine-copy')];
  const tool = document.activeElement;
  const line = tool?.closest<HTMLElement>('.pb-mine-copy');
  if (!tool || !line || !list.contains(line)) return () => undefined;
  const at = lines().indexOf(line);
  const nth = [...line.querySelectorAll('a, button, summary')].indexOf(tool);
  return () => {
    const now = lines();
    const there = now.find(each => each.dataset['key'] === line.dataset['key']) ?? now[at] ?? now.at(-1);
    const tools = [...(there?.querySelectorAll<HTMLElement>('a, button, summary') ?? [])];
    const next = tools.at(nth - line.querySelectorAll('a, button, summary').length) ?? tools[0] ?? otherwise;
    const behind = next.matches('summary') ? null : next.closest('details');
    if (behind) behind.open = true;
    next.focus();
  };
}
