import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { settleOrigin } from './trusted-proxy.server.ts';
import { listen, type Handler, type WebServer } from './web-server.server.ts';

let web: WebServer;
afterEach(() => web.stop());

async function serve(handler?: Handler, trustProxy?: string): Promise<void> {
  web = await listen({ host: '127.0.0.1', port: 0, ...(trustProxy ? { trustProxy } : {}) });
  if (handler) web.answerWith(handler);
}

/** A request whose answer is not unpacked behind our back, as fetch would. */
function get(
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
  return new Promise((done, fail) => {
    httpRequest(web.address, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', fail)
      .end();
  });
}

const page = `<p>${'wajib lapor '.repeat(500)}</p>`;
const sayPage: Handler = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page);
const sayOrigin: Handler = ({ headers }, response) =>
  response.end(
    JSON.stringify([
      headers['x-simpul-protocol'],
      headers['x-simpul-address'],
      headers.host,
      headers['x-forwarded-for'],
    ]),
  );
const json = ({ body }: { body: Buffer }) => JSON.parse(body.toString()) as unknown[];

test('until it is ready it says so, and is not taken for broken', async () => {
  await serve();
  expect(await get()).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
});

test('a port in use is named together with the option that changes it', async () => {
  await serve();
  const port = Number(new URL(web.address).port);
  await expect(listen({ host: '127.0.0.1', port })).rejects.toThrow(
    `Port ${port} is already used by another program; choose another one, for example: npm start -- --port ${port + 1}`,
  );
});

test('a page is compressed for those who ask for it', async () => {
  await serve(sayPage);
  const packed = await get({ 'accept-encoding': 'gzip, br' });
  expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  expect(packed.body.length).toBeLessThan(500);
  expect(gunzipSync(packed.body).toString()).toBe(page);
  expect((await get({ 'accept-encoding': 'gzip;q=0' })).body.toString()).toBe(page);
});

test('pictures, small answers and what is packed already pass as they are', async () => {
  const answers: [Record<string, string | number>, Buffer][] = [
    [{ 'content-type': 'image/png' }, Buffer.alloc(5000)],
    [{ 'content-type': 'application/json', 'content-length': 2 }, Buffer.from('{}')],
    [{ 'content-type': 'text/css', 'content-encoding': 'br' }, Buffer.alloc(5000)],
  ];
  for (const [headers, body] of answers) {
    await serve((_request, response) => response.writeHead(200, headers).end(body));
    expect((await get({ 'accept-encoding': 'gzip' })).body).toEqual(body);
    await web.stop();
  }
  await serve();
});

test('the first part of a page that comes in parts is not held back', async () => {
  let finish = () => {};
  await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write(page);
    finish = () => response.end('later');
  });
  const whole = await new Promise<Buffer>((done) => {
    httpRequest(web.address, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      response.once('data', () => finish()); // were it held back, this would wait for ever
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(Buffer.concat(chunks)));
    }).end();
  });
  expect(gunzipSync(whole).toString()).toBe(`${page}later`);
});

test('what a stranger claims about himself is not believed', async () => {
  await serve(sayOrigin);
  const claims = {
    host: 'bapas.test',
    'x-forwarded-for': '10.9.8.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'evil.test',
    'x-simpul-address': '10.9.8.7',
  };
  expect(json(await get(claims))).toEqual(['http', '127.0.0.1', 'bapas.test', null]);
});

test('a trusted proxy says over which protocol, under which name and from where people come', async () => {
  await serve(sayOrigin, '127.0.0.1, 10.0.0.0/8');
  const told = {
    host: 'inner',
    'x-forwarded-for': '6.6.6.6, 203.0.113.5, 10.0.0.2',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'simpul.bapas.test',
  };
  expect(json(await get(told))).toEqual(['https', '203.0.113.5', 'simpul.bapas.test', null]);
});

test('a proxy that is no address is refused by name', async () => {
  await serve();
  expect(() => settleOrigin('127.0.0.1, proxy.local')).toThrow(/"proxy\.local"/);
});

test('stopping lets the answer under way arrive', async () => {
  await serve((_request, response) => void setTimeout(() => response.end('done'), 300));
  const asked = get();
  await new Promise((done) => setTimeout(done, 100));
  await web.stop();
  expect((await asked).body.toString()).toBe('done');
  await serve();
});

test('who is answered before he has sent everything is hung up on; who sends the rest in time goes on on the same line', async () => {
  await serve((_request, response) => response.writeHead(413).end('too large'));
  const { port } = new URL(web.address);
  const endless = connect(Number(port), '127.0.0.1');
  endless.on('error', () => {});
  endless.resume();
  endless.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nbeginning');
  const closed = new Promise<number>((done) => {
    const at = performance.now();
    endless.once('close', () => done(performance.now() - at));
  });

  const prompt = connect(Number(port), '127.0.0.1');
  let said = '';
  prompt.on('data', (part: Buffer) => (said += part.toString()));
  prompt.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n');
  await new Promise((done) => setTimeout(done, 200));
  prompt.write('restPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
  expect(await closed).toBeLessThan(15_000);
  expect(said.match(/HTTP\/1\.1 413/g)).toHaveLength(2);
  expect(prompt.destroyed).toBe(false);
  prompt.destroy();
});
