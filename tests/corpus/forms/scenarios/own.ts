import { Browser } from '../browser.ts';
import type { Office } from '../office.ts';
import type { Scenario, Scene } from '../scenario.ts';
import { jpeg, pdf } from './files.ts';
import { ownJourney } from './permits.ts';
import { step, type Client } from './steps.ts';

/** A client's own page: what an answer that is not the wanted one leaves behind at the door. */
const failed = ['accounts.attempt', 'platform.journal', 'accounts.client_access'];

type Card = { code: string; pin: string; client: Client };

/** A card with its first PIN, as the counter hands it out. */
async function aCard(office: Office): Promise<Card> {
  const client = await office.unused<Client>(
    `select c.id, c.person_id as person, c.register_label as name from cases.client_case c join units.unit u on u.id = c.unit_id
     where u.code = 'bapas-palembang' and c.state = 'active' and c.age_group = 'adult' and not c.guarded and c.register_label is not null
       and not exists (select from accounts.client_access a where a.case_id = c.id)
       and exists (select from check_ins.obligation o where o.case_id = c.id and o.period_from <= '2022-06-13' and o.period_until >= '2022-06-13' and o.state = 'scheduled')
     order by c.id`,
  );
  const browser = await office.as('loket.palembang');
  const scene = { browser, path: `/counter/cards?q=${encodeURIComponent(client.name)}` };
  const answer = await step(
    office,
    '/counter/cards one',
    scene,
    {},
    {
      which: (form) => form.controls.some(({ name, value }) => name === 'what' && value === 'issue'),
    },
  );
  const strong = [...answer.body.toString().matchAll(/<strong[^>]*>([^<]+)<\/strong>/g)].map(([, text]) => text!);
  const pin = strong.find((text) => /^\d{6}$/.test(text));
  const code = strong.find(
    (text) => /^[A-Z0-9]{4}(-[A-Z0-9]{4})+$/.test(text) || /^[A-Z0-9]{4}( [A-Z0-9]{4})+$/.test(text),
  );
  if (!pin || !code) throw new Error(`no card on the sheet: ${strong.slice(-4).join(', ')}`);
  return { code, pin, client };
}

export const compact = (code: string) => code.replace(/[^A-Z0-9]/gi, '');

/** In with the first PIN, which must be changed at once. */
async function inside(office: Office): Promise<{ browser: Browser; card: Card }> {
  const card = await aCard(office);
  const browser = new Browser(office.url);
  await step(office, '/l/[code] default', { browser, path: `/l/${compact(card.code)}` }, { pin: card.pin });
  return { browser, card };
}
const pins = new WeakMap<Browser, string>();
const codes = new WeakMap<Browser, string>();
export const ownPin = '284617';
const newPin = { newPin: ownPin, newPinAgain: ownPin };

async function settled(office: Office): Promise<{ browser: Browser; card: Card }> {
  const { browser, card } = await inside(office);
  await step(office, '/my/pin default', { browser, path: '/my/pin' }, newPin);
  return { browser, card };
}
/** A client on the first page of a report. */
export async function consented(office: Office): Promise<{ browser: Browser; card: Card }> {
  const both = await settled(office);
  await step(office, '/my/report/consent default', { browser: both.browser, path: '/my/report/consent' });
  return both;
}
const answers: readonly [string, Record<string, string>][] = [
  ['address', { answer: 'same' }],
  ['phone', { answer: 'same' }],
  ['work', { answer: 'same' }],
  ['family', { answer: 'fine' }],
  ['problem', { answer: 'none' }],
];
async function answered(office: Office): Promise<{ browser: Browser; card: Card }> {
  const both = await consented(office);
  for (const [question, fill] of answers)
    await step(
      office,
      '/my/report/[question] default',
      { browser: both.browser, path: `/my/report/${question}` },
      fill,
    );
  return both;
}
async function withNumber(office: Office): Promise<{ browser: Browser; card: Card }> {
  const both = await answered(office);
  await step(office, '/my/report/photo number', { browser: both.browser, path: '/my/report/photo' });
  return both;
}
/** Everything answered, without position; with a photo that may still be left out. */
async function atTheEnd(office: Office): Promise<{ browser: Browser; card: Card }> {
  const both = await withNumber(office);
  await step(office, '/my/report/photo keep', { browser: both.browser, path: '/my/report/photo' }, { photo: jpeg });
  await step(office, '/my/report/position skip', { browser: both.browser, path: '/my/report/position' });
  return both;
}
const own =
  (
    come: (office: Office) => Promise<{ browser: Browser; card: Card }>,
    path: string | ((office: Office, card: Card) => Promise<string>),
  ): Scenario['scene'] =>
  async (office): Promise<Scene> => {
    const { browser, card } = await come(office);
    return { browser, path: typeof path === 'string' ? path : await path(office, card) };
  };

