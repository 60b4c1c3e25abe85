/** The script of pages whose comments live at a provider, too: its discussion on a post, its counts on a listing. */

import {PlaybookLiveComments} from '../comments/live-comments.ts';
import {PlaybookLiveCounts} from '../comments/live-counts.ts';

if (!customElements.get('playbook-live-comments')) customElements.define('playbook-live-comments', PlaybookLiveComments);
if (!customElements.get('playbook-live-counts')) customElements.define('playbook-live-counts', PlaybookLiveCounts);
