import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * What happens to one request on its way. `lose-reply`: the server has answered, so what it did is committed, and the caller never
 * hears of it. `break-upload`: only the first half of the request arrives.
 */
export type Fate = 'pass' | 'lose-reply' | 'break-upload';

export const httpPoints = ['mid-upload', 'before-reply', 'after-reply'] as const;
export type HttpPoint = (typeof httpPoints)[number];

export type HttpProxy = {
  port: number;
  /** Where the application listens now. */
  forwardTo: (port: number) => void;
  /** Chance of each fate, for requests that carry something. */
  setFates: (shares: Partial<Record<Fate, number>>) => void;
  /** Does something at the next such moment of a request, at which its connection is cut. */
  cutAt: (point: HttpPoint, also: () => void) => Promise<void>;
  /** How many callers never heard of what was done for them. */
  lostReplies: () => number;
  brokenUploads: () => number;
  stop: () => Promise<void>;
};

/** Between callers and the application, one connection for each request. */
export async function startHttpProxy(): Promise<HttpProxy> {
  let target = 0;
  let shares: Partial<Record<Fate, number>> = {};
  const counted = { lost: 0, broken: 0 };
  const armed: { point: HttpPoint; fire: () => void }[] = [];
  const sockets = new Set<Socket>();
  const take = (point: HttpPoint) => {
    const at = armed.findIndex((one) => one.point === point);
    return at < 0 ? undefined : armed.splice(at, 1)[0];
  };

  const server = createServer((caller) => {
    const application = connect(target, '127.0.0.1');
    const cut = () => [caller, application].forEach((socket) => socket.destroy());
    for (const socket of [caller, application]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', cut).on('close', () => sockets.delete(socket));
    }
    caller.once('data', (first: Buffer) => {
      const isWrite = first.subarray(0, 5).toString('latin1') === 'POST ';
      const fate = isWrite ? draw(shares) : 'pass';
      const half = isWrite ? take('mid-upload') : undefined;
      if (half || fate === 'break-upload') {
        counted.broken += 1;
        application.write(first.subarray(0, first.length / 2), () => {
          half?.fire();
          setTimeout(cut, 5);
        });
        return;
      }
      application.write(first);
      caller.on('data', (chunk: Buffer) => application.write(chunk));

      const beforeReply = isWrite ? take('before-reply') : undefined;
      const afterReply = isWrite && !beforeReply ? take('after-reply') : undefined;
      application.once('data', (reply: Buffer) => {
        if (beforeReply || fate === 'lose-reply') {
          if (/^HTTP\/1\.1 (2|303)/.test(reply.toString('latin1', 0, 12))) counted.lost += 1;
          cut();
          return beforeReply?.fire();
        }
        caller.write(reply);
        application.on('data', (chunk: Buffer) => caller.write(chunk));
      });
      application.on('end', () => {
        caller.end();
        afterReply?.fire();
      });
      application.on('close', () => caller.end());
    });
    caller.on('close', () => application.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));

  return {
    port: (server.address() as AddressInfo).port,
    forwardTo: (port) => void (target = port),
    setFates: (wanted) => void (shares = wanted),
    cutAt: (point, also) =>
      new Promise((done) =>
        armed.push({
          point,
          fire: () => {
            also();
            done();
          },
        }),
      ),
    lostReplies: () => counted.lost,
    brokenUploads: () => counted.broken,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function draw(shares: Partial<Record<Fate, number>>): Fate {
  let left = Math.random();
  for (const [fate, share] of Object.entries(shares)) {
    if (left < share) return fate as Fate;
    left -= share;
  }
  return 'pass';
}
