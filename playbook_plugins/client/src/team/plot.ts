/** Small plots over time: one question each, on its own scale in words. Each has a name and a table that says the same. */

import type {Course} from '../coaching/history.ts';
import {showDay} from '../model/dates.ts';
import {el} from '../page/dom.ts';
import {pageLanguage} from '../words/core.ts';
import {say} from '../words/over-time.ts';

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT, EDGE] = [240, 80, 8];

function drawn(tag: string, attributes: Record<string, string | number>, ...children: Element[]): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** Places of the points: days across, steps upwards. Exported for its test. */
export function places({steps, points}: Course): [x: number, y: number][] {
  const days = points.map(({day}) => Date.parse(day));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const order = new Map(steps.map(([id], at) => [id, at]));
  const across = (day: number): number => (last === first ? WIDTH / 2 : EDGE + ((day - first) / (last - first)) * (WIDTH - 2 * EDGE));
  const up = (step: string): number => HEIGHT - EDGE - ((order.get(step) ?? 0) / Math.max(1, steps.length - 1)) * (HEIGHT - 2 * EDGE);
  return points.map(({step}, at) => [Math.round(across(days[at]!)), Math.round(up(step))]);
}

const words = ({steps}: Course, step: string): string => steps.find(([id]) => id === step)?.[1] ?? step;

/** The plot of a course with its table. `id` is of its caption. */
export function plot(course: Course, id: string): HTMLElement {
  const {label, steps, points} = course;
  const at = places(course);
  const [first, last] = [points[0]!, points.at(-1)!];
  const day = (of: string): string => showDay(of, pageLanguage());
  const name = say('otPlotOf', {
    label,
    from: words(course, first.step),
    first: day(first.day),
    to: words(course, last.step),
    last: day(last.day),
  });
  const lines = steps.map((_, step) => {
    const y = HEIGHT - EDGE - (step / Math.max(1, steps.length - 1)) * (HEIGHT - 2 * EDGE);
    return drawn('line', {x1: 0, x2: WIDTH, y1: y, y2: y, class: 'pb-plot-step'});
  });
  const picture = drawn(
    'svg',
    {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'pb-plot', role: 'img', 'aria-label': name},
    ...lines,
    drawn('polyline', {points: at.map(point => point.join(',')).join(' '), class: 'pb-plot-line'}),
    ...at.map(([cx, cy]) => drawn('circle', {cx, cy, r: 4, class: 'pb-plot-point'})),
  );
  const caption = el('figcaption', {id}, label);
  return el(
    'figure',
    {class: 'pb-plot-panel', 'aria-labelledby': id},
    caption,
    el(
      'div',
      {class: 'pb-plot-scale'},
      el('span', {}, steps.at(-1)?.[1] ?? ''),
      picture as unknown as HTMLElement,
      el('span', {}, steps[0]?.[1] ?? ''),
    ),
    el('details', {}, el('summary', {}, say('otTable')), tableOf(course, day)),
  );
}

function tableOf(course: Course, day: (of: string) => string): HTMLElement {
  const head = el('tr', {}, el('th', {scope: 'col'}, say('otDay')), el('th', {scope: 'col'}, say('otAnswer')));
  const rows = course.points.map(point => el('tr', {}, el('th', {scope: 'row'}, day(point.day)), el('td', {}, words(course, point.step))));
  return el('table', {class: 'pb-plot-table', 'aria-label': course.label}, el('thead', {}, head), el('tbody', {}, ...rows));
}

/** The same in words, where there are too few points to make out a course. */
export const inWords = (course: Course): string =>
  say('otThenNow', {
    label: course.label,
    words: course.points.map(({step, day}) => `${words(course, step)} (${showDay(day, pageLanguage())})`).join(' → '),
  });
