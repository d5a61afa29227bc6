import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say, Stopped } from './console.mjs';
import { node, run } from './project.mjs';

/** The one without windows first: what the others draw around a page costs as much as the page. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

/** The browser of the journeys: named, found, or installed. @returns {Promise<string>} */
export async function ensureChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named && !isProgram(named))
    throw new Stopped({
      id: `CHROMIUM_PATH menunjuk ${named}, yang bukan program yang dapat dijalankan.`,
      en: `CHROMIUM_PATH names ${named}, which is no program that can be run.`,
    });
  return named || findOnPath() || (await installWithApt()) || (await installWithPlaywright()) || notFound();
}

function findOnPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

async function installWithApt() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  say({ id: 'Memasang Chromium dengan apt …', en: 'Installing Chromium with apt …' });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  // Older Debians have no package of the small one.
  for (const name of ['chromium-headless-shell', 'chromium']) {
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env });
    const path = findOnPath();
    if (path) return path;
  }
  return undefined;
}

async function installWithPlaywright() {
  say({ id: 'Memasang Chromium dengan Playwright …', en: 'Installing Chromium with Playwright …' });
  await run(node, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']);
  const { output } = await run(node, [
    '-e',
    "process.stdout.write(require('@playwright/test').chromium.executablePath())",
  ]);
  const path = output.trim();
  if (!isProgram(path)) return undefined;
  // Playwright brings the browser but not the system libraries that it needs.
  const { code } = await run(path, ['--version']);
  return code === 0 ? path : undefined;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function notFound() {
  throw new Stopped({
    id: 'Chromium tidak ditemukan dan tidak dapat dipasang; pasang Chromium atau sebut programnya dengan CHROMIUM_PATH.',
    en: 'Chromium was not found and could not be installed; install Chromium or name the program with CHROMIUM_PATH.',
  });
}
