/** What a page is told of a provider's widget, checked before anything of it is built. Pure. */

export interface Described {
  provider: string;
  script: string;
  module: boolean;
  attributes: Record<string, string>;
  place: {tag: string; attributes: Record<string, string>};
  settings: Record<string, Record<string, string | boolean>>;
}

const TAGS = new Set(['section', 'div', 'comentario-comments']);
const PLACE_NAMES = /^(id|class|page-id|no-fonts|theme|lang|data-[a-z0-9-]+)$/;
const SCRIPT_NAMES = /^(crossorigin|data-[a-z0-9-]+)$/;
const SETTINGS = new Set(['remark_config']);

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names with texts, all of them allowed; undefined where one is not. */
function named(value: unknown, names: RegExp): Record<string, string> | undefined {
  if (!isPlain(value)) return undefined;
  const pairs = Object.entries(value);
  if (!pairs.every(([name, text]) => names.test(name) && typeof text === 'string')) return undefined;
  return Object.fromEntries(pairs) as Record<string, string>;
}

function settingsFrom(value: unknown): Described['settings'] | undefined {
  if (!isPlain(value)) return undefined;
  const fine = Object.entries(value).every(
    ([name, told]) =>
      SETTINGS.has(name) && isPlain(told) && Object.values(told).every(each => typeof each === 'string' || typeof each === 'boolean'),
  );
  return fine ? (value as Described['settings']) : undefined;
}

/** The description in `text`; undefined when it is none, or its script is not at `host`. */
export function widgetFrom(text: string | null, host: string): Described | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  if (!isPlain(value) || !isPlain(value['place'])) return undefined;
  const {provider, script, module} = value;
  const attributes = named(value['attributes'] ?? {}, SCRIPT_NAMES);
  const around = named(value['place']['attributes'] ?? {}, PLACE_NAMES);
  const settings = settingsFrom(value['settings'] ?? {});
  const tag = value['place']['tag'];
  if (typeof provider !== 'string' || typeof script !== 'string' || typeof tag !== 'string' || !TAGS.has(tag)) return undefined;
  if (!attributes || !around || !settings || !isAt(script, host)) return undefined;
  return {provider, script, module: module === true, attributes, place: {tag, attributes: around}, settings};
}

/** Whether `script` is fetched from `host` over the web: what the reader agrees to is what happens. */
function isAt(script: string, host: string): boolean {
  try {
    const url = new URL(script);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.host === host;
  } catch {
    return false;
  }
}
