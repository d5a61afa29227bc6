import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type Cell = string | number | boolean | null | Buffer | readonly (string | number)[] | Record<string, unknown>;
export type Row = Record<string, Cell>;

/**
 * COPY passes by row-level security, so PostgreSQL refuses it on a table that forces it. For the length of this transaction the
 * owner is not forced; the roles of the application never are anything but.
 */
export async function withCopy(
  client: pg.ClientBase,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  await client.query('begin');
  for (const table of tables) await client.query(`alter table ${table} no force row level security`);
  await work();
  for (const table of tables) await client.query(`alter table ${table} force row level security`);
  await client.query('commit');
}

/** Writes rows with COPY, the only way to load a whole office in a few seconds. All rows have the columns of the first. */
export async function copyRows(client: pg.ClientBase, table: string, rows: Iterable<Row>): Promise<number> {
  let stream: ReturnType<typeof copyFrom> | undefined;
  let columns: string[] = [];
  let written = 0;
  let buffer = '';
  const send = async () => {
    if (stream && buffer && !stream.write(buffer)) await once(stream, 'drain');
    buffer = '';
  };
  let target: NodeJS.WritableStream | undefined;
  for (const row of rows) {
    if (!stream) {
      columns = Object.keys(row);
      stream = copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`);
      target = client.query(stream as never) as unknown as NodeJS.WritableStream;
    }
    buffer += columns.map((column) => cell(row[column] ?? null)).join('\t') + '\n';
    written += 1;
    if (buffer.length > 262_144) await send();
  }
  if (!target) return 0;
  await send();
  target.end();
  await once(target, 'finish');
  return written;
}

function cell(value: Cell): string {
  if (value === null) return '\\N';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number') return String(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  if (Array.isArray(value))
    return escape(`{${value.map((item) => `"${String(item).replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
  if (typeof value === 'object') return escape(JSON.stringify(value));
  return escape(value);
}

function escape(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (one) =>
    one === '\\' ? '\\\\' : one === '\t' ? '\\t' : one === '\n' ? '\\n' : '\\r',
  );
}
