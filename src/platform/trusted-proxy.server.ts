import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { ConsoleProblem } from './console-problem.server.ts';

/** What the web application reads instead of what a stranger may have written: set by us on every request. */
export const ownHeaders = { protocol: 'x-simpul-protocol', address: 'x-simpul-address' } as const;

const forwarded = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-real-ip',
  'forwarded',
];

/**
 * Settles who is asking and over which protocol. X-Forwarded-* is believed only from the addresses in `trusted`
 * ("127.0.0.1, 10.0.0.0/8"); from anybody else it is removed, and the request is plain http from where it came.
 */
export function settleOrigin(trusted: string | undefined): (request: IncomingMessage) => void {
  const proxies = parseProxies(trusted);
  return (request) => {
    const { headers } = request;
    let protocol = 'http';
    let address = plainAddress(request.socket.remoteAddress ?? '');
    if (isTrusted(proxies, address)) {
      protocol = lastOf(headers['x-forwarded-proto']) === 'https' ? 'https' : 'http';
      const host = lastOf(headers['x-forwarded-host']);
      if (host) headers.host = host;
      // Each proxy appends whom it saw; the first stranger from the right is the client, further left is hearsay.
      const chain = listOf(headers['x-forwarded-for']).map(plainAddress).reverse();
      address = chain.find((hop) => !isTrusted(proxies, hop)) ?? chain.at(-1) ?? address;
    }
    for (const name of forwarded) delete headers[name];
    headers[ownHeaders.protocol] = protocol;
    headers[ownHeaders.address] = isIP(address) ? address : '0.0.0.0';
  };
}

export function parseProxies(trusted: string | undefined): BlockList {
  const list = new BlockList();
  for (const entry of listOf(trusted)) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    try {
      if (bits === undefined) list.addAddress(address, family);
      else list.addSubnet(address, Number(bits), family);
    } catch (error) {
      throw new ConsoleProblem(
        {
          id: `TRUST_PROXY memuat "${entry}" yang bukan alamat atau jaringan; contoh: 127.0.0.1, 10.0.0.0/8`,
          en: `TRUST_PROXY contains "${entry}", which is no address or network; for example: 127.0.0.1, 10.0.0.0/8`,
        },
        { cause: error },
      );
    }
  }
  return list;
}

function isTrusted(proxies: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** A machine that listens on IPv6 sees IPv4 neighbours in a wrapper. */
const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

function listOf(header: string | string[] | undefined): string[] {
  return [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

const lastOf = (header: string | string[] | undefined) => listOf(header).at(-1);
