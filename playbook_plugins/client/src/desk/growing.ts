/** Boxes as high as their texts, in browsers that have no `field-sizing` of their own. */

const waiting = new Set<HTMLElement>();

/** Fit the boxes in `root`, all in one measure, once the page has been shown: nothing of a sheet waits for it. */
export function fit(root: HTMLElement): void {
  if (waiting.has(root)) return;
  waiting.add(root);
  requestAnimationFrame(() => {
    waiting.delete(root);
    const boxes = [...root.querySelectorAll('textarea')].filter(box => box.clientWidth);
    for (const box of boxes) box.style.blockSize = '0';
    const heights = boxes.map(box => box.scrollHeight + box.offsetHeight - box.clientHeight);
    boxes.forEach((box, at) => {
      box.style.blockSize = `${heights[at]}px`;
    });
  });
}
