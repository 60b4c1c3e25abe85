/** Prints one thing alone: the rest of the page stays out of it, until the printing is over. */

/** Print `made`; its look is that of `.pb-talk` in styles/team.css. */
export function printAlone(made: HTMLElement): void {
  const root = document.documentElement;
  made.classList.add('pb-talk');
  document.body.append(made);
  root.dataset['pbTalk'] = '';
  const clear = (): void => {
    made.remove();
    delete root.dataset['pbTalk'];
  };
  addEventListener('afterprint', clear, {once: true});
  print();
}
