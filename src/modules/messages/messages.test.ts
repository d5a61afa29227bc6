import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { newId } from '#kernel/id';
import { judgeTemplate } from '#modules/messages';
import {
  jobs,
  queueMessage,
  queueMessagesFrom,
  setGateway,
  setTemplate,
  type MessageSelection,
} from '#modules/messages/server';
import type { Ctx } from '#platform/ctx';
import { openSecret, useKeys } from '#platform/keys.server';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, type Officer } from '#tests/support/office';
import { deliver, isForbidden } from './deliver.server.ts';
import { claimWaiting } from './outbox.store.server.ts';
import { next, secretPurpose } from './send.server.ts';

useKeys({ second_factor: Buffer.alloc(32, 3) });
const database = await freshDatabase('messages');
const office = await openOffice(database);
const unitId = office.units.palembang;
const admin = await office.officer('office_admin', 'palembang');
const pk = await office.officer('pk', 'palembang', { name: 'NamaKenariPetugas' });
const head = await office.officer('head_of_bapas', 'palembang');

/** A gateway that we answer ourselves. */
const received: { url: string; body: string; headers: http.IncomingHttpHeaders }[] = [];
let answer: { status: number; text: string; headers?: http.OutgoingHttpHeaders } = { status: 200, text: 'OK' };
const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    received.push({ url: request.url ?? '', body, headers: request.headers });
    response.writeHead(answer.status, answer.headers).end(answer.text);
  });
});
let gatewayUrl = '';
let caseId = '';

const write = async <T extends { ok: boolean }>(who: Officer, work: (ctx: Ctx) => Promise<T>) =>
  (await office.as(who)).runOnce({ id: newId(), body: {} }, work);
const queue = (message: Partial<Parameters<typeof queueMessage>[1]> = {}) =>
  write(pk, async (ctx) => ({
    ok: true,
    queued: await queueMessage(ctx, {
      unitId,
      caseId,
      kind: 'check-ins.due-soon',
      key: newId(),
      facts: { code: 'WL-7K2', link: 'https://simpul.example/k', date: '2026-11-30' },
      ...message,
    }),
  }));
const setHttp = (over: object = {}) =>
  write(admin, (ctx) =>
    setGateway(ctx, {
      unitId,
      channel: 'sms',
      isOn: true,
      kind: 'http',
      secret: 'rahasia-gateway',
      settings: {
        url: `${gatewayUrl}/send?to={address}`,
        method: 'POST',
        headers: [{ name: 'Authorization', value: 'Bearer {secret}' }],
        body: '{"text":"{text}"}',
        bodyType: 'application/json',
        successContains: 'OK',
        ...over,
      },
    }),
  );
const rowOf = async (key: string) =>
  office.owner.selectFrom('messages.outbox').selectAll().where('key', '=', key).executeTakeFirst();
