import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { say, Stopped } from './console.mjs';
import { inProject, node, root, run } from './project.mjs';

const marker = inProject('build', '.simpul-build');

/** What the built application is made of. */
const sources = [
  'src',
  'messages',
  'static',
  'project.inlang/settings.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'svelte.config.js',
];
/** Part of src, but not of the built application. */
const apart = /^src\/(paraglide|cli)\/|\.test\.ts$/;

/** Whether nothing that the application is made of has changed since it was last built. */
export function isBuilt() {
  return (
    existsSync(marker) &&
    existsSync(inProject('build', 'handler.js')) &&
    readFileSync(marker, 'utf8') === stateOfSources()
  );
}

/** Builds the application where that is needed. */
export async function ensureBuilt() {
  if (!isBuilt()) await mustBuild();
}

/** Builds the application, and stops with the reason where it cannot be built. */
export async function mustBuild() {
  say({ id: 'Membangun halaman …', en: 'Building the pages …' });
  const { code, output } = await build();
  if (code !== 0)
    throw new Stopped(
      {
        id: 'Halaman tidak dapat dibangun; alasannya di atas.',
        en: 'The pages could not be built; the reason is above.',
      },
      output,
    );
}

/** Makes the sentences that every command may speak, when they changed since they were last made; a build makes them too. */
export async function ensureMessages() {
  const { code, output } = await run(node, ['src/messages/compile.ts']);
  if (code !== 0)
    throw new Stopped(
      {
        id: 'Kalimat-kalimat layar tidak dapat disusun; alasannya di atas.',
        en: 'The sentences of the screens could not be made; the reason is above.',
      },
      output,
    );
}

/** Builds whatever the state, as `npm run build` does, and remembers of what. */
export async function build(options = {}) {
  const state = stateOfSources();
  const { scripts } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const result = await run(scripts.build, [], { shell: true, ...options });
  if (result.code === 0) writeFileSync(marker, state);
  return result;
}

/**
 * Names, sizes and times of all files in the folders: quicker than their contents, and a change that keeps all three is no change.
 * The single files go by what they say, so that a tool that writes one anew, unchanged, builds nothing.
 */
function stateOfSources() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of sources.map((source) => inProject(source)))
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) hash.update(readFileSync(file));
  const visit = (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return;
    if (found.isDirectory())
      return readdirSync(path)
        .sort()
        .forEach((name) => visit(join(path, name)));
    const name = relative(root, path).replaceAll('\\', '/');
    if (!apart.test(name)) hash.update(`${name} ${found.size} ${found.mtimeMs}\n`);
  };
  for (const folder of sources.map((source) => inProject(source)))
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) visit(folder);
  return hash.digest('hex');
}
