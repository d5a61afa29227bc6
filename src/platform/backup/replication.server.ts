import pg from 'pg';

/**
 * PostgreSQL's replication protocol, as pg_basebackup and pg_receivewal speak it: the base backup and the write-ahead log come over
 * an ordinary connection, so that neither client tools nor a look at the server's disk is needed.
 */
export type Position = bigint;

export function parsePosition(text: string): Position {
  const [high = '0', low = '0'] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
export const showPosition = (position: Position) =>
  `${(position >> 32n).toString(16).toUpperCase()}/${(position & 0xffffffffn).toString(16).toUpperCase()}`;

/** The file of the log that holds a position. */
export function segmentName(timeline: number, position: Position, segmentSize: number): string {
  const segment = position / BigInt(segmentSize);
  const perFile = 0x1_0000_0000n / BigInt(segmentSize);
  const hex = (value: bigint | number) => value.toString(16).toUpperCase().padStart(8, '0');
  return `${hex(timeline)}${hex(segment / perFile)}${hex(segment % perFile)}`;
}

type Row = Record<string, string | null>;
type Connection = {
  query: (text: string) => void;
  stream: { pause: () => void; resume: () => void; destroy: () => void };
  sendCopyFromChunk: (chunk: Buffer) => void;
};

/** One command of the replication protocol: the rows of its result sets, and what it streams in between. */
class Command {
  readonly sets: Row[][] = [];
  private names: string[] = [];
  private readonly text: string;
  private readonly onData: (chunk: Buffer, connection: Connection) => void;
  private tell!: (sets: Row[][]) => void;
  private fail!: (error: Error) => void;
  private error: Error | undefined;
  readonly done: Promise<Row[][]>;

  constructor(text: string, onData: (chunk: Buffer, connection: Connection) => void = () => {}) {
    this.text = text;
    this.onData = onData;
    this.done = new Promise((tell, fail) => ([this.tell, this.fail] = [tell, fail]));
    this.done.catch(() => {});
  }
  submit(connection: Connection): void {
    connection.query(this.text);
  }
  handleRowDescription({ fields }: { fields: { name: string }[] }): void {
    this.names = fields.map((field) => field.name);
    this.sets.push([]);
  }
  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.sets.at(-1)!.push(Object.fromEntries(this.names.map((name, index) => [name, fields[index] ?? null])));
  }
  handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection): void {
    this.onData(chunk, connection);
  }
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handleCopyInResponse(): void {}
  handlePortalSuspended(): void {}
  handleReadyForQuery(): void {
    if (this.error) this.fail(this.error);
    else this.tell(this.sets);
  }
  handleError(error: Error): void {
    this.error = error;
    // A connection that broke will never be ready again.
    this.fail(error);
  }
}

export type Replication = Awaited<ReturnType<typeof connectReplication>>;

export async function connectReplication(url: string) {
  const address = new URL(url);
  const client = new pg.Client({
    connectionString: address.href,
    application_name: 'simpul backup',
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
    ...({ replication: 'true' } as object),
  });
  client.on('error', () => {});
  await client.connect();
  const connection = (client as unknown as { connection: Connection }).connection;

  function ask(text: string, onData?: (chunk: Buffer, connection: Connection) => void): Promise<Row[][]> {
    const command = new Command(text, onData);
    client.query(command as never);
    return command.done;
  }

  return {
    async identify() {
      const [[row] = []] = await ask('IDENTIFY_SYSTEM');
      return {
        systemId: row!['systemid']!,
        timeline: Number(row!['timeline']),
        position: parsePosition(row!['xlogpos']!),
      };
    },

    /** Keeps the log from now on until this connection ends, so that nothing that the backup needs is recycled meanwhile. */
    async holdLog(): Promise<void> {
      await ask(
        `CREATE_REPLICATION_SLOT simpul_backup_${process.pid}_${Date.now().toString(36)} TEMPORARY PHYSICAL (RESERVE_WAL)`,
      );
    },

    /** The files of the cluster as one tar, while the office works. */
    baseBackup(label: string): {
      tar: AsyncIterable<Buffer>;
      ended: Promise<{ start: Position; stop: Position; timeline: number }>;
    } {
      const queue = new Queue(connection);
      let archives = 0;
      let isManifest = false;
      const done = ask(
        `BASE_BACKUP (LABEL '${label}', CHECKPOINT 'fast', WAL false, WAIT false, MANIFEST 'no', PROGRESS false)`,
        (chunk) => {
          const kind = String.fromCharCode(chunk[0]!);
          if (kind === 'n') archives += 1;
          else if (kind === 'm') isManifest = true;
          else if (kind === 'd' && !isManifest) queue.push(Buffer.from(chunk.subarray(1)));
          if (archives > 1) queue.fail(new Error('the cluster has tablespaces'));
        },
      );
      done.then(
        () => queue.end(),
        (error: Error) => queue.fail(error),
      );
      const ended = done.then((sets) => ({
        start: parsePosition(sets[0]![0]!['recptr']!),
        timeline: Number(sets[0]![0]!['tli']),
        stop: parsePosition(sets.at(-1)![0]!['recptr']!),
      }));
      // Whoever reads the tar is told by it and asks no further; a rejection that nobody hears would end the process.
      ended.catch(() => {});
      return { tar: queue, ended };
    },

    /** The log from one position up to another that the server has written already. */
    async *readLog(from: Position, until: Position, timeline: number): AsyncGenerator<{ at: Position; bytes: Buffer }> {
      const queue = new Queue(connection);
      let at = from;
      const done = ask(`START_REPLICATION PHYSICAL ${showPosition(from)} TIMELINE ${timeline}`, (chunk, link) => {
        const kind = String.fromCharCode(chunk[0]!);
        if (kind === 'w') queue.push(Buffer.from(chunk.subarray(25)));
        else if (kind === 'k' && chunk[17] === 1) link.sendCopyFromChunk(status(at));
      });
      done.then(
        () => queue.end(),
        (error: Error) => queue.fail(error),
      );
      for await (const bytes of queue) {
        yield { at, bytes };
        at += BigInt(bytes.length);
        if (at >= until) return;
      }
      if (at < until) throw new Error(`the log ended at ${showPosition(at)} before ${showPosition(until)}`);
    },

    /** Cuts the connection, also in the middle of a stream. */
    async close(): Promise<void> {
      connection.stream.destroy();
      await client.end().catch(() => {});
    },
  };
}

function status(at: Position): Buffer {
  const message = Buffer.alloc(34);
  message.write('r');
  for (const offset of [1, 9, 17]) message.writeBigUInt64BE(at, offset);
  return message;
}

/** Chunks between a connection that pushes and a reader that pulls; the connection waits when the reader is slow. */
class Queue implements AsyncIterable<Buffer> {
  private readonly chunks: Buffer[] = [];
  private over = false;
  private error: Error | undefined;
  private wake: (() => void) | undefined;
  private paused = false;
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }
  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    if (this.chunks.length > 200 && !this.paused) {
      this.paused = true;
      this.connection.stream.pause();
    }
    this.wake?.();
  }
  end(): void {
    this.over = true;
    this.wake?.();
  }
  fail(error: Error): void {
    this.error ??= error;
    this.wake?.();
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = this.chunks.shift();
      if (chunk) {
        if (this.paused && this.chunks.length < 50) {
          this.paused = false;
          this.connection.stream.resume();
        }
        yield chunk;
        continue;
      }
      if (this.error) throw this.error;
      if (this.over) return;
      await new Promise<void>((done) => (this.wake = done));
      this.wake = undefined;
    }
  }
}
