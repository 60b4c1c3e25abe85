// Searches the finished documents, frames and templates too, for what would run.
(() => {
  const bad = [];
  const say = (where, element, what) => bad.push(`${where}: <${element.localName}> ${what}`.slice(0, 300));
  const FORMS = 'playbook-worksheet form, .md-search__form, .md-header__option, .md-consent';
  const ADDRESSES = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'background', 'cite'];
  const RUNS = /^(javascript|vbscript|livescript|mocha|blob|filesystem):|^data:(?!image\/(png|jpe?g|gif|webp|svg))/;
  const attribute = (where, e, {name, value}, base) => {
    if (/^on/i.test(name)) say(where, e, `${name}=${value}`);
    if (name === 'srcdoc') say(where, e, `srcdoc=${value}`);
    if (name === 'style' && /url\(|expression|pbx/.test(value)) say(where, e, `style=${value}`);
    if (!ADDRESSES.includes(name.toLowerCase())) return;
    let read = value.trim();
    try { read = new URL(value, base).href } catch {}
    if (RUNS.test(read)) say(where, e, `${name}=${value}`);
    if (read.startsWith('CANARY') && e.localName !== 'a') say(where, e, `${name}=${value}`);
  };
  // A path may hold any word: what counts is where the browser would go.
  const leads = (content, base) => {
    const written = content.replace(/^[^;,]*[;,]?\s*(url\s*=)?\s*["']?/i, '');
    let read = written;
    try { read = new URL(written, base).href } catch {}
    return RUNS.test(read) || read.split(/[/?#]/)[2]?.includes('HOST');
  };
  const element = (where, e, base) => {
    for (const each of e.attributes) attribute(where, e, each, base);
    const text = e.textContent;
    const type = (e.getAttribute('type') ?? '').toLowerCase();
    if (e.localName === 'script' && !type.includes('json') && /pbx|HOST|alert\(/.test(text)) say(where, e, text);
    if (e.localName === 'style' && /pbx|HOST|alert\(/.test(text)) say(where, e, text);
    if (['base', 'object', 'embed', 'applet', 'frame', 'marquee'].includes(e.localName)) say(where, e, 'is here');
    if (e.localName === 'iframe' && !e.dataset.campaign && e.id !== '__framesearch') say(where, e, 'is here');
    if (e.localName === 'form' && !e.matches(FORMS)) say(where, e, `is here, to ${e.getAttribute('action')}`);
    if (e.hasAttribute('formaction')) say(where, e, 'sends elsewhere');
    if (e.localName === 'meta' && /refresh/i.test(e.httpEquiv ?? '') && e.ownerDocument.querySelector('main')) say(where, e, 'leads away');
    if (e.localName === 'meta' && /refresh/i.test(e.httpEquiv ?? '') && leads(e.content, base)) say(where, e, e.content);
    const foreign = e.closest('.pb-comment-body')
      && !['p', 'br', 'a', 'em', 'strong', 'b', 'i', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li'].includes(e.localName)
      && !e.classList.contains('pb-comment-body');
    if (foreign) say(where, e, 'in a comment');
    if (e.content instanceof DocumentFragment) for (const each of e.content.querySelectorAll('*')) element(where, each, base);
    if (e.shadowRoot) for (const each of e.shadowRoot.querySelectorAll('*')) element(where, each, base);
  };
  const look = win => {
    let doc;
    try { doc = win.document } catch { bad.push('a frame went elsewhere'); return 0 }
    let seen = 1;
    const own = doc.location.pathname.startsWith('/batch-');
    const frame = win.frameElement?.dataset.campaign === '1' ? win.frameElement : null;
    if (frame && frame.src !== doc.location.href.split('#')[0]) bad.push(`${frame.src} went to ${doc.location.href}`);
    for (const e of own ? [] : doc.querySelectorAll('*')) element(doc.location.pathname, e, doc.baseURI);
    for (let n = 0; n < win.frames.length; n++) seen += look(win.frames[n]);
    return seen;
  };
  return {seen: look(window), bad};
})()
