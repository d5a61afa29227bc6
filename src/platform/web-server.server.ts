import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compressAnswer } from './compression.server.ts';
import { ConsoleProblem } from './console-problem.server.ts';
import { log, logError } from './log.server.ts';
import { hangUpOnSlowSenders } from './slow-senders.server.ts';
import { settleOrigin } from './trusted-proxy.server.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;
export type WebServer = {
  /** Where people reach it, as an address to click. */
  address: string;
  answerWith: (handler: Handler) => void;
  /** Takes no new connection, lets the requests under way finish, and cuts what is still open after `patience`. */
  stop: (patience?: number) => Promise<void>;
};

const seconds = 1000;

/** What also the last resort says, where no page could be drawn; pages bring a stricter policy of their own. */
const everyAnswer = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
};

/** Listens at once, so that a port in use is known before anything else starts; until it can answer it says so with 503. */
export async function listen(options: { host: string; port: number; trustProxy?: string }): Promise<WebServer> {
  const settle = settleOrigin(options.trustProxy);
  let handler: Handler = sayStarting;
  const server = createServer(
    {
      // A stranger who sends slowly holds a connection for seconds; a photo on a poor line (16 MB at 0.5 Mbit/s) still arrives.
      headersTimeout: 15 * seconds,
      requestTimeout: 300 * seconds,
      connectionsCheckingInterval: 5 * seconds,
      keepAliveTimeout: 65 * seconds, // longer than the usual 60 s of proxies, so that it is never we who hang up first
    },
    (request, response) => {
      const startedAt = performance.now();
      settle(request);
      compressAnswer(request, response);
      for (const [name, value] of Object.entries(everyAnswer)) response.setHeader(name, value);
      response.once('finish', () => hangUpOn(request));
      if (handler !== sayStarting) response.once('finish', () => noticeSlow(request, response, startedAt));
      // On the way out nobody gets another turn on the same connection.
      if (!server.listening) response.setHeader('connection', 'close');
      void (async () => handler(request, response))().catch((error: unknown) => {
        logError(error, { where: 'web' });
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('500\n');
      });
    },
  );
  server.maxConnections = 5000;
  hangUpOnSlowSenders(server);
  await bind(server, options);
  return {
    address: addressOf(server, options.host),
    answerWith: (next) => (handler = next),
    stop: (patience = 25 * seconds) => close(server, patience),
  };
}

/** What somebody may still send after his answer, while he reads it; a browser looks up only between two pieces. */
const sentOn = { longest: 5 * seconds, most: 64 * 1024 * 1024 };

/**
 * Who is answered before he has sent everything (too large, not allowed) may read the answer; the rest of what he sends is nobody's
 * concern, and the line is not kept open for it.
 */
function hangUpOn(request: IncomingMessage): void {
  if (request.complete) return;
  const { socket } = request;
  const [answeredAt, sent] = [performance.now(), socket.bytesRead];
  const watch = setInterval(() => {
    // What arrived whole meanwhile may have made way for the next request on the same line.
    if (request.complete) clearInterval(watch);
    else if (performance.now() - answeredAt > sentOn.longest || socket.bytesRead - sent > sentOn.most) socket.destroy();
  }, 100);
  socket.once('close', () => clearInterval(watch));
}

const sayStarting: Handler = (_request, response) =>
  response
    .writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2', 'cache-control': 'no-store' })
    .end('Simpul sedang disiapkan, coba lagi sebentar lagi. / Simpul is starting, try again in a moment.\n');

async function bind(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  try {
    await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done));
  } catch (error) {
    throw bindProblem(error, host, port);
  }
  server.on('error', (error) => logError(error, { where: 'web server' }));
}

function bindProblem(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new ConsoleProblem({
        id: `Port ${port} sudah dipakai program lain; pilih port lain, misalnya: npm start -- --port ${port + 1}`,
        en: `Port ${port} is already used by another program; choose another one, for example: npm start -- --port ${port + 1}`,
      });
    case 'EACCES':
      return new ConsoleProblem({
        id: `Port ${port} tidak boleh dipakai akun ini; pilih port di atas 1023 dengan --port.`,
        en: `This account may not use port ${port}; choose a port above 1023 with --port.`,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConsoleProblem({
        id: `Alamat ${host} bukan alamat mesin ini; pakai --host 127.0.0.1 atau --host 0.0.0.0.`,
        en: `The address ${host} is not one of this machine; use --host 127.0.0.1 or --host 0.0.0.0.`,
      });
    default:
      return error;
  }
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

async function close(server: Server, patience: number): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  // Browsers keep a connection open after their answer, in case they want more.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const hurry = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearInterval(sweep);
  clearTimeout(hurry);
}

/** The path is left out of the log where it may name someone: only its first part is kept. */
function noticeSlow(request: IncomingMessage, response: ServerResponse, startedAt: number): void {
  const ms = Math.round(performance.now() - startedAt);
  const fields = { method: request.method, area: request.url?.split(/[/?]/)[1], status: response.statusCode, ms };
  if (response.statusCode >= 500 || ms > 2000) log('warn', 'slow or failed answer', fields);
  else log('debug', 'answer', fields);
}
