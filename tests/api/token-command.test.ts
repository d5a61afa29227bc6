import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdKeys, hashSecret } from '#modules/accounts/server';
import { apiAt } from '#tests/support/api';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { tempFolder } from '#tests/support/temp-folder';
import { serveDatabase } from '#tests/support/web';
import { codeAt, newTotpSecret, sealSecret } from '../../src/modules/accounts/totp.server.ts';
import { dataFolder } from '../../src/platform/data-folder.server.ts';

const database = await freshDatabase('token');
const office = await openOffice(database);
const web = await serveDatabase(database);
const folder = dataFolder(web.data);
holdKeys({ pepper: folder.key('pepper'), secondFactor: folder.key('second_factor'), isDemo: false });
afterAll(() => office.close());

const password = 'kata sandi pengelola yang panjang';
const secret = newTotpSecret();
const [admin, head, stranger] = await Promise.all([
  office.officer('account_admin', 'kanwil'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('account_admin', 'otherKanwil'),
]);
let program: Officer;
beforeAll(async () => {
  program = await office.officer('section_head', 'palembang', { name: 'Dasbor Kantor' });
  for (const who of [admin, head, stranger])
    await office.owner
      .updateTable('accounts.account')
      .set({
        password_hash: await hashSecret(password),
        password_set_at: new Date(),
        totp_sealed: sealSecret(secret, who.accountId),
        totp_confirmed_at: new Date(),
        totp_last_step: null,
      })
      .where('id', '=', who.accountId)
      .execute();
});

type Ended = { status: number | null; stdout: string; stderr: string };
/** Each time the phone shows a code that was not used yet. */
async function token(
  args: string[],
  { as = admin, word = password, code }: { as?: Officer; word?: string; code?: string } = {},
) {
  await database.owner.query('update accounts.account set totp_last_step = null where id = $1', [as.accountId]);
  const env = {
    PATH: process.env['PATH'],
    LANG: 'en_US.UTF-8',
    LOG_LEVEL: 'error',
    DATABASE_URL: database.appUrl,
    SIMPUL_PASSWORD: word,
    SIMPUL_CODE: code ?? codeAt(secret, new Date()),
  };
  const child = spawn(
    'node_modules/.bin/node',
    ['src/cli/main.ts', 'token', ...args, '--as', as.actor.username, '--data', web.data],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended: Ended = { status: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (ended.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (ended.stderr += chunk.toString()));
  ended.status = await new Promise((done) => child.on('close', done));
  return ended;
}

test('an administrator issues a token at the console, a program uses it, and he revokes it', async () => {
  const issued = await token([
    'issue',
    'Dasbor Kantor',
    '--scopes',
    'staff:read,case:list',
    '--label',
    'Dasbor',
    '--days',
    '30',
  ]);
  expect(issued).toMatchObject({ status: 0, stderr: '' });
  const made = issued.stdout.trim();
  expect(made).toMatch(/^simpul_[\w-]{40,}$/);
  const call = apiAt(web.url, made);
  expect((await call('/units')).status).toBe(200);
  expect((await call(`/clients?unit=${office.units.palembang}`)).status).toBe(200);
  expect((await call('/people?q=siapa')).status).toBe(403);

  const listed = await token(['list']);
  expect(listed.stdout).toContain(`Dasbor Kantor (${program.accountId})`);
  const [, id] = /^ {2}([0-9a-f-]{36}) {2}Dasbor {2}staff:read,case:list {2}until \d{4}-\d\d-\d\d$/m.exec(
    listed.stdout,
  )!;
  expect(await token(['revoke', id!])).toEqual({
    status: 0,
    stdout: 'The token is revoked; its next request is refused.\n',
    stderr: '',
  });
  expect((await call('/units')).status).toBe(401);
  expect(await token(['revoke', id!])).toMatchObject({ status: 1, stdout: '' });

  const { rows } = await database.owner.query<{ what: string }>(
    `select what from platform.journal where actor_id = $1 and what like 'token.%' order by seq`,
    [admin.accountId],
  );
  expect(rows.map(({ what }) => what)).toEqual(['token.issued', 'token.ended']);
  const open = await database.owner.query(`select from accounts.session where label = 'console' and ended_at is null`);
  expect(open.rowCount).toBe(0);
});

test('with --out the token stands in a file that only its owner reads, and nowhere else', async () => {
  const out = join(tempFolder(), 'token');
  const args = ['issue', program.accountId, '--scopes', 'staff:read', '--label', 'Berkas', '--out', out];
  const issued = await token(args);
  expect(issued).toEqual({ status: 0, stdout: `The token is written to ${out}.\n`, stderr: '' });
  expect(statSync(out).mode & 0o777).toBe(0o600);
  expect((await apiAt(web.url, readFileSync(out, 'utf8').trim())('/units')).status).toBe(200);
  expect(await token(args)).toEqual({
    status: 1,
    stdout: '',
    stderr: `The file ${out} exists already; name another one.\n`,
  });
});

test('owning the machine is not enough: password, second factor and right are asked for', async () => {
  const args = ['issue', 'Dasbor Kantor', '--scopes', 'staff:read', '--label', 'x'];
  const before = await database.owner.query(`select from accounts.session where kind = 'token'`);
  expect(await token(args, { word: 'salah sama sekali' })).toMatchObject({ status: 1, stdout: '' });
  expect(await token(args, { code: '000000' })).toMatchObject({ status: 1, stdout: '' });
  expect(await token(args, { as: head })).toMatchObject({ status: 1, stdout: '' });
  expect(await token(args, { as: stranger })).toEqual({
    status: 1,
    stdout: '',
    stderr: 'There is no one service account called Dasbor Kantor; see token list.\n',
  });
  const after = await database.owner.query(`select from accounts.session where kind = 'token'`);
  expect(after.rowCount).toBe(before.rowCount);
});

test('who guesses at the console waits as he would at the page', async () => {
  const guesser = await office.officer('account_admin', 'kanwil');
  let last = await token(['list'], { as: guesser, word: 'tebakan' });
  for (let tries = 0; tries < 6 && !/second|minute/.test(last.stderr); tries++)
    last = await token(['list'], { as: guesser, word: 'tebakan' });
  expect(last).toMatchObject({ status: 1, stdout: '' });
  expect(last.stderr).toMatch(/\d+ (second|minute)/);
});

test.each([
  [['frobnicate'], /^Use: token list/],
  [['issue', 'Dasbor Kantor', '--label', 'x'], /^Name --scopes; there are: person:search, /],
  [
    ['issue', 'Dasbor Kantor', '--label', 'x', '--scopes', 'account:administer'],
    /^There is no scope account:administer/,
  ],
  [
    ['issue', 'Dasbor Kantor', '--label', 'x', '--scopes', 'staff:read', '--days', '9999'],
    /^--days must be a whole number from 1 to 366/,
  ],
  [['revoke', 'x'], /^Use: token list/],
])('%j is a mistake in one sentence', async (args, sentence) => {
  const ended = await token(args);
  expect(ended).toMatchObject({ status: 2, stdout: '' });
  expect(ended.stderr).toMatch(sentence);
});
