/**
 * Turns messages/<language>/<area>.json into functions. Run by hand as `npm run messages`, and by vite.config.ts
 * before each build and test run. Does nothing when nothing changed.
 *
 * Two shapes come out of one reading, because each is ten times better at one thing:
 * - src/paraglide/: one module for each language; plain Node, the built server, tests and types load 3 files instead of 8,000;
 * - src/paraglide/apart/: one module for each message; the bundler sends a page only the sentences it shows.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { InlangPlugin } from '@inlang/sdk';
import { complaintsAbout, type AreaFile } from './catalogue.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const project = path.join(root, 'project.inlang');
const outdir = path.join(root, 'src/paraglide');
/** Raised when this file begins to write something else, so that everybody compiles again. */
const FORM = 2;
const PATTERN = /^\.\/messages\/\{locale\}\/([a-z_]+)\.json$/;

/** What the compiler wrote that is taken over; its runtime and its server are language.ts and index.server.ts here. */
const TAKEN = /^(messages\.js|registry\.js|messages\/.+\.js)$/;

async function compileMessages(options: { force?: boolean } = {}): Promise<{ messages: number; fresh: boolean }> {
  const settings = JSON.parse(fs.readFileSync(path.join(project, 'settings.json'), 'utf8')) as {
    baseLocale: string;
    locales: string[];
    'plugin.inlang.messageFormat': { pathPattern: string[] };
  };
  const areas = settings['plugin.inlang.messageFormat'].pathPattern.map((pattern) => {
    const area = PATTERN.exec(pattern)?.[1];
    if (!area) throw new Error(`project.inlang/settings.json: ${pattern} is not ./messages/{locale}/<area>.json`);
    return area;
  });

  const files = readAreas();
  const complaints = complaintsAbout(files, settings.locales, areas);
  if (complaints.length > 0) throw new Error(`The messages are not in order:\n  ${complaints.join('\n  ')}`);

  const expected = files
    .filter((file) => file.locale === settings.locales[0])
    .reduce((sum, file) => sum + Object.keys(file.messages).filter((key) => key !== '$schema').length, 0);

  const stamp = createHash('sha256')
    .update(JSON.stringify([FORM, settings, files, versionOf('@inlang/paraglide-js')]))
    .digest('hex');
  const stampFile = path.join(outdir, '.stamp');
  if (!options.force && fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) {
    return { messages: expected, fresh: false };
  }

  // Loaded only when needed: the reader brings a SQLite in WebAssembly along, half a second of start-up.
  const untyped: string = '@inlang/plugin-message-format';
  const [{ compileProject }, { loadProjectInMemory, newProject }, { default: format }] = await Promise.all([
    import('@inlang/paraglide-js'),
    import('@inlang/sdk'),
    import(untyped) as Promise<{ default: InlangPlugin }>,
  ]);
  const loaded = await loadProjectInMemory({
    blob: await newProject({ settings: { ...settings, modules: [] } }),
    providePlugins: [format],
  });
  // The project's own import asks its database four times for each sentence, and the format compares each with every other it is given.
  for (const area of areas) {
    const content = (locale: string) => fs.readFileSync(path.join(root, 'messages', locale, `${area}.json`));
    const { bundles, messages, variants } = await format.importFiles!({
      files: settings.locales.map((locale) => ({ locale, content: content(locale) })),
      settings,
    });
    if (bundles.length === 0) continue;
    const idOf = (bundle: string, locale: string) => `${bundle} ${locale}`;
    const messageRows = messages.map((one) => ({ ...one, id: idOf(one.bundleId, one.locale) }));
    const variantRows = variants.map(({ messageBundleId, messageLocale, ...one }) => ({
      ...one,
      messageId: idOf(messageBundleId!, messageLocale!),
    }));
    await loaded.db.insertInto('bundle').values(bundles).execute();
    await loaded.db.insertInto('message').values(messageRows).execute();
    await loaded.db.insertInto('variant').values(variantRows).execute();
  }
  const whole = await compileProject({
    project: loaded,
    compilerOptions: { outputStructure: 'locale-modules' },
  });
  const apart = await compileProject({
    project: loaded,
    compilerOptions: { outputStructure: 'message-modules' },
  });
  const problems = await loaded.errors.get();
  await loaded.close();
  if (problems.length > 0) throw new Error(`The messages could not be read: ${problems.map(String).join('; ')}`);

  // Without its format plugin the compiler reads nothing, writes nothing and calls it a success.
  const compiled = [...(whole['messages/_index.js'] ?? '').matchAll(/^export const /gm)].length;
  if (compiled !== expected || compiled === 0) {
    throw new Error(`${expected} messages are written in messages/ but ${compiled} came out of the compiler.`);
  }

  // Written aside and moved in one step, so that a test that is running never meets half a catalogue.
  const aside = `${outdir}.${process.pid}`;
  fs.mkdirSync(path.join(aside, 'messages'), { recursive: true });
  fs.mkdirSync(path.join(aside, 'apart/messages'), { recursive: true });
  const write = (file: string, text: string) => fs.writeFileSync(path.join(aside, file), text);
  for (const [file, code] of Object.entries(whole)) if (TAKEN.test(file)) write(file, code);
  for (const [file, code] of Object.entries(apart)) if (TAKEN.test(file)) write(`apart/${file}`, code);
  write('runtime.js', "export * from '../messages/language.ts';\n");
  write('apart/runtime.js', "export * from '../../messages/language.ts';\n");
  write('.stamp', stamp);
  const old = `${outdir}.${process.pid}.old`;
  if (fs.existsSync(outdir)) fs.renameSync(outdir, old);
  fs.renameSync(aside, outdir);
  fs.rmSync(old, { recursive: true, force: true });
  return { messages: compiled, fresh: true };
}

function readAreas(): AreaFile[] {
  const found: AreaFile[] = [];
  for (const locale of fs.readdirSync(path.join(root, 'messages')).sort()) {
    for (const file of fs.readdirSync(path.join(root, 'messages', locale)).sort()) {
      const text = fs.readFileSync(path.join(root, 'messages', locale, file), 'utf8');
      try {
        found.push({ locale, area: file.replace(/\.json$/, ''), messages: JSON.parse(text) as AreaFile['messages'] });
      } catch (cause) {
        throw new Error(`messages/${locale}/${file} is not valid JSON: ${(cause as Error).message}`, { cause });
      }
    }
  }
  return found;
}

function versionOf(name: string): string {
  const manifest = fs.readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

try {
  const { messages, fresh } = await compileMessages({ force: process.argv.includes('--force') });
  if (fresh) process.stdout.write(`${messages} messages compiled\n`);
} catch (cause) {
  process.stderr.write(`${(cause as Error).message}\n`);
  process.exitCode = 1;
}
// The reader leaves timers behind that would keep this process for half a minute.
process.exit();
