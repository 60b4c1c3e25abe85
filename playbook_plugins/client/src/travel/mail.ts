/** A letter in the reader's mail program, by a `mailto:` (RFC 6068), which cannot attach anything. */

// Outlook with some browsers ends at 2,046 characters, Gmail near 1,620: below both.
const MOST = 1500;
const ADDRESS = /^[^\s<>,;?&%"]+@[^\s<>,;?&%"]+$/;

/** Whether a text is one address and nothing else: nobody's file shall bring a second reader in. */
export const isAddress = (text: string): boolean => ADDRESS.test(text) && text.length <= 200;

/** The address of the letter: with `body` where that fits, else with `short`, which says what to attach. An odd address is left out. */
export function mailto(address: string, subject: string, body: string, short: string): string {
  const to = isAddress(address) ? encodeURIComponent(address).replace('%40', '@') : '';
  const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');
  const made = (text: string): string =>
    `mailto:${to}?subject=${encodeURIComponent(wellFormed(subject))}&body=${encodeURIComponent(wellFormed(text).replace(/\r?\n/g, '\r\n'))}`;
  return made(body).length <= MOST ? made(body) : made(short);
}
