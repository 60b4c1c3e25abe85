/** The text of a file, in whichever encoding a spreadsheet or an editor saved it again. */

/** Decode `bytes`: by their byte order mark, else as UTF-8, else as the Windows code page that spreadsheets fall back to. */
export function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The text of `file`. */
export const textIn = async (file: Blob): Promise<string> => decoded(await file.arrayBuffer());
