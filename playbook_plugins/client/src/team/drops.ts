/** Files that are dropped on a page. */

/** Take in what is dropped on an element. */
export function acceptDrops(zone: HTMLElement, take: (files: FileList) => void, signal?: AbortSignal): void {
  const options = signal ? {signal} : {};
  zone.addEventListener('dragover', event => event.dataTransfer?.types.includes('Files') && event.preventDefault(), options);
  zone.addEventListener(
    'drop',
    event => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      event.stopPropagation();
      take(event.dataTransfer.files);
    },
    options,
  );
}
