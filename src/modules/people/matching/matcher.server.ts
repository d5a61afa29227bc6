import { isAway } from '#platform/database-away.server';
import { log, logError } from '#platform/log.server';
import { Recognition, weights } from '../recognition/index.ts';
import { openMatchConnection, type KnownFacts, type MatchConnection } from './matching.queries.server.ts';

/** How long nobody else is served while people are read in. */
const SLICE_MS = 4;
const CHUNK = 2000;
/** A notification may be lost with its connection; a look every so often makes sure. */
const LOOK_MS = 500;
const pauses = { first: 100, longest: 10_000 };
const noId = '00000000-0000-0000-0000-000000000000';

/** How far a copy is: everybody is read, and it follows what changes. */
export type InStep = { everybody: boolean; following: boolean };

/**
 * The people of the database in memory, in step with it: read once in the background, while questions are answered from what is there,
 * and followed from then on. One for each process.
 */
export class Matcher {
  readonly recognition = new Recognition(weights);
  private readonly url: string;
  private connection: MatchConnection | undefined;
  /** The last look; whatever could not be seen by it is read by the next one. */
  private seen: string | undefined;
  private readUpTo = noId;
  private isEverybody = false;
  private isStopped = false;
  private asked = 0;
  private wake = () => {};
  private waiting: { for: number; done: (caughtUp: boolean) => void }[] = [];
  private readonly rounds: Promise<void>;

  constructor(url: string) {
    this.url = url;
    this.rounds = this.live();
  }

  get inStep(): InStep {
    return { everybody: this.isEverybody, following: this.connection !== undefined };
  }

  /**
   * Waits until everything that is committed now is known; not longer than `mostMs`, and then says no. So whoever has just registered
   * somebody finds him, whichever process he asks.
   */
  async catchUp(mostMs: number): Promise<boolean> {
    if (this.isStopped) return false;
    const want = ++this.asked;
    this.wake();
    return new Promise((done) => {
      const timer = setTimeout(() => done(false), mostMs);
      this.waiting.push({
        for: want,
        done: (caughtUp) => {
          clearTimeout(timer);
          done(caughtUp);
        },
      });
    });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.wake();
    await this.connection?.close();
    await this.rounds;
  }

  private async live(): Promise<void> {
    for (let pause = pauses.first; !this.isStopped; pause = Math.min(pause * 2, pauses.longest)) {
      try {
        await this.follow(() => (pause = pauses.first));
      } catch (error) {
        // A database that restarts, or is put down with the rest of the house, is no fault; it is asked again until it answers.
        if (!this.isStopped && !isAway(error)) logError(error, { where: 'matching' });
      }
      this.connection = undefined;
      this.answerWaiting(this.asked, false);
      if (!this.isStopped) await this.rest(pause);
    }
    this.answerWaiting(this.asked, false);
  }

  /** As long as one connection lives. */
  private async follow(onGood: () => void): Promise<void> {
    let isLost = false;
    // What never opened, or is given up already, tells of its end as well, and must not cut the pause before the next try short.
    let isFollowed = false;
    const connection = await openMatchConnection(this.url, {
      onWake: () => this.wake(),
      onLost: () => {
        isLost = true;
        if (isFollowed) this.wake();
      },
    });
    try {
      isFollowed = true;
      this.connection = connection;
      this.seen ??= await connection.snapshot();
      await this.readEverybody(connection);
      while (!this.isStopped && !isLost) {
        const asked = this.asked;
        const { people, snapshot } = await connection.readChanged(this.seen);
        await this.take(people);
        this.seen = snapshot;
        onGood();
        this.answerWaiting(asked, true);
        if (this.asked === asked) await this.rest(LOOK_MS);
      }
    } finally {
      isFollowed = false;
      await connection.close();
    }
  }

  private async readEverybody(connection: MatchConnection): Promise<void> {
    if (this.isEverybody) return;
    const startedAt = performance.now();
    while (!this.isStopped) {
      const people = await connection.readOn(this.readUpTo, CHUNK);
      await this.take(people);
      if (people.length < CHUNK) {
        this.isEverybody = true;
        log('debug', 'everybody is read for matching', {
          people: this.recognition.size,
          ms: Math.round(performance.now() - startedAt),
        });
        return;
      }
      this.readUpTo = people.at(-1)!.id;
    }
  }

  private async take(people: readonly KnownFacts[]): Promise<void> {
    let until = performance.now() + SLICE_MS;
    for (const { id, facts } of people) {
      this.recognition.set(id, facts);
      if (performance.now() < until) continue;
      await new Promise(setImmediate);
      until = performance.now() + SLICE_MS;
    }
  }

  /** Until somebody asks or something changes, at most so long. */
  private async rest(ms: number): Promise<void> {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ms).unref();
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    this.wake = () => {};
  }

  private answerWaiting(upTo: number, caughtUp: boolean): void {
    const answered = this.waiting.filter((one) => one.for <= upTo);
    this.waiting = this.waiting.filter((one) => one.for > upTo);
    for (const { done } of answered) done(caughtUp);
  }
}