const send = (now = defaultNow) => jobs['messages.send']!.run(office.work(now), {});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await office.owner.updateTable('units.unit').set({ phone: '0711-123456' }).where('id', '=', unitId).execute();
  const person = await office.owner
    .insertInto('people.person')
    .values({ unit_id: unitId, name: 'NamaKenariKlien', nik: '1600000101900001' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await office.owner
    .insertInto('people.phone')
    .values({ person_id: person.id, unit_id: unitId, number: '+628117770001', for_notices: true, whatsapp: true })
    .execute();
  await office.owner
    .insertInto('people.phone')
    .values({ person_id: person.id, unit_id: unitId, number: '+628117770002' })
    .execute();
  const made = await office.owner
    .insertInto('cases.client_case')
    .values({
      person_id: person.id,
      unit_id: unitId,
      kind: 'parole_pb',
      age_group: 'adult',
      state: 'active',
      received_on: '2026-01-05',
      pk_staff_id: pk.staffId,
      offence: 'PerkaraKenari',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  caseId = made.id;
});
afterAll(async () => {
  server.close();
  await office.close();
});

test('without a gateway nothing is queued and nothing fails', async () => {
  expect(await queue()).toEqual({ ok: true, queued: { queued: false, why: 'no_gateway' } });
});

test('only the office administrator sets a gateway, and its secret is readable nowhere', async () => {
  await expect(
    write(pk, (ctx) => setGateway(ctx, { unitId, channel: 'sms', kind: 'http', isOn: true, settings: {} as never })),
  ).rejects.toThrow();
  const set = await setHttp();
  expect(set.ok).toBe(true);
  const row = await office.owner
    .selectFrom('messages.gateway')
    .selectAll()
    .where('replaced_at', 'is', null)
    .executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain('rahasia');
  expect(openSecret(row.secret_sealed!, secretPurpose(row.id))).toBe('rahasia-gateway');
  expect(() => openSecret(row.secret_sealed!, secretPurpose(newId()))).toThrow();
  expect(await setHttp({ url: 'file:///etc/passwd' })).toEqual({ ok: false, refusal: 'settings_wrong' });
  expect(await setHttp({ url: 'https://user:word@gateway.example/' })).toEqual({
    ok: false,
    refusal: 'settings_wrong',
  });
});

test('a message goes to the number left for notices, once, in the office words, with nothing of the case in it', async () => {
  const key = newId();
  expect((await queue({ key })).queued).toEqual({ queued: true, channel: 'sms' });
  expect((await queue({ key })).queued).toEqual({ queued: false, why: 'queued_before' });
  const row = await rowOf(key);
  expect(row).toMatchObject({ address: '+628117770001', state: 'waiting' });
  expect(row!.body).toBe(
    'Pengingat WL-7K2: Anda memiliki jadwal paling lambat 30 November 2026. Buka https://simpul.example/k atau hubungi 0711-123456.',
  );

  await send();
  expect(received.at(-1)).toMatchObject({
    url: '/send?to=%2B628117770001',
    headers: { authorization: 'Bearer rahasia-gateway' },
  });
  expect(JSON.parse(received.at(-1)!.body)).toEqual({ text: row!.body });
  for (const canary of ['Kenari', '1600000101900001', 'apas', 'lapor', 'klien'])
    expect(JSON.stringify([received, row!.body]).toLowerCase(), canary).not.toContain(canary.toLowerCase());
  expect((await rowOf(key))!.state).toBe('sent');
  const before = received.length;
  await send();
  expect(received.length).toBe(before);
});

test('nothing but a code, a link and a day gets into a message, from a use case or from a sweep', async () => {
  await expect(queue({ facts: { code: 'NamaKenari Klien' } })).rejects.toThrow(TypeError);
  await expect(queue({ facts: { name: 'x' } as never })).rejects.toThrow(TypeError);
  const sweep = (facts: string) =>
    office.work().inUnit(unitId, (ctx) =>
      queueMessagesFrom(
        ctx,
        unitId,
        sql<MessageSelection>`select ${caseId}::uuid as case_id, null::uuid as account_id, 'check-ins.overdue' as kind,
        gen_random_uuid()::text as key, null as channel, null as address, null as locale, ${facts}::jsonb as facts, null::timestamptz as not_before from generate_series(1, 3)`,
      ),
    );
  await expect(sweep('{"code":"Budi Santoso","link":"https://a.example/x","date":"2026-11-30"}')).rejects.toThrow(
    /not a code/,
  );
  await expect(sweep('{"code":"AB-1","name":"Budi","link":"https://a.example/x","date":"2026-11-30"}')).rejects.toThrow(
    /takes no name/,
  );
  await expect(sweep('{"code":"AB-1"}')).rejects.toThrow(/lacks/);
  expect(await sweep('{"code":"AB-1","link":"https://a.example/x","date":"2026-12-01"}')).toBe(3);
  await office.owner.deleteFrom('messages.outbox').where('kind', '=', 'check-ins.overdue').execute();
});

test('an office that has switched messages off queues none, and what waits stays where it is until it is on again', async () => {
  const off = (is_on: boolean) =>
    office.owner
      .insertInto('units.module_switch')
      .values({ unit_id: unitId, module: 'messages', is_on })
      .onConflict((conflict) => conflict.columns(['unit_id', 'module']).doUpdateSet({ is_on }))
      .execute();
  const waits = newId();
  expect((await queue({ key: waits })).queued).toMatchObject({ queued: true });
  await off(false);
  expect((await queue({ key: newId() })).queued).toEqual({ queued: false, why: 'no_gateway' });
  await send();
  expect((await rowOf(waits))?.state).toBe('waiting');
  await off(true);
  await send(new Date(defaultNow.getTime() + 3_600_000));
  expect((await rowOf(waits))?.state).toBe('sent');
});

test('an officer is written to at his own address, in his own language', async () => {
  await office.owner
    .updateTable('units.staff')
    .set({ email: 'pk@bapas.example', phone: '08123' })
    .where('id', '=', head.staffId)
    .execute();
  await office.owner.updateTable('accounts.account').set({ locale: 'en' }).where('id', '=', head.accountId).execute();
  const key = newId();
  expect(
    (
      await queue({
        key,
        caseId: null,
        accountId: head.accountId,
        kind: 'check-ins.more-needed',
        facts: { code: 'AB-1', link: 'https://simpul.example/t' },
      })
    ).queued,
  ).toEqual({ queued: true, channel: 'sms' });
  expect(await rowOf(key)).toMatchObject({
    address: '08123',
    body: 'AB-1 needs to be completed. Open https://simpul.example/t or call 0711-123456.',
  });
  await send();
});

test('a template is refused with the line that is wrong', async () => {
  const set = (body: string) =>
    write(admin, (ctx) => setTemplate(ctx, { unitId, kind: 'check-ins.due-soon', locale: 'id', body }));
  expect(await set('Halo,\nAnda {nama} jangan lupa {date}')).toEqual({
    ok: false,
    refusal: 'template_wrong',
    problems: [{ line: 2, problem: 'placeholder_unknown', piece: '{nama}' }],
  });
  expect(await set('Jadwal {date}\nhubungi Bapas Palembang')).toMatchObject({
    problems: [{ line: 2, problem: 'case_word', piece: 'Bapas' }],
  });
  expect(await set('Jadwal Anda {date}. Hubungi {office_phone}.')).toEqual({ ok: true });
  const key = newId();
  await queue({ key });
  expect((await rowOf(key))!.body).toBe('Jadwal Anda 30 November 2026. Hubungi 0711-123456.');
  expect(await set('')).toEqual({ ok: true });
  await send();
});

test.each([
  ['Wajib lapor Anda {date}', 'case_word'],
  ['WÁJIB LAPOR {date} sekarang', 'case_word'],
  ['Hubungi http://evil.example/x ya', 'link'],
  ['NIK 1600 0001 0190 0001 ya', 'nik'],
  ['Tanggal ${date} dan {', 'brace'],
  ['Klien {code} mohon hadir', 'case_word'],
  ['{code}', 'too_short'],
])('the wording %s is refused as %s', (body, problem) => {
  expect(judgeTemplate(body, ['code', 'link', 'date']).map((one) => one.problem)).toContain(problem);
});

test('a gateway that fails is tried ten times with growing pauses, then parked, and blocks nothing', async () => {
  answer = { status: 500, text: 'no' };
  const key = newId();
  await queue({ key });
  let now = defaultNow;
  for (let tries = 1; tries <= 10; tries++) {
    await send(now);
    const row = await rowOf(key);
    expect(row).toMatchObject({ tries, state: tries < 10 ? 'waiting' : 'parked', problem: 'http_500' });
    if (tries < 10) expect(row!.not_before.getTime()).toBeGreaterThan(now.getTime());
    now = row!.not_before;
  }
  expect((await queue()).queued.queued).toBe(true);
  answer = { status: 200, text: 'OK' };
  await jobs['messages.unpark']!.run(office.work(now), { unitId });
  await send(now);
  expect((await rowOf(key))!.state).toBe('sent');
});

test('a worker that is killed at any step loses no message, and sends one again only where the gateway may have had it', async () => {
  const claim = (now: Date) => office.work(now).inUnit(unitId, (ctx) => claimWaiting(ctx, unitId, 60));
  const after = (minutes: number) => new Date(defaultNow.getTime() + minutes * 60_000);
  const heard = () => received.length;
  await send();

  const killedAfterClaim = newId();
  await queue({ key: killedAfterClaim });
  expect(await claim(defaultNow)).toHaveLength(1);
  let before = heard();
  await send(after(3));
  expect(heard()).toBe(before); // still somebody's
  await send(after(4.1));
  expect([heard() - before, (await rowOf(killedAfterClaim))!.state]).toEqual([1, 'sent']);

  const killedAfterDelivery = newId();
  await queue({ key: killedAfterDelivery });
  const [message] = await claim(defaultNow);
  expect(message).toBeDefined(); // the gateway has it, and nobody wrote that down
  before = heard();
  await send(after(4.1));
  await send(after(9));
  expect([heard() - before, (await rowOf(killedAfterDelivery))!.state]).toEqual([1, 'sent']);

  const killedBeforeClaim = newId();
  await queue({ key: killedBeforeClaim });
  await send(after(10));
  expect((await rowOf(killedBeforeClaim))!.state).toBe('sent');
});

test('two workers at once send each message once', async () => {
  for (let i = 0; i < 12; i++) await queue();
  const before = received.length;
  await Promise.all([send(), send(), send()]);
  expect(received.length - before).toBe(12);
});

test('the pauses grow and differ', () => {
  const pause = (tries: number, random: number) =>
    next({ tries }, { ok: false, problem: 'x', final: false }, defaultNow, random).notBefore.getTime() -
    defaultNow.getTime();
  expect([0, 1, 2, 3].map((tries) => pause(tries, 0) / 60_000)).toEqual([1, 2, 4, 8]);
  expect(pause(3, 0.9)).toBeGreaterThan(pause(3, 0.1));
  expect(next({ tries: 0 }, { ok: false, problem: 'smtp_550', final: true }, defaultNow, 0).state).toBe('failed');
});

test('a redirect is not followed, what a cloud tells its machines is not asked, and a silent gateway is left after ten seconds', async () => {
  answer = { status: 302, text: '', headers: { location: `${gatewayUrl}/elsewhere` } };
  const settings = {
    url: `${gatewayUrl}/redirect`,
    method: 'GET' as const,
    headers: [],
    body: '',
    bodyType: 'text/plain' as const,
    successContains: '',
  };
  const letter = { address: '+62811', subject: 's', body: 'b' };
  expect(await deliver({ kind: 'http', settings }, '', letter)).toEqual({
    ok: false,
    problem: 'http_302',
    final: false,
  });
  expect(received.filter((one) => one.url === '/elsewhere')).toEqual([]);
  expect(
    await deliver(
      { kind: 'http', settings: { ...settings, url: 'http://169.254.169.254/latest/meta-data/' } },
      '',
      letter,
    ),
  ).toMatchObject({ ok: false, problem: 'address_refused' });
  for (const host of ['169.254.169.254', '::ffff:a9fe:a9fe'])
    expect(
      await deliver(
        { kind: 'smtp', settings: { host, port: 25, security: 'none', user: '', from: 'simpul@bapas.example' } },
        '',
        letter,
      ),
    ).toEqual({ ok: false, problem: 'address_refused', final: false });
  const refused = [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '100.100.100.200',
    '0.0.0.0',
    'fe80::1',
  ];
  expect(refused.filter((address) => !isForbidden(address))).toEqual([]);
  // A modem beside the server, or a mail server on it.
  expect(['192.168.1.20', '10.0.0.7', '127.0.0.1', '::1'].filter(isForbidden)).toEqual([]);
  answer = { status: 200, text: 'OK' };
});

test('mail goes out by SMTP with a plain subject', async () => {
  const lines: string[] = [];
  const smtp = net.createServer((socket) => {
    let inData = false;
    socket.write('220 hi\r\n');
    socket.on('data', (part) => {
      for (const line of part.toString().split('\r\n').filter(Boolean)) {
        lines.push(line);
        if (inData) {
          if (line === '.') {
            inData = false;
            socket.write('250 ok\r\n');
          }
        } else if (line.startsWith('DATA')) {
          inData = true;
          socket.write('354 go\r\n');
        } else if (line.startsWith('RCPT') && line.includes('nobody')) socket.write('550 no such user\r\n');
        else if (line.startsWith('QUIT')) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  const settings = {
    host: 'localhost',
    port: (smtp.address() as AddressInfo).port,
    security: 'none' as const,
    user: '',
    from: 'simpul@bapas.example',
  };
  expect(
    await deliver({ kind: 'smtp', settings }, '', {
      address: 'a@b.example',
      subject: 'Pemberitahuan AB-1',
      body: 'isi',
    }),
  ).toEqual({ ok: true });
  expect(lines).toContain('Subject: Pemberitahuan AB-1');
  expect(
    await deliver({ kind: 'smtp', settings }, '', { address: 'nobody@b.example', subject: 's', body: 'isi' }),
  ).toEqual({ ok: false, problem: 'smtp_550', final: true });
  smtp.close();
});
