/**
 * Writes icons.svg from the drawings of Lucide (ISC licence) named in icon-names.ts: `npm run icons`.
 * One file that is fetched once instead of drawing code in every page's script.
 */
import fs from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { iconNames } from './icon-names.ts';

const drawings = fileURLToPath(new URL('../../node_modules/@lucide/svelte/dist/icons/', import.meta.url));

const symbols = iconNames.map((name) => {
  const source = fs.readFileSync(`${drawings}${name}.svelte`, 'utf8');
  const node = /"node": (\[\[.+?\]\])(?:, "aliases": .+)? \};/.exec(source)?.[1];
  if (!node) throw new Error(`Lucide's file for ${name} looks different than expected`);
  const shapes = (JSON.parse(node) as [string, Record<string, string>][]).map(([tag, attributes]) => {
    const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${tag}${written.join('')}/>`;
  });
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.join('')}</symbol>`;
});

fs.writeFileSync(
  fileURLToPath(new URL('./icons.svg', import.meta.url)),
  `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`,
);
process.stdout.write(`${symbols.length} icons\n`);
