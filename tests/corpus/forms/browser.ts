import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { demoPassword } from '../../../src/invented/demo/accounts.ts';
import { readPage, type Page } from './page.ts';

/** What came back, as it came: nothing followed, nothing guessed. */
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };
export type Sent = {
  method?: string;
  /** Goes on the line as it is, also where no browser would write it so. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | FormData | URLSearchParams;
};

/**
 * A browser without script: keeps cookies, sends forms, reads pages. Unlike fetch it sends any method, path and header, because
 * that is what the ones with bad intentions do.
 */
export class Browser {
  readonly office: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });
  readonly #cookies = new Map<string, string>();

  constructor(office: string) {
    this.office = new URL(office);
  }

  async send({ method = 'GET', path, headers = {}, body }: Sent): Promise<Answer> {
    const carrier = body === undefined ? undefined : new Response(body as BodyInit);
    const bytes = carrier && Buffer.from(await carrier.arrayBuffer());
    const type =
      body instanceof FormData || body instanceof URLSearchParams ? carrier!.headers.get('content-type')! : undefined;
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: this.office.hostname,
          port: this.office.port,
          method,
          path,
          agent: this.#agent,
          headers: {
            ...this.headersFor(method),
            ...(type ? { 'content-type': type } : {}),
            ...(bytes ? { 'content-length': String(bytes.length) } : {}),
            ...headers,
          },
        },
        (incoming) => {
          const parts: Buffer[] = [];
          incoming.on('data', (part: Buffer) => parts.push(part));
          incoming.on('error', reject);
          incoming.on('end', () => {
            this.#keepCookies(incoming.headers['set-cookie']);
            resolve({ status: incoming.statusCode!, headers: incoming.headers, body: Buffer.concat(parts) });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(bytes);
    });
  }

  /** In somebody's seat: with the cookie of a session that he has already. */
  carry(cookie: string): this {
    this.#keepCookies([cookie]);
    return this;
  }

  /** What a browser says of itself with every request. */
  headersFor(method: string): Record<string, string> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return {
      accept: 'text/html',
      ...(method === 'GET' ? {} : { origin: this.office.origin }),
      ...(cookie ? { cookie } : {}),
    };
  }

  #keepCookies(lines: string[] | undefined): void {
    for (const line of lines ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (!name) continue;
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value!);
    }
  }

  /** Opens an address as a person does: redirections are followed, and the page is read. */
  async open(path: string): Promise<Page> {
    let at = path;
    for (let hops = 0; hops < 6; hops++) {
      const answer = await this.send({ path: at });
      const to = answer.headers.location;
      if (answer.status < 300 || answer.status > 399 || !to) return readPage(at, answer);
      at = this.resolve(to, at);
    }
    throw new Error(`${path} leads in circles`);
  }

  /** An address as it stands on a page, as a path in this office. */
  resolve(address: string, from: string): string {
    const url = new URL(address, new URL(from, this.office));
    return url.pathname + url.search;
  }

  async signIn(username: string): Promise<this> {
    const answer = await this.send({
      method: 'POST',
      path: '/sign-in',
      body: new URLSearchParams({ username, password: demoPassword }),
    });
    if (answer.status !== 303) throw new Error(`signing in as ${username} answered ${answer.status}`);
    return this;
  }

  close(): void {
    this.#agent.destroy();
  }
}