/** A journey that the client has asked for. */
async function withRequest(office: Office, { client }: Card): Promise<string> {
  await office.rows(
    `insert into permits.permit (case_id, unit_id, scope, asked_on, asked_how, from_on, until_on, area_code, stay, purpose, purpose_text, made_by)
     select c.id, c.unit_id, 'within', '2022-06-13', 'own_page', '2022-06-20', '2022-06-24', '18.71', 'rumah kakak', 'family', 'keluarga', a.account_id
     from cases.client_case c join accounts.client_access a on a.case_id = c.id where c.id = $1`,
    [client.id],
  );
  return '/my/permits';
}

export const ownPages: Readonly<Record<string, Scenario>> = {
  '/l card': {
    scene: async (office) => {
      const browser = new Browser(office.url);
      codes.set(browser, (await aCard(office)).code);
      return { browser, path: '/l' };
    },
    fill: { card: async (_, browser) => codes.get(browser) },
    repeats: true,
  },
  '/l forget': { scene: own(settled, '/l'), repeats: true },
  '/l/[code] default': {
    scene: async (office) => {
      const { code, pin } = await aCard(office);
      const browser = new Browser(office.url);
      pins.set(browser, pin);
      return { browser, path: `/l/${compact(code)}` };
    },
    fill: { pin: (_, browser) => pins.get(browser) },
    traces: failed,
    repeats: true,
  },
  '/my/pin default': { scene: own(inside, '/my/pin'), fill: newPin, traces: failed, forgetful: true },
  '/my/permits/new default': { scene: own(settled, '/my/permits/new'), fill: ownJourney, unseen: ['scope'] },
  '/my/permits paper': { scene: own(settled, withRequest), fill: { file: pdf }, unseen: ['permitId'] },
  '/my/permits withdraw': { scene: own(settled, withRequest), unseen: ['permitId'] },
  '/my/privacy withdraw': { scene: own(consented, '/my/privacy') },
  '/my/report/consent default': { scene: own(settled, '/my/report/consent') },
  '/my/report anew': { scene: own(answered, '/my/report'), repeats: true },
  '/my/report/[question] default': {
    scene: own(consented, '/my/report/address'),
    fill: { answer: 'changed', note: 'Jalan Kenari 7' },
    repeats: true,
  },
  '/my/report/photo number': { scene: own(answered, '/my/report/photo'), repeats: true },
  '/my/report/photo keep': {
    scene: own(withNumber, '/my/report/photo'),
    fill: { photo: jpeg },
    elsewhere: { photo: 'one photo is all there is on the page' },
    repeats: true,
  },
  '/my/report/photo skip': { scene: own(answered, '/my/report/photo'), repeats: true },
  '/my/report/position give': {
    scene: own(answered, '/my/report/position'),
    fill: { latitude: '-2.98', longitude: '104.75', accuracy: '20', at: () => String(Date.now()) },
    unseen: ['latitude', 'longitude', 'accuracy', 'at'],
    repeats: true,
  },
  '/my/report/position skip': { scene: own(answered, '/my/report/position'), repeats: true },
  '/my/report/check send': { scene: own(atTheEnd, '/my/report/check') },
  '/my/report/check withoutPhoto': {
    scene: own(atTheEnd, async (office, { client }) => {
      await office.rows(`update check_ins.challenge set made_at = made_at - interval '11 minutes' where case_id = $1`, [
        client.id,
      ]);
      return '/my/report/check';
    }),
    repeats: true,
  },
  '/my/history/[period] default': {
    scene: own(settled, async (office, { client }) => {
      const { id } = await office.one<{ id: string }>(
        `select id from check_ins.obligation where case_id = $1 and period_from <= '2022-06-13' order by period_from desc`,
        [client.id],
      );
      return `/my/history/${id}`;
    }),
  },
  '/my/sign-out POST': { scene: own(settled, '/my'), repeats: true },
};
