import http from 'node:http';
import https from 'node:https';
import dns from 'node:dns';
import net from 'node:net';
import { createTransport } from 'nodemailer';
import type { GatewaySettings, HttpSettings, SmtpSettings } from './gateway.ts';

/** Handed to the gateway, or what kept it from being handed over: a short code, never what the gateway wrote. */
export type Outcome = { ok: true } | { ok: false; problem: string; final: boolean };
export type Letter = { address: string; subject: string; body: string };

const PATIENCE_MS = 10_000;
const LONGEST_ANSWER = 64 * 1024;

export async function deliver(gateway: GatewaySettings, secret: string, letter: Letter): Promise<Outcome> {
  try {
    return gateway.kind === 'smtp'
      ? await byMail(gateway.settings, secret, letter)
      : await byHttp(gateway.settings, secret, letter);
  } catch (error) {
    return { ok: false, problem: codeOf(error), final: false };
  }
}

async function byMail(settings: SmtpSettings, secret: string, letter: Letter): Promise<Outcome> {
  const transport = createTransport({
    host: await judgedAddress(settings.host),
    // The certificate is still that of the name.
    ...(net.isIP(settings.host) ? {} : { tls: { servername: settings.host } }),
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    ...(settings.user ? { auth: { user: settings.user, pass: secret } } : {}),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    dnsTimeout: PATIENCE_MS,
    // What stands in a message is text; nothing in it may make the mailer fetch a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: settings.from,
      to: { name: '', address: letter.address },
      subject: letter.subject,
      text: letter.body,
    });
    return { ok: true };
  } catch (error) {
    const code = (error as { responseCode?: number }).responseCode;
    // A mail server that answers 5xx to the addressee will say the same tomorrow.
    return {
      ok: false,
      problem: code ? `smtp_${code}` : codeOf(error),
      final: code !== undefined && code >= 550 && code <= 553,
    };
  } finally {
    transport.close();
  }
}

async function byHttp(settings: HttpSettings, secret: string, letter: Letter): Promise<Outcome> {
  const fill = (template: string, write: (value: string) => string) =>
    template.replace(/\{(address|text|secret)\}/g, (_, name: string) =>
      write(name === 'address' ? letter.address : name === 'text' ? letter.body : secret),
    );
  const url = new URL(fill(settings.url, encodeURIComponent));
  const inBody = {
    'application/json': (value: string) => JSON.stringify(value).slice(1, -1),
    'application/x-www-form-urlencoded': encodeURIComponent,
    'text/plain': (value: string) => value,
  };
  const body = settings.method === 'GET' ? undefined : Buffer.from(fill(settings.body, inBody[settings.bodyType]));
  const headers: http.OutgoingHttpHeaders = Object.fromEntries(
    settings.headers.map(({ name, value }) => [name, fill(value, (text) => text.replace(/[\r\n]/g, ' '))]),
  );
  if (body)
    Object.assign(headers, { 'content-type': `${settings.bodyType}; charset=utf-8`, 'content-length': body.length });

  const { status, answer } = await ask(url, settings.method, headers, body);
  // A redirect is not followed: it could lead to a place that nobody entrusted with addresses.
  if (status < 200 || status > 299) return { ok: false, problem: `http_${status}`, final: false };
  if (settings.successContains && !answer.includes(settings.successContains))
    return { ok: false, problem: 'http_not_confirmed', final: false };
  return { ok: true };
}

function ask(
  url: URL,
  method: string,
  headers: http.OutgoingHttpHeaders,
  body: Buffer | undefined,
): Promise<{ status: number; answer: string }> {
  return new Promise((done, fail) => {
    if (net.isIP(url.hostname.replace(/^\[|\]$/g, '')) && isForbidden(url.hostname.replace(/^\[|\]$/g, '')))
      return fail(new Refused());
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      { method, headers, agent: false, lookup: lookupAllowed, signal: AbortSignal.timeout(PATIENCE_MS) },
      (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          length += part.length;
          if (length <= LONGEST_ANSWER) parts.push(part);
          else response.destroy();
        });
        response.on('error', fail);
        response.on('close', () =>
          done({ status: response.statusCode ?? 0, answer: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    request.on('error', fail);
    request.end(body);
  });
}

class Refused extends Error {
  readonly code = 'address_refused';
}

/** The name is looked up once and the connection goes to what was judged, so a name that changes its mind gains nothing. */
const lookupAllowed: net.LookupFunction = (host, options, tell) => {
  dns.lookup(host, { ...options, all: true }, (error, found) => {
    const list = (found ?? []) as dns.LookupAddress[];
    if (error) return tell(error, '', 0);
    if (list.length === 0 || list.some(({ address }) => isForbidden(address))) return tell(new Refused(), '', 0);
    if (options.all) return tell(null, list as never);
    return tell(null, list[0]!.address, list[0]!.family);
  });
};

/** The address of a mail server, looked up and judged once; the mailer is given what was judged. */
async function judgedAddress(host: string): Promise<string> {
  const found = net.isIP(host) ? [{ address: host }] : await dns.promises.lookup(host, { all: true });
  if (found.length === 0 || found.some(({ address }) => isForbidden(address))) throw new Refused();
  // A server of the house often listens on IPv4 alone.
  return (found.find(({ address }) => net.isIPv4(address)) ?? found[0]!).address;
}

const forbidden = new net.BlockList();
// Where clouds hand out their machines' credentials.
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addAddress('100.100.100.200', 'ipv4');
forbidden.addAddress('fd00:ec2::254', 'ipv6');
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addSubnet('224.0.0.0', 3, 'ipv4');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');
forbidden.addAddress('::', 'ipv6');

/**
 * A modem in the office's own network and a mail server on this very machine are usual gateways, so private addresses and 127.0.0.1 are
 * allowed, over HTTP as by mail. Refused are link-local ones, those where a cloud hands out credentials, and those that are nobody's:
 * whoever administers an office sets a gateway, and must not read with it what the machine is trusted with.
 */
export function isForbidden(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isForbidden(mapped);
  return forbidden.check(address, net.isIPv6(address) ? 'ipv6' : 'ipv4');
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  if (name === 'AbortError' || name === 'TimeoutError') return 'timeout';
  return (code ?? name ?? 'failed')
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
    .slice(0, 40);
}
