/** The parts of the index. Each is a script that lays one value down, so that they load from a folder, too. */

declare global {
  // eslint-disable-next-line no-var
  var playbookSearch: Record<string, unknown> | undefined;
}

export class Files {
  private readonly asked = new Map<string, Promise<unknown>>();

  constructor(private readonly root: string) {}

  /** The value named `name` from the file at `path`; fails when the file is not to be had. */
  get(name: string, path: string): Promise<unknown> {
    const known = this.asked.get(path);
    if (known) return known;
    const wanted = this.load(name, path);
    this.asked.set(path, wanted);
    wanted.catch(() => this.asked.delete(path)); // a later query may have more luck
    return wanted;
  }

  forget(path: string): void {
    this.asked.delete(path);
  }

  private load(name: string, path: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = new URL(path, this.root).href;
      script.onload = script.onerror = () => {
        script.remove();
        const brought = (globalThis.playbookSearch ??= {});
        const value = Object.hasOwn(brought, name) ? brought[name] : undefined;
        delete brought[name];
        if (value === undefined) reject(new Error(`search: ${path} is not to be had`));
        else resolve(value);
      };
      document.head.append(script);
    });
  }
}
