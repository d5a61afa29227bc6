import { Agent, request } from 'node:http';
import { gunzipSync } from 'node:zlib';

export type Answer = { status: number; location: string | null; type: string; body: string; ms: number };

/** Longer than any page may take; who waits that long has gone for coffee, and it counts as an error. */
const patience = 30_000;

/**
 * What an officer's browser does, without drawing: it keeps its connections and its cookie, asks for compressed pages, and asks again
 * for a picture that it has by its mark.
 */
export class Browser {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });
  private readonly cookies = new Map<string, string>();
  private readonly marks = new Map<string, string>();
  private readonly origin: URL;
  /** Which act of which kind a request belongs to, told where somebody listens at the other end; no act, nothing told. */
  act = 0;
  kind = '';

  constructor(origin: string, cookies: Readonly<Record<string, string>> = {}) {
    this.origin = new URL(origin);
    for (const [name, value] of Object.entries(cookies)) this.cookies.set(name, value);
  }

  /** A page; where it leads on (the caseload to the filters that were kept), the page it leads to, and the time of both. */
  async get(path: string): Promise<Answer> {
    const answer = await this.send('GET', path, {});
    if (answer.status !== 303 || answer.location === null) return answer;
    const next = await this.send('GET', answer.location, {});
    return { ...next, ms: answer.ms + next.ms };
  }

  post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const body = new URLSearchParams(fields).toString();
    return this.send(
      'POST',
      path,
      { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin.origin },
      body,
    );
  }

  /** A picture: the second time only whether it is still the same. */
  async picture(path: string): Promise<Answer> {
    const mark = this.marks.get(path);
    return this.send('GET', path, mark ? { 'if-none-match': mark } : {});
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const startedAt = performance.now();
    return new Promise((done, fail) => {
      const sent = request(
        {
          host: this.origin.hostname,
          port: this.origin.port,
          method,
          path,
          agent: this.agent,
          headers: {
            accept: 'text/html,*/*',
            'accept-encoding': 'gzip',
            cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(this.act > 0 ? { 'x-bench': `${this.act} ${this.kind}` } : {}),
            ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', fail);
          answer.on('end', () => {
            const ms = performance.now() - startedAt;
            this.remember(path, answer.headers);
            const bytes = Buffer.concat(chunks);
            const type = answer.headers['content-type'] ?? '';
            const plain = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
            done({
              status: answer.statusCode ?? 0,
              location: answer.headers.location ?? null,
              type,
              body: type.startsWith('text/') ? plain.toString() : '',
              ms,
            });
          });
        },
      );
      sent.setTimeout(patience, () => sent.destroy(new Error('no answer in 30 seconds')));
      sent.on('error', fail);
      sent.end(body);
    });
  }

  private remember(path: string, headers: { 'set-cookie'?: string[]; etag?: string }): void {
    for (const cookie of headers['set-cookie'] ?? []) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      if (at > 0) this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    if (headers.etag && path.startsWith('/files/')) this.marks.set(path, headers.etag);
  }
}
