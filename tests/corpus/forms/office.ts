import pg from 'pg';
import { ownerUrlOf } from '../../support/demo-office.ts';
import { Browser } from './browser.ts';
import { takeWrites, watchWrites, type Written } from './writes.ts';

/** The demo office under test: its pages by HTTP, its tables as their owner, to set a scene and to look behind the pages' back. */
export class Office {
  readonly url: string;
  readonly db: pg.Pool;
  readonly #browsers = new Map<string, { browser: Browser; seenAt: number }>();
  readonly #used = new Set<string>();

  private constructor(url: string, db: pg.Pool) {
    this.url = url;
    this.db = db;
  }

  /** `watched` leaves a copy of every row that the pages write; an office that others use beside us is left alone. */
  static async at(url: string, data: string, { watched = true } = {}): Promise<Office> {
    const db = new pg.Pool({
      connectionString: ownerUrlOf(data),
      max: 3,
      application_name: 'corpus',
    });
    const { rows } = await db.query(`select 1 where to_regclass('watched.written') is not null`);
    if (watched && rows.length === 0) await watchWrites(db);
    return new Office(url, db);
  }

  async close(): Promise<void> {
    for (const { browser } of this.#browsers.values()) browser.close();
    await this.db.end();
  }

  /** A browser in which this officer is signed in; the same one as long as his session lives. */
  async as(username: string): Promise<Browser> {
    const known = this.#browsers.get(username);
    const isFresh = known && performance.now() - known.seenAt < 60_000;
    if (known && (isFresh || (await known.browser.send({ path: '/account' })).status === 200)) {
      known.seenAt = performance.now();
      return known.browser;
    }
    known?.browser.close();
    const browser = await new Browser(this.url).signIn(username);
    this.#browsers.set(username, { browser, seenAt: performance.now() });
    return browser;
  }

  /** A browser that nobody has used. */
  stranger(): Browser {
    return new Browser(this.url);
  }

  async rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.db.query(sql, values)).rows as T[];
  }

  async one<T>(sql: string, values: unknown[] = []): Promise<T> {
    const [row] = await this.rows<T>(sql, values);
    if (row === undefined) throw new Error(`nothing found: ${sql}`);
    return row;
  }

  /** The next row of a list that no scene has used yet; the query orders its rows and calls their key id. */
  async unused<T extends { id: string | number }>(sql: string, values: unknown[] = []): Promise<T> {
    const rows = await this.rows<T>(sql, values);
    const row = rows.find(({ id }) => !this.#used.has(String(id)));
    if (!row) throw new Error(`all ${rows.length} are used: ${sql}`);
    this.#used.add(String(row.id));
    return row;
  }

  writes(): Promise<Written[]> {
    return takeWrites(this.db);
  }

  /** Nobody is held up for what he did before: failed tries, people opened, searches. */
  async newDay(): Promise<void> {
    await this.db.query('delete from accounts.attempt');
    await this.db.query('delete from accounts.opened_person');
    await this.db.query(
      `update platform.access_log set at = at - interval '1 day' where at > now() - interval '1 hour'`,
    );
    await this.writes();
  }
}
