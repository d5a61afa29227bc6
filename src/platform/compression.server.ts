import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, createGzip, type Gzip } from 'node:zlib';

const compressible =
  /^(text\/(?!event-stream)|application\/(json|problem\+json|javascript|manifest\+json|xml)|image\/svg)/;
/** Below this the packet is one anyway. */
const worthwhile = 1024;

/**
 * Compresses pages and data on their way out; files of the build are compressed already and pass through.
 * Safe against guessing by length (BREACH) because no page carries a secret: the session is a cookie out of script's reach.
 */
export function compressAnswer(request: IncomingMessage, response: ServerResponse): void {
  if (
    request.method === 'HEAD' ||
    !/\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(`${request.headers['accept-encoding'] ?? ''}`)
  )
    return;
  const plain = {
    writeHead: response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse,
    write: response.write.bind(response) as (chunk: unknown) => boolean,
    end: response.end.bind(response) as (...args: unknown[]) => ServerResponse,
  };
  let gzip: Gzip | undefined;

  const writeHead = (status: number, ...rest: unknown[]): ServerResponse => {
    const given = rest.find((part) => typeof part === 'object') as Record<string, string> | undefined;
    if (given && !Array.isArray(given))
      for (const [name, value] of Object.entries(given)) response.setHeader(name, value);
    if (isWorthwhile(status, response)) gzip = startGzip(response, plain);
    return plain.writeHead(status);
  };
  const write = (chunk: unknown, ...rest: unknown[]): boolean => {
    if (!response.headersSent) writeHead(response.statusCode);
    if (!gzip) return (plain.write as (...args: unknown[]) => boolean)(chunk, ...rest);
    const stream = gzip;
    const more = stream.write(chunk);
    // A page that streams its slow parts must show the quick ones at once.
    setImmediate(() => !stream.writableEnded && !stream.destroyed && stream.flush());
    return more;
  };
  const end = (...args: unknown[]): ServerResponse => {
    if (!response.headersSent) writeHead(response.statusCode);
    if (!gzip) return plain.end(...args);
    const [chunk] = args;
    gzip.end(typeof chunk === 'function' ? undefined : chunk);
    return response;
  };
  Object.assign(response, { writeHead, write, end });
}

function isWorthwhile(status: number, response: ServerResponse): boolean {
  const length = response.getHeader('content-length');
  return (
    status !== 204 &&
    status !== 206 &&
    status !== 304 &&
    !response.hasHeader('content-encoding') &&
    !/no-transform/.test(`${response.getHeader('cache-control') ?? ''}`) &&
    compressible.test(`${response.getHeader('content-type') ?? ''}`) &&
    (length === undefined || Number(length) >= worthwhile)
  );
}

function startGzip(
  response: ServerResponse,
  plain: { write: (chunk: unknown) => boolean; end: () => ServerResponse },
): Gzip {
  response.setHeader('content-encoding', 'gzip');
  response.removeHeader('content-length');
  response.appendHeader('vary', 'accept-encoding');
  const etag = response.getHeader('etag');
  if (typeof etag === 'string' && !etag.startsWith('W/')) response.setHeader('etag', `W/${etag}`);

  const gzip = createGzip({ level: 5, flush: constants.Z_NO_FLUSH });
  gzip.on('data', (chunk) => {
    if (!plain.write(chunk)) gzip.pause();
  });
  gzip.on('end', () => plain.end());
  gzip.on('error', (error) => response.destroy(error));
  gzip.on('drain', () => response.emit('drain'));
  response.on('drain', () => gzip.resume());
  response.once('close', () => gzip.destroy());
  return gzip;
}
