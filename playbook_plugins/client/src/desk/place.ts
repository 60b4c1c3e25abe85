/** Where the desk puts what it says of a whole sheet. */

/** Below the head of a form, its stages included: what is to be read before the questions. */
export function putBelowHead(form: Element, ...said: Element[]): void {
  const head = form.querySelector('.pb-stages') ?? form.querySelector('.pb-head');
  if (head) head.after(...said);
  else form.prepend(...said);
}

/** Into the bar, which is in sight wherever the reader is: what answers an act and can be taken back. */
export function putIntoBar(form: Element, ...said: Element[]): void {
  form.querySelector('.pb-bar')?.prepend(...said);
}
