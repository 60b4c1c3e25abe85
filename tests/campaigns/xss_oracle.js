// Runs at the start of every document: whatever a hostile text calls tells the canary.
() => {
  const tell = what => { try { fetch('CANARY/hit/' + encodeURIComponent(what), {mode: 'no-cors'}) } catch {} };
  const own = (name, value) => Object.defineProperty(window, name, {value, configurable: false});
  own('pbx', n => tell('ran ' + n));
  for (const name of ['alert', 'confirm', 'prompt', 'print']) own(name, n => tell(name + ' ' + n));
}
