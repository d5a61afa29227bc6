import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hangUpOnSlowSenders } from './slow-senders.server.ts';

const patience = 300;
const server = createServer(
  { headersTimeout: patience, requestTimeout: 2 * patience, connectionsCheckingInterval: 50 },
  (request, response) => {
    if (request.url === '/answered-at-once') response.write('beginning');
    else response.end('heard');
  },
);
hangUpOnSlowSenders(server);
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise((done) => server.close(done)));

/** Everything that is said to whoever sends this, until one of both hangs up. */
function send(text: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(text));
  let said = '';
  socket.on('error', () => {}).on('data', (part: Buffer) => (said += part.toString()));
  return new Promise((done) => socket.once('close', () => done(said)));
}

/** Nothing else happens in this process meanwhile. */
const standStill = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test('who was not listened to is answered, however long that took', async () => {
  server.once('connection', () => standStill(2 * patience));
  expect(await send('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 .*heard/s);
});

test('who has not said what he wants in time is told so and hung up on, also at his second request', async () => {
  const late = /HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n\r\n$/;
  expect(await send('GET / HTTP/1.1\r\nHost:')).toMatch(late);
  const second = await send('GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost:');
  expect(second).toMatch(late);
  expect(second).toContain('heard');
});

test('what cannot be read is refused with its reason', async () => {
  expect(await send('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await send(`GET / HTTP/1.1\r\nHost: x\r\nLong: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});

test('an answer that is on its way is broken off and not mixed with a second one', async () => {
  const said = await send('POST /answered-at-once HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\npart');
  expect(said).toContain('beginning');
  expect(said.match(/HTTP\/1\.1/g)).toHaveLength(1);
});
