import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { chmodSync } from 'node:fs';

export type DemoOffice = { url: string; data: string; stop: () => Promise<void> };

const root = fileURLToPath(new URL('../..', import.meta.url));
const patience = 5 * 60_000;

/** The built application as `npm start` runs it, with a demo of its own in a throw-away folder. */
export async function startDemoOffice({ logs = 'error' }: { logs?: 'error' | 'debug' } = {}): Promise<DemoOffice> {
  const data = mkdtempSync(join(tmpdir(), 'simpul-journeys-'));
  chmodSync(data, 0o711);
  const port = await freePort();
  const child = spawn(
    join(root, 'node_modules/.bin/node'),
    ['src/cli/main.ts', 'start', '--data', join(data, 'office'), '--port', String(port)],
    { cwd: root, env: { ...process.env, LANG: 'en', LOG_LEVEL: logs }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the demo was not ready in time:\n${said}`)), patience);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      appendFileSync(logOf(join(data, 'office')), chunk);
      const ready = /Simpul is ready at (\S+)/.exec(said);
      if (!ready) return;
      clearTimeout(late);
      resolve(ready[1]!);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}:\n${said}`)));
  });
  return {
    url,
    data: join(data, 'office'),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** What the application of an office has said so far, which a service would keep in its log. */
export const logOf = (folder: string): string => `${folder}.log`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
