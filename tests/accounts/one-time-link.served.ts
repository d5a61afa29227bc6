import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { demoPassword } from '../../src/invented/demo/accounts.ts';
import { Browser } from '../corpus/forms/browser.ts';
import { Office } from '../corpus/forms/office.ts';
import { readPage, untouched, type Page } from '../corpus/forms/page.ts';
import { ledTo, step } from '../corpus/forms/scenarios/steps.ts';

let office: Office;
let mailServer: Server;
const mails: string[] = [];
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
  mailServer = await takeMails();
});
afterAll(async () => {
  await office.rows(`delete from messages.gateway where channel = 'email'`);
  mailServer.close();
  await office.close();
});
beforeEach(() => office.newDay());

/** A mail server as an office has one, as far as a letter needs it. */
async function takeMails(): Promise<Server> {
  const server = createServer((socket) => {
    let letter: string[] | undefined;
    let said = '';
    socket.write('220 surat.example\r\n');
    socket.on('data', (part) => {
      const lines = (said + part.toString()).split('\r\n');
      said = lines.pop()!; // the rest of this line comes with the next part
      for (const line of lines) {
        if (letter && line !== '.') letter.push(line);
        else if (letter) {
          mails.push(letter.join('\n'));
          letter = undefined;
          socket.write('250 taken\r\n');
        } else if (line.startsWith('DATA')) {
          letter = [];
          socket.write('354 go on\r\n');
        } else if (line.startsWith('QUIT')) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

/** A letter's text: what was broken over lines and written in figures is whole again. */
const textOf = (mail: string) =>
  mail.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

const password = 'sepeda kunyit lautan tujuh';
const linkIn = (text: string) => /\/sign-in\/link\/[\w-]{20,}/.exec(text)?.[0];

async function anAccount(email: string): Promise<{ path: string; username: string }> {
  const browser = await office.as('admin.akun');
  const username = `surat.${Date.now().toString(36)}`;
  const unit = await office.one<{ id: number }>(`select id from units.unit where code = 'bapas-palembang'`);
  const scene = { browser, path: `/admin/accounts/new?unit=${unit.id}` };
  const answer = await step(office, '/admin/accounts/new default', scene, {
    name: 'Petugas Surat',
    username,
    email,
    role: 'apk',
    kind: 'permanent',
    startsOn: '13-06-2022',
  });
  return { path: ledTo(browser, answer).split('?')[0]!, username };
}

async function makeLink(path: string): Promise<{ page: Page; status: number; to: string | undefined }> {
  const browser = await office.as('admin.akun');
  const answer = await step(office, '/admin/accounts/[id] link', { browser, path });
  return { page: readPage(path, answer), status: answer.status, to: answer.headers.location };
}

/** Opens the link at a machine of his own, sets a password and signs in with it. */
async function useLink(link: string, username: string): Promise<void> {
  const own = new Browser(office.url);
  const page = await own.open(link);
  expect(page.headings).toEqual(['Tetapkan kata sandi Anda']);
  const form = page.forms.find(({ controls }) => controls.some(({ name }) => name === 'newPassword'))!;
  const sent = new URLSearchParams(untouched(form));
  const set = async (word: string) => {
    sent.set('newPassword', word);
    sent.set('newPasswordAgain', word);
    return own.send({ method: 'POST', path: own.resolve(form.action || link, link), body: sent });
  };
  expect((await own.send({ path: '/today' })).headers.location).toContain('/sign-in');
  expect((await set('kata')).status).toBe(409);
  expect((await set(password)).status).toBe(303);
  expect((await own.open(link)).headings).toEqual(['Tautan tidak berlaku']);
  expect((await set('kunyit sepeda tujuh lautan')).status).not.toBe(303);
  const signIn = (word: string) =>
    own.send({ method: 'POST', path: '/sign-in', body: new URLSearchParams({ username, password: word }) });
  expect((await signIn(demoPassword)).status).toBe(409);
  expect((await signIn(password)).status).toBe(303);
  expect((await own.open('/today')).status).toBe(200);
  own.close();
}

test('an account is made, its link leaves by mail, is seen by nobody else, and works once', async () => {
  const { port } = mailServer.address() as AddressInfo;
  const unit = await office.one<{ id: number }>(`select id from units.unit where code = 'bapas-palembang'`);
  await step(
    office,
    '/settings/gateways gateway',
    { browser: await office.as('admin.kantor'), path: `/settings/gateways?unit=${unit.id}` },
    { host: '127.0.0.1', port: String(port), security: 'none', from: 'simpul@bapas.example' },
    { which: (form) => form.controls.some(({ name, value }) => name === 'channel' && value === 'email') },
  );
  const { path, username } = await anAccount('petugas.surat@bapas.example');
  const made = await makeLink(path);
  expect([made.status, made.to]).toEqual([303, `${path}?done=mailed`]);
  const { body } = await office.one<{ body: string }>(
    `select body from messages.outbox where kind = 'accounts.link' order by made_at desc limit 1`,
  );

  // The worker takes what waits once a minute, or now where somebody asks for it.
  await office.rows(`select graphile_worker.add_job('messages.send')`);
  await expect.poll(() => mails.length, { timeout: 180_000, interval: 500 }).toBeGreaterThan(0);
  const mail = textOf(mails[0]!);
  expect(mail).toContain('To: petugas.surat@bapas.example');
  expect(mail).not.toContain('Petugas Surat');
  const link = linkIn(mail)!;
  expect(link).toBeDefined();
  // What lies in the database opens nothing.
  expect(body).not.toContain(link);
  const stranger = office.stranger();
  expect((await stranger.open(linkIn(body)!)).headings).toEqual(['Tautan tidak berlaku']);
  stranger.close();
  await useLink(link, username);
});

test('whoever has no mail gets the link from the administrator by hand: to be read, scanned or printed', async () => {
  const { path, username } = await anAccount('');
  const { page, status } = await makeLink(path);
  expect(status).toBe(200);
  const link = linkIn(page.html)!;
  expect(page.html).toContain('aria-label="Kode QR tautan sekali pakai"');
  expect(page.words).toContain('Cetak');
  // It is shown only now.
  const again = await (await office.as('admin.akun')).open(path);
  expect(linkIn(again.html)).toBeUndefined();
  await useLink(link, username);
});
