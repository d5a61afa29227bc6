import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { at, head, ledTo, step } from './steps.ts';

const admin = 'admin.kantor';
const has =
  (field: string, value: string): Scenario['which'] =>
  (form) =>
    form.controls.some((control) => control.name === field && control.value === value);

/** What an office may put into its messages, shown so that it can. */
const templates = /\{\w+\}|Baku: /;

let days = 0;
/** A day of next year that is no holiday yet. */
const aFreeDay = (): string => {
  days += 1;
  const day = new Date(Date.UTC(2023, 0, 1 + days));
  return `${String(day.getUTCDate()).padStart(2, '0')}-${String(day.getUTCMonth() + 1).padStart(2, '0')}-2023`;
};
const holiday = { day: aFreeDay, name: 'Libur kenari' };

let codes = 0;
const aCode = (): string => `bapas-kenari-${Date.now().toString(36)}-${(codes += 1)}`;

/** An office of its own, so that Palembang stays as it is. */
async function anOffice(office: Office): Promise<string> {
  const browser = await office.as(admin);
  const fill = { code: aCode, name: 'Bapas Kelas II Kenari' };
  return ledTo(
    browser,
    await step(office, '/settings/units/new default', { browser, path: '/settings/units/new?parent=3' }, fill),
  ).split('?')[0]!;
}

/** A region of its own below the administrator, which names whom it is told first. */
async function aTier(office: Office): Promise<string> {
  const path = await anOffice(office);
  await office.rows(`update units.unit set type = 'kanwil' where id = ${Number(path.split('/').at(-1))}`);
  return path;
}

const closing = { closedOn: '01-07-2022', closingReason: 'Digabung dengan kantor lain.' };

/** A background job that was tried as often as it may be, and the page that shows it. */
async function parkedJob(office: Office): Promise<string> {
  await office.rows(
    `select graphile_worker.add_job('tests.kenari', max_attempts => 1, run_at => now() + interval '1 year')`,
  );
  await office.rows(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'KTJ-482' where run_at > now() + interval '300 days'`,
  );
  return '/settings/jobs';
}

/** A message that waits for a person, and the page that shows it. */
async function parkedMessage(office: Office): Promise<string> {
  await office.rows(
    `insert into messages.outbox (unit_id, kind, key, channel, address, body, state, tries, made_at)
     select u.id, 'check-ins.overdue', gen_random_uuid()::text, 'sms', '+6280000000001', 'Pengingat', 'parked', 10, now() from units.unit u where u.code = 'bapas-palembang'`,
  );
  return '/settings/outbox?state=parked';
}

let day = '';
const absence = { startsOn: () => (day = aFreeDay()), endsOn: () => day, substituteId: '' };

export const settings: Readonly<Record<string, Scenario>> = {
  '/settings/installation default': {
    scene: at(admin, '/settings/installation'),
    fill: { address: 'https://simpul.example' },
  },
  '/settings/backups now': { scene: at(admin, '/settings/backups') },
  '/settings/backups drill': { scene: at(admin, '/settings/backups') },
  '/settings/backups settings': { scene: at(admin, '/settings/backups') },
  '/settings/backups checkpoints': { scene: at(admin, '/settings/backups'), fill: { printed: 'on' } },
  '/settings/backups/keys/file POST': {
    scene: at(admin, '/settings/backups/keys'),
    fill: { password: 'kenari di pohon jambu', newPasswordAgain: 'kenari di pohon jambu' },
    done: ({ status, html }) => status === 200 && html.startsWith('{'),
    unseen: ['password', 'newPasswordAgain'],
    forgetful: true,
  },
  '/settings/jobs retry': { scene: at(admin, parkedJob), unseen: ['jobId'] },
  '/settings/jobs leave': {
    scene: at(admin, parkedJob),
    fill: { reason: 'sudah tidak diperlukan' },
    unseen: ['jobId'],
  },
  '/settings/gateways gateway': {
    scene: at(admin, '/settings/gateways'),
    which: has('channel', 'sms'),
    shows: templates,
    fill: { url: 'https://gerbang.example/kirim', body: '{"to":"{to}","text":"{text}"}' },
  },
  '/settings/gateways template': { scene: at(admin, '/settings/gateways'), shows: templates },
  '/settings/gateways retry': {
    shows: templates,
    scene: at(admin, async (office) => {
      await office.rows(
        `insert into messages.outbox (unit_id, kind, key, channel, address, body, state)
         select u.id, 'check-ins.reminder', gen_random_uuid()::text, 'sms', '+6280000000001', 'Pengingat', 'parked' from units.unit u where u.code = 'bapas-palembang'`,
      );
      return '/settings/gateways';
    }),
  },
  '/settings/outbox retry': { scene: at(admin, parkedMessage), unseen: ['messageId'] },
  '/settings/outbox cancel': { scene: at(admin, parkedMessage), unseen: ['messageId'] },
  '/settings/holidays add': { scene: at(admin, '/settings/holidays'), fill: holiday },
  '/settings/holidays remove': {
    scene: at(admin, async (office) => {
      const browser = await office.as(admin);
      return ledTo(
        browser,
        await step(office, '/settings/holidays add', { browser, path: '/settings/holidays' }, holiday),
      );
    }),
  },
  '/settings/staff add': { scene: at(admin, '/settings/staff'), fill: absence },
  '/settings/staff withdraw': {
    scene: at(admin, async (office) => {
      const browser = await office.as(admin);
      return ledTo(browser, await step(office, '/settings/staff add', { browser, path: '/settings/staff' }, absence));
    }),
  },
  '/settings/staff unlock': { scene: at(head, '/settings/staff') },
  '/settings/units/new default': {
    scene: at(admin, '/settings/units/new?parent=3'),
    fill: { code: aCode, name: 'Bapas Kelas II Kenari' },
  },
  '/settings/units/[id] fields': { scene: at(admin, anOffice) },
  '/settings/units/[id] area': { scene: at(admin, anOffice), fill: { 'regencies[]': ['16.71', '16.72'] } },
  '/settings/units/[id] close': {
    scene: at(admin, anOffice),
    fill: closing,
  },
  '/settings/units/[id] correct': {
    scene: at(admin, async (office) => {
      const path = await anOffice(office);
      await step(office, '/settings/units/[id] close', { browser: await office.as(admin), path }, closing);
      return path;
    }),
    fill: { correctionReason: 'Penutupannya batal.' },
  },
  '/settings/units/[id] modules': { scene: at(admin, anOffice) },
  '/settings/units/[id] next': {
    scene: at(admin, aTier),
    fill: { namingReason: 'Kenari memegang tugas itu.' },
  },
  '/rules/[rule] default': { scene: at(head, '/rules/check-ins.undo?unit=3&option=minutes') },
};
