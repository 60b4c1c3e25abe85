/**
 * A link of ours whose `#` was written out on its way (`%23`, `%2523`, `&#35;`): a mail program that checks links does this. The
 * server is asked for an address that it does not have, and the page for such addresses finds out what was meant.
 */

const OURS = /[#＃]pb\d{1,3}\./;
const WRITTEN_OUT = /%(0[ad]|2[03-6de]|3[bd]|5f)|&(?:amp;)?#(?:35|x23);|&num;|%ef%bc%83/gi;
const INVISIBLE = /%(?:e2%80%8[b-f]|e2%81%a0|ef%bb%bf|c2%a0|c2%ad)|[\u200b-\u200f\u2060\ufeff\u00a0\u00ad]/gi;

/** One step of writing out, undone; the other signs of an address stay as they are. */
const undone = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(WRITTEN_OUT, (_, code: string | undefined) => (code ? String.fromCharCode(Number.parseInt(code, 16)) : '#'));

/** The path that was meant, with its fragment, by what a browser asked for; `''` where it holds no link of ours. */
export function mendedLink(asked: string): string {
  let text = asked;
  for (let step = 0; step < 4; step += 1) {
    const at = text.search(OURS);
    if (at >= 0) {
      // Two slashes in front would be another host.
      const path = text
        .slice(0, at)
        .replace(/[?&].*$/s, '')
        .replace(/^[/\\]+/, '/');
      const data = undone(text.slice(at + 1))
        .replace(/=?[\r\n]+|\s/g, '')
        .match(/^[\w.-]*/)![0];
      return `${path.trim()}#${data}`;
    }
    text = undone(text);
  }
  return '';
}
