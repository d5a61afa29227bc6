import pg from 'pg';
import { PreparingClient } from '#platform/prepared.server';
import { anew, type Recording, type Statement } from './recording.ts';

/**
 * The yardstick: what the application asks of the database, asked by nobody but `pg`. A request takes connections of a pool as large
 * as the application's, as many at a time as the application took, and sends its statements; nothing is made of the answers.
 */
export class Bare {
  private readonly pool: pg.Pool;
  private readonly recordedFrom: Date;

  constructor(url: string, size: number, recordedFrom: Date) {
    // Statements are planned once per connection here as there, or the application would look better than it is.
    this.pool = new pg.Pool({
      Client: PreparingClient,
      connectionString: url,
      max: size,
      application_name: 'simpul bench',
    });
    this.pool.on('error', () => {});
    this.recordedFrom = recordedFrom;
  }

  /** Sends an act again and tells how long each of its requests took. */
  async send(act: readonly Recording[], told: (kind: string, ms: number, problem?: string) => void): Promise<void> {
    for (const one of anew(act, this.recordedFrom)) {
      const startedAt = performance.now();
      let problem: string | undefined;
      try {
        // Who asks is found out first; then the frame of a page and the page itself are read side by side.
        const first = one.statements.findIndex(({ text }) => text.startsWith('begin'));
        const alone = first < 0 ? one.statements : one.statements.slice(0, first);
        const together = Map.groupBy(one.statements.slice(alone.length), ({ line }) => line);
        if (alone.length > 0) await this.sendOn(alone);
        const ended = await Promise.allSettled([...together.values()].map((statements) => this.sendOn(statements)));
        const failed = ended.find((outcome) => outcome.status === 'rejected');
        if (failed) throw failed.reason;
      } catch (error) {
        problem = `bare: ${(error as Error).message}`;
      }
      told(one.kind, performance.now() - startedAt, problem);
      if (problem) return;
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async sendOn(statements: readonly Statement[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      for (const { text, values } of statements) await client.query(text, values);
      client.release();
    } catch (error) {
      client.release(true); // whatever transaction stands open ends with its connection
      throw error;
    }
  }
}
