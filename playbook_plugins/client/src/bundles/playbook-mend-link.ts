/** Stands in the page for unknown addresses: leads a mangled link to what it meant, and one to a page that is gone to the door. */

import {mendedLink} from '../page/mended-link.ts';

const door = document.currentScript?.dataset['pbIn'] ?? '';
const there = /^#pb\d{1,3}\./.test(location.hash) ? door + location.hash : mendedLink(location.pathname + location.search + location.hash);
if (there) location.replace(there);
