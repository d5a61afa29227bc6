import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { SendingAheadClient } from './sent-ahead.server.ts';
import type { DB } from './schema.ts';

pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text); // a day has no clock, so it stays text
pg.types.setTypeParser(pg.types.builtins.INT8, Number); // counts and sequence numbers stay below 2^53

export type Database = Kysely<DB>;

export type PoolOptions = { size?: number; statementSeconds?: number; name?: string };

/** A pool for one kind of work. `statementSeconds` ends a runaway query instead of the office's morning. */
export function connect(
  url: string,
  { size = 10, statementSeconds = 15, name = 'simpul' }: PoolOptions = {},
): Database {
  const pool = new pg.Pool({
    Client: SendingAheadClient,
    connectionString: url,
    max: size,
    application_name: name,
    statement_timeout: statementSeconds * 1000,
    idle_in_transaction_session_timeout: 60_000,
    // A new connection plans everything anew, which costs more than a connection that waits through a quiet quarter of an hour.
    idleTimeoutMillis: 900_000,
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
  });
  // A connection that dies, idle or between two statements, is replaced by the pool, and whoever used it is told by his next
  // statement. Without these listeners it would end the process.
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}));
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
