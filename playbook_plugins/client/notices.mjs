// What the licences of compiled-in libraries ask for: their notices, beside the scripts.
import {readdirSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';

const INSIDE = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const LICENCE = /^(licen[cs]e|copying|notice)/i;

/** The libraries whose code is in the outputs of esbuild's `builds`, by name. */
function libraries(builds) {
  const found = builds
    .flatMap(({metafile}) => Object.values(metafile.outputs))
    .flatMap(output => Object.entries(output.inputs))
    .filter(([, {bytesInOutput}]) => bytesInOutput > 0)
    .map(([path]) => INSIDE.exec(path)?.[1]);
  return [...new Set(found.filter(Boolean))].sort();
}

/** Their notices as one text. Throws where a library brings none. */
export function notices(root, builds) {
  const parts = libraries(builds).map(name => {
    const folder = resolve(root, 'node_modules', name);
    const {version, license} = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder)
      .filter(file => LICENCE.test(file))
      .sort();
    if (!files.length) throw new Error(`${name} brings no licence: it cannot be compiled in.`);
    const texts = files.map(file => readFileSync(resolve(folder, file), 'utf8').trim());
    return `== ${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
  });
  return ['Libraries that are compiled into the scripts beside this file, and their licences.\n', ...parts].join('\n');
}
