import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Moments of a write as the database sees them. `before-…` comes when the application has sent the statement and the database has
 * not got it; `after-…` when the database has answered it and the application does not know yet.
 */
export const databasePoints = ['before-claim', 'after-claim', 'before-commit', 'after-commit'] as const;
export type DatabasePoint = (typeof databasePoints)[number];

export type DatabaseProxy = {
  /** The same address as the database's, through the proxy. */
  through: (databaseUrl: string) => string;
  /** Lets the next write that comes to this point go no further: its connection is cut there. Says when that happened. */
  cutAt: (point: DatabasePoint, also?: () => void) => Promise<void>;
  /** Cuts this share of all commits after the database has done them, as a network does that fails at the worst moment. */
  loseCommits: (share: number) => void;
  lostCommits: () => number;
  stop: () => Promise<void>;
};

type Armed = { point: DatabasePoint; fire: () => void };
const claim = 'insert into "platform"."submission"';

/** Stands between the application and PostgreSQL and knows where each write is, without either noticing. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const armed: Armed[] = [];
  let share = 0;
  let lost = 0;
  const sockets = new Set<Socket>();

  const server: Server = createServer((application) => {
    const database = connect(Number(target.port), target.hostname);
    const both = [application, database];
    const cut = () => both.forEach((socket) => socket.destroy());
    for (const socket of both) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', cut).on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    // What happens when the database's next bytes arrive: they answer the statement that went through last.
    let onAnswer: (() => void) | undefined;
    const messages = new Messages();

    application.on('data', (chunk: Buffer) => {
      for (const message of messages.add(chunk)) {
        const statement = statementOf(message);
        const at = statement && pointOf(statement);
        const before = at && take(armed, `before-${at}`);
        if (before) {
          cut();
          return before.fire();
        }
        const after = at && take(armed, `after-${at}`);
        if (after)
          onAnswer = () => {
            cut();
            after.fire();
          };
        else if (at === 'commit' && share > 0 && Math.random() < share)
          onAnswer = () => {
            lost += 1;
            cut();
          };
        database.write(message);
      }
    });
    database.on('data', (chunk: Buffer) => {
      if (onAnswer) return onAnswer();
      application.write(chunk);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  return {
    through(url) {
      const address = new URL(url);
      address.host = `127.0.0.1:${port}`;
      return address.href;
    },
    cutAt: (point, also) =>
      new Promise((done) =>
        armed.push({
          point,
          fire: () => {
            also?.();
            done();
          },
        }),
      ),
    loseCommits: (wanted) => void (share = wanted),
    lostCommits: () => lost,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function take(armed: Armed[], point: DatabasePoint): Armed | undefined {
  const at = armed.findIndex((one) => one.point === point);
  return at < 0 ? undefined : armed.splice(at, 1)[0];
}

function pointOf(statement: string): 'claim' | 'commit' | undefined {
  if (statement.startsWith(claim)) return 'claim';
  return /^commit\b/i.test(statement) ? 'commit' : undefined;
}

/** The SQL of a Query or Parse message. */
function statementOf(message: Buffer): string | undefined {
  if (message[0] === 0x51) return message.toString('utf8', 5, message.length - 1);
  if (message[0] !== 0x50) return undefined;
  const name = message.indexOf(0, 5);
  return message.toString('utf8', name + 1, message.indexOf(0, name + 1));
}

/** Cuts a stream of bytes into the messages of PostgreSQL's protocol; only the very first has no letter in front of its length. */
class Messages {
  #rest: Buffer = Buffer.alloc(0);
  #isFirst = true;

  add(chunk: Buffer): Buffer[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const whole: Buffer[] = [];
    for (;;) {
      const head = this.#isFirst ? 0 : 1;
      if (this.#rest.length < head + 4) return whole;
      const length = head + this.#rest.readInt32BE(head);
      if (this.#rest.length < length) return whole;
      whole.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
      this.#isFirst = false;
    }
  }
}
