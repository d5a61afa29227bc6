import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { attachToEmbedded } from '../../src/platform/embedded-postgres.server.ts';
import { env } from '../../src/platform/env.server.ts';
import { roomOnServer } from './room-on-server.ts';

export type DemoOffice = { url: string; data: string; stop: () => Promise<void> };
/** An office that has just begun, and the address at which its first administrator sets his password. */
export type EmptyOffice = DemoOffice & { begin: string };

const root = fileURLToPath(new URL('../..', import.meta.url));
const patience = 5 * 60_000;

/**
 * The built application as `npm start` runs it, with a demo of its own in a throw-away folder: on a PostgreSQL of its own, or in a database
 * of its own on the server that TEST_DATABASE_URL names. A whole run loads the demo once (scripts/lib/suites.mjs) and says where it is.
 */
export async function startDemoOffice({ logs = 'error' }: { logs?: 'error' | 'debug' } = {}): Promise<DemoOffice> {
  const { said, ...office } = await startOffice([], /Simpul is ready at (\S+)/, logs, process.env['SIMPUL_TEST_DEMO']);
  return { ...office, url: said };
}

/** The same as `npm start -- --empty`, with nothing in it but its first administrator. */
export async function startEmptyOffice(): Promise<EmptyOffice> {
  const { said, ...office } = await startOffice(['--empty'], /Open this address once[^\n]*\n\s+(\S+)/, 'error');
  return { ...office, url: new URL(said).origin, begin: said };
}

/** Answers what the program said where it had come so far. */
async function startOffice(
  options: readonly string[],
  until: RegExp,
  logs: 'error' | 'debug',
  demo?: string,
): Promise<Omit<DemoOffice, 'url'> & { said: string }> {
  const data = mkdtempSync(join(tmpdir(), 'simpul-journeys-'));
  chmodSync(data, 0o711);
  const port = await freePort();
  const server = env().TEST_DATABASE_URL;
  const room = server ? await roomOnServer(server, `simpul_demo_${process.pid}_${port}`) : undefined;
  if (demo && !room) await copyDemo(demo, join(data, 'office'));
  if (room) writeFileSync(ownerFile(join(data, 'office')), room.ownerUrl, { mode: 0o600 });
  const onServer = room ? { DATABASE_URL: room.appUrl, DATABASE_OWNER_URL: room.ownerUrl } : {};
  const child = spawn(
    join(root, 'node_modules/.bin/node'),
    ['src/cli/main.ts', 'start', '--data', join(data, 'office'), '--port', String(port), ...options],
    { cwd: root, env: { ...process.env, ...onServer, LANG: 'en', LOG_LEVEL: logs }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await room?.remove();
    rmSync(data, { recursive: true, force: true });
  };
  const ready = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the office was not ready in time:\n${said}`)), patience);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      appendFileSync(logOf(join(data, 'office')), chunk);
      const found = until.exec(said);
      if (!found) return;
      clearTimeout(late);
      resolve(found[1]!);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`the office ended with ${code}:\n${said}`)));
  });
  try {
    return { said: await ready, data: join(data, 'office'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Two that are copied at the same time must not try the same port for their databases. */
async function copyDemo(demo: string, to: string): Promise<void> {
  execFileSync('cp', ['-a', demo, to]);
  const file = join(to, 'database.json');
  const access = JSON.parse(readFileSync(file, 'utf8')) as { port: number };
  writeFileSync(file, JSON.stringify({ ...access, port: await freePort() }));
}

/** The address by which the tables of an office are reached as their owner. */
export function ownerUrlOf(folder: string): string {
  const file = ownerFile(folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : attachToEmbedded(folder).databaseOwnerUrl;
}
const ownerFile = (folder: string): string => `${folder}.owner-url`;

/** What the application of an office has said so far, which a service would keep in its log. */
export const logOf = (folder: string): string => `${folder}.log`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
