import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Facts } from '#modules/people/recognition';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.server';
import { peopleIn } from './people.ts';
import { openTrigrams } from './trigrams.store.server.ts';

/** The yardstick: four fields as one text, and PostgreSQL's own likeness of three letters. Answers how long each question took. */
export async function measureTrigrams(folder: string, questions: readonly Facts[]): Promise<number[]> {
  const data = mkdtempSync(join(tmpdir(), 'simpul-trigrams-'));
  chmodSync(data, 0o711);
  const postgres = await startEmbeddedPostgres(data, { sync: false, settings: { fsync: 'off', max_wal_size: '4GB' } });
  try {
    const trigrams = await openTrigrams(postgres.databaseOwnerUrl, textsOf(folder));
    const times: number[] = [];
    for (const facts of questions) {
      const startedAt = performance.now();
      await trigrams.find(textOf(facts));
      times.push(performance.now() - startedAt);
    }
    await trigrams.end();
    return times;
  } finally {
    await postgres.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

const textOf = ({ name, birth, birthPlace, mother }: Facts) =>
  [name, birth?.text ?? '', birthPlace ?? '', mother ?? ''].join(' ').toLowerCase();

async function* textsOf(folder: string): AsyncGenerator<string> {
  for await (const { facts } of peopleIn(folder)) yield textOf(facts);
}
