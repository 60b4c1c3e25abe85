/** A QR code on demand, by the library `uqr`, as an SVG path: no picture is fetched. */

import {encode} from 'uqr';
import {say} from '../words/out.ts';
import {button, el} from './dom.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Beyond, a phone's camera no longer reads it from a screen. */
export const MOST = 1200;

/** A button that shows the QR code of `text`; none when it is too long to be read by a camera. */
export function qrPicture(text: string): Node[] {
  if (text.length > MOST) return [];
  const show = button(say('qr'), () => show.replaceWith(picture(text)));
  return [show];
}

/** Each dark module as a square of one unit. */
function drawn(text: string, border: number): {path: string; size: number} {
  const {data, size} = encode(text, {border});
  return {path: data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join(''), size};
}

/** The code of `text` as a picture that CSS takes, to be held against a page's foot; the page's margin is its quiet zone. */
export function codeAddress(text: string): string {
  const {path, size} = drawn(text, 1);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="13mm" height="13mm" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
}

function picture(text: string): Element {
  const {path: dots, size} = drawn(text, 4);
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', dots);
  for (const [name, value] of [
    ['viewBox', `0 0 ${size} ${size}`],
    ['class', 'pb-qr'],
    ['role', 'img'],
    ['aria-label', say('qrOf')],
    ['shape-rendering', 'crispEdges'],
  ] as const) {
    svg.setAttribute(name, value);
  }
  svg.append(path);
  return el('div', {class: 'pb-qr-frame'}, svg as unknown as HTMLElement);
}
