// The only esbuild call: compiles the elements and styles into ../static, or the tests into build/.
import {build} from 'esbuild';
import {readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {notices} from './notices.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const shared = {absWorkingDir: here, bundle: true, logLevel: 'warning', charset: 'utf8'};

if (process.argv.includes('--tests')) {
  rmSync(`${here}build`, {recursive: true, force: true}); // a test that is gone must not run on
  const tests = readdirSync(`${here}test`).filter(name => name.endsWith('.test.ts'));
  await build({
    ...shared, outdir: 'build', entryNames: '[name]',
    entryPoints: [...tests.map(name => `test/${name}`), ...['replay', 'calendars', 'search', 'tables', 'records', 'private'].map(name => `scripts/${name}.ts`)],
    platform: 'node', format: 'esm', outExtension: {'.js': '.mjs'},
  });
} else {
  const argument = process.argv.find(word => word.startsWith('--into='));
  const outdir = argument ? argument.slice('--into='.length) : '../static';
  const shipped = {
    ...shared, outdir, minify: true, format: 'iife', metafile: true,
    target: ['es2022', 'chrome115', 'firefox115', 'safari16.4'],
  };
  const scripts = await build({...shipped, entryPoints: {
    playbook: 'src/index.ts', 'playbook-sheets': 'src/sheets-index.ts', 'playbook-tip': 'src/tip-index.ts',
    'playbook-mine': 'src/mine-index.ts', 'playbook-comments': 'src/comments-index.ts', 'playbook-search': 'src/search-index.ts',
    'playbook-search-door': 'src/search-door-index.ts',
    'playbook-offline': 'src/offline-index.ts', 'playbook-offline-worker': 'src/offline-worker-index.ts', 'playbook-offline-end': 'src/offline-end-index.ts',
    'playbook-late-sitemap': 'src/late-sitemap-index.ts',
  }});
  const more = await build({...shipped, globalName: 'playbookMore', entryPoints: {'playbook-more': 'src/more-index.ts'}});
  const styles = await build({...shipped, entryPoints: {playbook: 'styles/worksheet.css', 'playbook-blog': 'styles/blog.css', 'playbook-comments': 'styles/comments.css'}});
  writeFileSync(resolve(here, outdir, 'third-party-notices.txt'), notices(here, [scripts, more, styles]));
  const languages = fileURLToPath(new URL('../languages/', import.meta.url));
  for (const name of readdirSync(languages).filter(each => each.endsWith('.json')).sort()) {
    const code = name.slice(0, -'.json'.length);
    const {client} = JSON.parse(readFileSync(`${languages}${name}`, 'utf8'));
    writeFileSync(resolve(here, outdir, `playbook-words.${code}.js`), `(globalThis.playbookWords??={}).${code}=${JSON.stringify(client)};\n`);
  }
}
