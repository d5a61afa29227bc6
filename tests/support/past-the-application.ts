import type pg from 'pg';
import type { DatabaseRole } from '../../src/platform/run.server.ts';
import type { TestDatabase } from './database.ts';

export type Said = { rows: Record<string, unknown>[]; count: number } | { refused: string };

/**
 * One statement with a live session's token and nothing of the application in between: what is refused here is refused by the
 * database itself. `refused` is the SQLSTATE; 42501 means "not allowed". Nothing stays behind unless `keep`.
 */
export async function pastTheApplication(
  database: TestDatabase,
  { role = 'app_staff', token = '', keep = false }: { role?: DatabaseRole; token?: string; keep?: boolean },
  statement: string,
  values: unknown[] = [],
): Promise<Said> {
  const client: pg.PoolClient = await database.app.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('role', $1, true), set_config('app.token', $2, true)`, [role, token]);
    const { rows, rowCount } = await client.query(statement, values);
    await client.query(keep ? 'commit' : 'rollback');
    return { rows, count: rowCount ?? 0 };
  } catch (error) {
    await client.query('rollback');
    return { refused: (error as { code?: string }).code ?? String(error) };
  } finally {
    client.release();
  }
}
