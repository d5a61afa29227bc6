import pg from 'pg';
import { PreparingClient } from './prepared.server.ts';

/** What a transaction takes on itself before anything else; both settings end with it. */
export const TAKE_ROLE = 'select set_config($1, $2, true), set_config($3, $4, true)';

/** Stands at the end of a statement whose answer nobody needs. */
export const NOBODY_WAITS = '/* nobody waits */';

/**
 * A client that nobody keeps waiting for the opening of a transaction: `begin` and the role it takes go out as one message together with
 * the first statement, and PostgreSQL answers them one after another. Two of every transaction's round trips are saved; a page of few
 * small queries consists of little else. Whatever goes wrong in the opening is told by the first statement, which then does nothing. A
 * statement for which nobody waits goes out the same way, and what goes wrong with it is told by the next one, at the latest by the commit.
 */
export class SendingAheadClient extends PreparingClient {
  private begun = false;
  private ahead: Promise<unknown> | undefined;

  constructor(config?: string | pg.ClientConfig) {
    super({
      ...(typeof config === 'string' ? { connectionString: config } : config),
      pipeline: true,
    } as pg.ClientConfig);
  }

  // The overloads of pg are too many to repeat; what is not a text with values goes on as it came.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  override query(...asked: any[]): any {
    const [text, values] = asked as [unknown, unknown];
    const callsBack = typeof asked.at(-1) === 'function';
    if (text === 'begin' && !callsBack && !this.begun) {
      this.begun = true;
      return Promise.resolve(nothing);
    }
    if (this.begun) {
      this.begun = false;
      const takesRole = text === TAKE_ROLE && Array.isArray(values);
      this.ahead = super.query(takesRole ? `begin; ${inline(values)}` : 'begin') as Promise<unknown>;
      this.ahead.catch(() => {}); // told by the next statement
      if (takesRole) return Promise.resolve(nothing);
    }

    const answer = super.query(...asked) as Promise<unknown> | undefined;
    const { ahead } = this;
    this.ahead = undefined;
    let told = answer;
    // What is undone is undone, whatever it was. Of two errors the first one is told: the second only says that there was one.
    if (ahead && answer && text !== 'rollback') {
      answer.catch(() => {});
      told = ahead.then(() => answer);
    }
    if (!told || typeof text !== 'string' || !text.endsWith(NOBODY_WAITS)) return told;
    this.ahead = told;
    told.catch(() => {}); // told by the next statement
    return Promise.resolve(nothing);
  }
}

const nothing = { command: 'BEGIN', rowCount: null, oid: 0, fields: [], rows: [] };

function inline(values: readonly unknown[]): string {
  return TAKE_ROLE.replace(/\$(\d)/g, (_, n: string) => pg.escapeLiteral(String(values[Number(n) - 1])));
}
