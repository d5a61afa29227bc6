import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Codes of the villages of a regency, from the national list of areas. */
export async function villagesOf(regency: string): Promise<string[]> {
  const file = join(
    dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json')),
    'data',
    'villages.csv',
  );
  const codes: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.startsWith(`${regency}.`)) codes.push(line.slice(0, line.indexOf(',')));
    else if (codes.length > 0) break;
  }
  return codes;
}
