import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A table of texts with an index of their trigrams, and a question to it. */
export async function openTrigrams(ownerUrl: string, texts: AsyncIterable<string>) {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'simpul bench' });
  await client.connect();
  await client.query('set statement_timeout = 0');
  await client.query('create extension if not exists pg_trgm');
  await client.query('create schema bench_match');
  await client.query('create unlogged table bench_match.person (text text not null)');
  await pipeline(Readable.from(lines(texts)), client.query(copyFrom('copy bench_match.person (text) from stdin')));
  await client.query("set maintenance_work_mem = '512MB'");
  await client.query('create index on bench_match.person using gin (text gin_trgm_ops)');
  await client.query('analyze bench_match.person');
  await client.query('set pg_trgm.similarity_threshold = 0.3');
  return {
    find: (text: string) =>
      client.query({
        name: 'find',
        text: `select ctid, similarity(text, $1) as likeness from bench_match.person where text % $1 order by likeness desc limit 10`,
        values: [text],
      }),
    end: () => client.end(),
  };
}

async function* lines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield `${text.replace(/[\\\t\n\r]/g, ' ')}\n`;
}
