/** Tabs tell each other which copy of a sheet they wrote; what they wrote is read from the database. */

function open(site: string, worksheet: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(`playbook:${site}:${worksheet}`);
  } catch {
    return undefined; // Firefox refuses where storage is refused
  }
}

/** One page's ear and mouth; `heard` gets the id of a copy that another page wrote. */
export class Tabs {
  #channel: BroadcastChannel | undefined;

  constructor(
    private readonly site: string,
    private readonly worksheet: string,
    private readonly heard: (copy: string) => void,
  ) {}

  /** Listen from now on; safe to call again. */
  listen(): void {
    this.#channel ??= open(this.site, this.worksheet);
    if (this.#channel) this.#channel.onmessage = event => this.heard(String(event.data));
  }

  /** Tell the other pages of a copy; this one does not hear it. */
  tell(copy: string): void {
    this.#channel?.postMessage(copy);
  }

  /** Neither hear nor tell: the page rests. */
  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }
}

/** Tell every open page of a sheet, this one included, of a copy. Pages that do not hear it read it when they are looked at again. */
export function tellAll(site: string, worksheet: string, copy: string): void {
  const channel = open(site, worksheet);
  channel?.postMessage(copy);
  channel?.close();
}
