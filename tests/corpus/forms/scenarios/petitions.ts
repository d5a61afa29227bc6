import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { pdf } from './files.ts';
import { aClient, at, head, section, step, type Client } from './steps.ts';

const form = (name: string) => `/petitions/[petitionId] ${name}`;
const brought = {
  about: 'client',
  asks: 'examination',
  clientName: 'Kenari dari pasar',
  told: 'Kenari membuat keributan di depan warung setiap malam.',
  kind: 'citizen',
  name: 'Tetangga Kenari',
  agency: '',
  phone: '',
};
const atDesk = { ...brought, channel: 'written', receivedOn: '10-06-2022' };

/** A petition that the section has taken down, with the client whom it means; answers its page. */
async function recorded(office: Office): Promise<{ path: string; client: Client }> {
  const browser = await office.as(section);
  await step(office, '/petitions/new default', { browser, path: '/petitions/new' }, atDesk);
  const { id } = await office.one<{ id: string }>(
    `select p.id from petitions.petition p order by p.made_at desc, p.id desc limit $1`,
    [1],
  );
  return { path: `/petitions/${id}`, client: await aClient(office) };
}
const toIdentify = ({ path, client }: { path: string; client: Client }) =>
  `${path}?q=${encodeURIComponent(client.name)}`;
async function identified(office: Office): Promise<string> {
  const one = await recorded(office);
  await step(office, form('identify'), { browser: await office.as(section), path: toIdentify(one) });
  return one.path;
}
const answering = { answer: 'Hal ini sudah diperiksa dan tidak terbukti.' };
async function proposed(office: Office): Promise<string> {
  const path = await identified(office);
  await step(office, form('propose'), { browser: await office.as(section), path }, answering);
  return path;
}

const passingReason = 'Orang ini dibimbing kantor di kota lain.';
async function passedOn(office: Office): Promise<string> {
  const path = await identified(office);
  await step(office, form('pass'), { browser: await office.as(section), path }, { reason: passingReason });
  return path;
}

/** The code on the paper that whoever sent a petition has just been shown. */
async function sentCode(office: Office): Promise<string> {
  const browser = office.stranger();
  await step(office, '/petition default', { browser, path: '/petition' }, brought);
  const page = await browser.open('/petition/receipt');
  const code = page.words.map((word) => /(?:[0-9A-Z]{4}-){4}[0-9A-Z]/.exec(word)?.[0]).find(Boolean);
  if (!code) throw new Error('there is no code on the page');
  return code;
}
let lastCode = '';

export const petitions: Readonly<Record<string, Scenario>> = {
  '/petition default': {
    scene: async (office) => ({ browser: office.stranger(), path: '/petition' }),
    fill: { ...brought, file: pdf },
    traces: ['accounts.attempt', 'platform.journal'],
  },
  '/petition/progress default': {
    scene: async (office) => {
      lastCode = await sentCode(office);
      return { browser: office.stranger(), path: '/petition/progress' };
    },
    fill: { code: () => lastCode },
    done: ({ status }) => status === 200,
    repeats: true,
    traces: ['accounts.attempt'],
  },
  '/petitions/new default': { scene: at(section, '/petitions/new'), fill: { ...atDesk, file: pdf } },
  [form('identify')]: {
    scene: async (office) => ({ browser: await office.as(section), path: toIdentify(await recorded(office)) }),
  },
  [form('hear')]: {
    scene: at(section, identified),
    fill: {
      number: 'BAP-P-17/2022',
      heldOn: '13-06-2022',
      statement: 'Pemohon kenari menerangkan kejadiannya.',
      present: 'Pemohon kenari',
    },
  },
  [form('accept')]: {
    scene: at(section, identified),
    fill: { 'grounds[]': ['unrest'], summary: 'Keributan berulang di depan sebuah warung.' },
  },
  [form('propose')]: { scene: at(section, identified), fill: answering },
  [form('decide')]: { scene: at(head, proposed), fill: { decision: 'agree' } },
  [form('forward')]: { scene: at(section, identified) },
  [form('pass')]: { scene: at(section, identified), fill: { reason: passingReason } },
  [form('passing')]: { scene: at('kasi.gili', passedOn), fill: { answer: 'hand_back' } },
};
