import { createHash } from 'node:crypto';
import pg from 'pg';

/**
 * How many different statements a connection keeps prepared. Each costs the database some memory per connection, and lists of
 * changing length (`in ($1, $2, …)`) make ever new texts; those that come too late are sent as they are.
 */
export const KEPT_STATEMENTS = 400;

/**
 * A client that lets the database parse and plan a statement once per connection instead of at every use: with row-level security
 * in each plan, planning costs more than most of an office's queries do. A statement is prepared when it comes for the second time.
 */
export class PreparingClient extends pg.Client {
  private readonly names = new Map<string, string | undefined>();
  private kept = 0;

  // The overloads of pg are too many to repeat; what is not a text with values goes on as it came.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  override query(...asked: any[]): any {
    const [text, values, ...rest] = asked as [unknown, unknown, ...unknown[]];
    const name = typeof text === 'string' && Array.isArray(values) ? this.nameOf(text) : undefined;
    if (name === undefined) return super.query(...(asked as Parameters<pg.Client['query']>));
    return super.query({ name, text, values } as pg.QueryConfig, ...(rest as []));
  }

  private nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    if (this.kept >= KEPT_STATEMENTS || !preparable.test(text)) return undefined;
    if (!this.names.has(text)) {
      // Texts that never come again must not fill the memory either.
      if (this.names.size < KEPT_STATEMENTS * 4) this.names.set(text, undefined);
      return undefined;
    }
    const name = createHash('sha256').update(text).digest('base64url');
    this.names.set(text, name);
    this.kept += 1;
    return name;
  }
}

/** Begin, commit, set and the like have no plan. */
const preparable = /^\s*(select|insert|update|delete|with|merge)\b/i;
