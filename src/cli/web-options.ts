import { env } from '#platform/env.server';
import { listen, type WebServer } from '#platform/web-server.server';
import { wholeNumber, type Option, type Values } from './command.ts';

export const webOptions = {
  port: {
    type: 'string',
    value: 'port',
    says: { id: 'port (biasanya 3000 atau SIMPUL_PORT)', en: 'port (usually 3000 or SIMPUL_PORT)' },
  },
  host: {
    type: 'string',
    value: 'host',
    says: {
      id: 'alamat mesin ini yang menerima kunjungan (biasanya 127.0.0.1; 0.0.0.0 untuk seluruh kantor)',
      en: 'address of this machine to listen on (usually 127.0.0.1; 0.0.0.0 for the whole office)',
    },
  },
} as const satisfies Record<string, Option>;

export function listenAsAsked(values: Values): Promise<WebServer> {
  const { SIMPUL_HOST, SIMPUL_PORT, TRUST_PROXY } = env();
  return listen({
    host: typeof values.host === 'string' ? values.host : SIMPUL_HOST,
    port: wholeNumber(values, 'port', 0, 65_535) ?? SIMPUL_PORT,
    trustProxy: TRUST_PROXY,
  });
}
