// The only esbuild call: compiles the elements and styles into ../static, or the tests into build/.

import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {notices} from './notices.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
// The scripts that others call by their names, and what they leave behind.
const CALLED = {
  'playbook-more': 'playbookMore',
  'playbook-mine-more': 'playbookMineMore',
  'playbook-team-more': 'playbookTeamMore',
  'playbook-team-phrase': 'playbookTeamPhrase',
  'playbook-team-xlsx': 'playbookTeamXlsx',
};
const shared = {absWorkingDir: here, bundle: true, logLevel: 'warning', charset: 'utf8'};

if (process.argv.includes('--tests')) {
  rmSync(`${here}build`, {recursive: true, force: true}); // a test that is gone must not run on
  const tests = readdirSync(`${here}test`).filter(name => name.endsWith('.test.ts'));
  await build({
    ...shared,
    outdir: 'build',
    entryNames: '[name]',
    entryPoints: [
      ...tests.map(name => `test/${name}`),
      ...['replay', 'calendars', 'search', 'tables', 'records', 'private', 'returns'].map(name => `scripts/${name}.ts`),
    ],
    platform: 'node',
    format: 'esm',
    outExtension: {'.js': '.mjs'},
  });
} else {
  const argument = process.argv.find(word => word.startsWith('--into='));
  const outdir = argument ? argument.slice('--into='.length) : '../static';
  const shipped = {
    ...shared,
    outdir,
    minify: true,
    format: 'iife',
    metafile: true,
    target: ['es2022', 'chrome115', 'firefox115', 'safari16.4'],
  };
  const named = readdirSync(`${here}src/bundles`).map(name => name.slice(0, -'.ts'.length));
  const entries = names => Object.fromEntries(names.map(name => [name, `src/bundles/${name}.ts`]));
  const scripts = await build({...shipped, entryPoints: entries(named.filter(name => !(name in CALLED)))});
  const called = await Promise.all(
    Object.entries(CALLED)
      .filter(([name]) => named.includes(name))
      .map(([name, globalName]) => build({...shipped, globalName, entryPoints: entries([name])})),
  );
  const styles = await build({
    ...shipped,
    entryPoints: {
      playbook: 'styles/worksheet.css',
      'playbook-tip': 'styles/tips.css',
      'playbook-blog': 'styles/blog.css',
      'playbook-comments': 'styles/comments.css',
      'playbook-team': 'styles/team.css',
      'playbook-plays': 'styles/plays.css',
    },
  });
  writeFileSync(resolve(here, outdir, 'third-party-notices.txt'), notices(here, [scripts, ...called, styles]));
  const languages = fileURLToPath(new URL('../languages/', import.meta.url));
  for (const name of readdirSync(languages)
    .filter(each => each.endsWith('.json'))
    .sort()) {
    const code = name.slice(0, -'.json'.length);
    const {client} = JSON.parse(readFileSync(`${languages}${name}`, 'utf8'));
    writeFileSync(
      resolve(here, outdir, `playbook-words.${code}.js`),
      `(globalThis.playbookWords??={}).${code}=${JSON.stringify(client)};\n`,
    );
  }
}
