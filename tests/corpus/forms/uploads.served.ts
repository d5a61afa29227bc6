import { readFileSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '#kernel/id';
import { everything } from '../../support/width.ts';
import { badFileNames, badFiles, endlessFile, type BadFile } from '../bad-inputs.ts';
import { fileCorpus } from '../files.ts';
import type { Answer } from './browser.ts';
import { faultsOfPage } from './judge.ts';
import { Office } from './office.ts';
import { readPage } from './page.ts';
import { fillIn, packed, put, target, type Filled, type Scene } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { isIndonesian } from './words.ts';
import { footprints } from './writes.ts';

/** Every file of the corpus through the form that takes its kind, as a browser sends it. */
const fields = {
  photo: { form: '/people/[personId]/photos add', field: 'photo' },
  paper: { form: '/clients/[caseId]/documents add', field: 'file' },
  table: { form: '/imports/new default', field: 'file' },
} as const;
/** Whose sentence stands beside the field, or what is taken; a table is looked at later, by the worker. */
const mustBe = new Map<string, 'taken' | 'refused'>([
  ...fileCorpus.map(({ name, expect }) => [name, expect] as const),
  ...badFileNames.map(({ name }) => [name, 'taken'] as const),
  ['a colour profile that is a bomb', 'taken'],
  // So browsers send a field in which no file was chosen.
  ['no name', 'refused'],
]);

let office: Office;
let data: string;
let slow: { socket: Socket; ended: Promise<number> }[] = [];
beforeAll(async () => {
  ({ data } = inject('office'));
  office = await Office.at(inject('office').url, data);
  slow = Array.from({ length: 50 }, () => sendSlowly(office.url));
});
afterAll(() => office?.close());
beforeEach(() => office.newDay());

async function send(filled: Filled & Scene, field: string, file: BadFile): Promise<{ answer: Answer; path: string }> {
  const sent = filled.sent.map((pair): Filled['sent'][number] => [...pair]);
  put(sent, field, new File([new Uint8Array(await file.value())], file.fileName, { type: file.mediaType }));
  const path = target(filled.browser, filled);
  return { path, answer: await filled.browser.send({ method: 'POST', path, body: packed(filled.form, sent) }) };
}

describe.each(Object.entries(fields))('%s', (kind, { form, field }) => {
  // In npm test each file goes through the field of its kind; at full width every file through every field.
  const files = badFiles.filter((file) => everything || file.kind === kind);

  test('each bad file is taken clean or refused in words beside the field; memory stays', async () => {
    const faults: string[] = [];
    const filled = await fillIn(office, form, scenarios[form]!);
    const before = memoryOf(data);
    for (const file of files) {
      await office.writes();
      const { answer, path } = await send(filled, field, file);
      const writes = (await office.writes()).filter(({ table }) => !footprints.includes(table));
      const fault = (what: string) => faults.push(`${file.name} (${file.fileName.slice(0, 40)}): ${what}`);
      const page = readPage(path, answer);
      for (const wrong of faultsOfPage(page, answer, [file.fileName])) fault(wrong);
      if (JSON.stringify(answer.headers).includes('sesi=1')) fault('a header of the sender is ours');
      const wanted = file.kind === kind ? mustBe.get(file.name) : undefined;
      if (answer.status === 303) {
        if (wanted === 'refused') fault('is taken');
        if (kind !== 'table' && /CANARY/.test(JSON.stringify(writes))) fault('what a stranger wrote is kept');
        // Another file of the same person, as if the page had been opened again.
        put(filled.sent, 'submissionId', newId());
        continue;
      }
      if (wanted === 'taken')
        fault(`is refused with ${answer.status}: ${page.summary.map(({ text }) => text).join(' ')}`);
      if (answer.status !== 422 && answer.status !== 409) fault(`answered ${answer.status}`);
      if (writes.length > 0) fault(`refused, and yet ${writes[0]!.how} on ${writes[0]!.table}`);
      const said = page.summary.find(({ to }) => to === `field-${field}`);
      if (!said || !page.html.includes(`id="field-${field}-error"`)) fault('nothing is said beside the field');
      else if (!isIndonesian(said.text)) fault(`not our sentence: ${said.text}`);
    }
    expect(faults).toEqual([]);
    expect(memoryOf(data) - before).toBeLessThan(200_000_000);
  });

  test('a file of one byte more than the body may have is refused with a sentence', async () => {
    const filled = await fillIn(office, form, scenarios[form]!);
    const tooLarge: BadFile = {
      group: 'files',
      name: '18 MB',
      fileName: 'a.jpg',
      mediaType: 'image/jpeg',
      kind: 'photo',
      value: () => Buffer.alloc(18 * 1024 * 1024, 1),
    };
    const { answer, path } = await send(filled, field, tooLarge);
    expect(answer.status).toBe(413);
    expect(readPage(path, answer).words.join(' ')).toContain('5 MB');
  });
});

test('the memory of the application is measured', () => {
  if (process.platform === 'linux') expect(memoryOf(data)).toBeGreaterThan(50_000_000);
});

test('2 GB without a length are cut off early, and memory does not grow', async () => {
  const filled = await fillIn(office, fields.paper.form, scenarios[fields.paper.form]!);
  const before = memoryOf(data);
  const { taken, status, most } = await pour(filled, 2_000_000_000);
  expect(status === 413 || status === 0, `answered ${status}`).toBe(true);
  expect(taken).toBeLessThan(1_000_000_000);
  expect(most - before).toBeLessThan(200_000_000);
  expect((await filled.browser.open('/today')).status).toBe(200);
});

test('who sends his request a letter at a time is hung up on; meanwhile others are answered', async () => {
  const startedAt = performance.now();
  const browser = await office.as('kepala.palembang');
  expect((await browser.open('/today')).status).toBe(200);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  for (const seconds of await Promise.all(slow.map(({ ended }) => ended))) expect(seconds).toBeLessThan(30);
});

/** Begins a request and goes on with one letter a second, until the other side hangs up; answers after how many seconds. */
function sendSlowly(url: string): { socket: Socket; ended: Promise<number> } {
  const { hostname, port } = new URL(url);
  const startedAt = performance.now();
  const socket = connect(Number(port), hostname);
  socket.write('POST /sign-in HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  const drip = setInterval(() => socket.write('a'), 1000);
  socket.on('error', () => {});
  socket.resume();
  const ended = new Promise<number>((resolve) =>
    socket.once('close', () => {
      clearInterval(drip);
      resolve((performance.now() - startedAt) / 1000);
    }),
  );
  return { socket, ended };
}

/** Sends so many bytes in pieces, without saying how many; stops when the other side does. */
async function pour(filled: Filled & Scene, bytes: number): Promise<{ taken: number; status: number; most: number }> {
  const { hostname, port } = filled.browser.office;
  const socket = connect(Number(port), hostname);
  let said = '';
  let taken = 0;
  let most = 0;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('data', (part: Buffer) => (said += part.toString('latin1')));
  socket.on('error', () => {});
  const headers = filled.browser.headersFor('POST');
  socket.write(
    `POST ${target(filled.browser, filled)} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}Content-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  const chunk = (part: Buffer) =>
    Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
  socket.write(chunk(Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n')));
  for (const piece of endlessFile(bytes)) {
    if (socket.destroyed || socket.closed) break;
    const isFull = !socket.write(chunk(piece));
    taken += piece.length;
    if (isFull) await Promise.race([new Promise<void>((resolve) => socket.once('drain', () => resolve())), closed]);
    if (taken % 50_000_000 === 0) most = Math.max(most, memoryOf(data));
  }
  socket.destroy();
  await closed;
  return { taken, status: Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0), most };
}

/** What the application of this office holds in memory, without its database; 0 where the machine does not tell. */
function memoryOf(folder: string): number {
  const pid = processes().find((one) => {
    const told = read(`/proc/${one}/cmdline`).split('\0');
    return told.includes('start') && told.includes(folder);
  });
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(pid ? read(`/proc/${pid}/status`) : '') ?? [];
  return Number(kilobytes) * 1024;
}
const processes = () => (process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []);
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}
