import { TOTP } from 'otpauth';
import { demoPassword } from '../../../../src/invented/demo/accounts.ts';
import { softwareAuthenticator } from '../../../support/software-authenticator.ts';
import { Browser } from '../browser.ts';
import type { Office } from '../office.ts';
import type { Page } from '../page.ts';
import type { Scenario, Scene } from '../scenario.ts';
import { step } from './steps.ts';

/** An officer whom the demo does not list, with the demo's password: what is done to his account harms nobody. */
export async function anAccount(office: Office, role = 'pk'): Promise<string> {
  const username = `kenari.${Date.now().toString(36)}${Math.trunc(performance.now()).toString(36)}`;
  await office.rows(
    `with someone as (insert into units.staff (name) values ('Petugas Kenari') returning id),
       posted as (insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
         select someone.id, u.id, $2, 'permanent', '2020-01-01', now() from someone, units.unit u where u.code = 'bapas-palembang')
     insert into accounts.account (kind, staff_id, username, password_hash, password_set_at)
     select 'staff', someone.id, $1, a.password_hash, now() from someone, accounts.account a where a.username = 'pk.palembang'`,
    [username, role],
  );
  return username;
}

/** A program that works for the office: an account that nobody signs in to, for tokens. */
export async function aProgram(office: Office, role = 'pk'): Promise<string> {
  const { id } = await office.one<{ id: string }>('select id from accounts.account where username = $1', [
    await anAccount(office, role),
  ]);
  await office.rows('update accounts.account set password_hash = null, password_set_at = null where id = $1', [id]);
  return id;
}

/** Signed in as somebody who acts for the head of a smaller office besides his own work. */
async function atTwoOffices(office: Office): Promise<Scene> {
  const username = await anAccount(office);
  await office.rows(
    `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
     select a.staff_id, u.id, 'head_of_bapas', 'acting', '2020-01-01', now() from accounts.account a, units.unit u
     where a.username = $1 and u.code = 'bapas-gili-lestari'`,
    [username],
  );
  return { browser: await new Browser(office.url).signIn(username), path: '/today' };
}

/** Signed in as an officer of his own. */
const own =
  (path: string, first?: (office: Office, browser: Browser) => Promise<unknown>): Scenario['scene'] =>
  async (office) => {
    const browser = await new Browser(office.url).signIn(await anAccount(office));
    await first?.(office, browser);
    return { browser, path };
  };

/** The code that an app would show for the secret on the page. */
const codeOnPage = (page: Page): string => {
  const secret = page.words.map((word) => word.replaceAll(' ', '')).find((word) => /^[A-Z2-7]{26,64}$/.test(word));
  if (!secret) throw new Error(`no secret on ${page.path}`);
  return new TOTP({ secret }).generate();
};
const enrol = async (office: Office, browser: Browser): Promise<string> => {
  const page = await browser.open('/account/code-app');
  const secret = page.words.map((word) => word.replaceAll(' ', '')).find((word) => /^[A-Z2-7]{26,64}$/.test(word))!;
  // The page makes another secret each time it is opened, so this one is sent from where it was read.
  const form = page.forms.find(({ controls }) => controls.some(({ name }) => name === 'pending'))!;
  const sent = new URLSearchParams(
    form.controls.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]),
  );
  sent.set('factorCode', new TOTP({ secret }).generate());
  const answer = await browser.send({ method: 'POST', path: '/account/code-app', body: sent });
  if (answer.status !== 303) throw new Error(`the code app was not taken: ${answer.status}`);
  // A code counts once; in the test's seconds the next one is another officer's next half minute.
  await office.rows(
    `update accounts.account set totp_last_step = totp_last_step - 2 where totp_confirmed_at > now() - interval '1 minute'`,
  );
  return secret;
};

const secrets = new WeakMap<Browser, string>();
const enrolled = async (office: Office, browser: Browser) => void secrets.set(browser, await enrol(office, browser));
const codeOfApp = (_: Page, browser: Browser): string => new TOTP({ secret: secrets.get(browser)! }).generate();

/** Half way in: the password is right, the code of the app is still to come. */
async function halfWay(office: Office): Promise<Scene> {
  const username = await anAccount(office);
  const secret = await enrol(office, await new Browser(office.url).signIn(username));
  const browser = await new Browser(office.url).signIn(username);
  secrets.set(browser, secret);
  return { browser, path: '/sign-in/second-factor' };
}

/** Half way in at an office that asks for a second factor, which a demo never does. */
async function mustEnrol(office: Office): Promise<Scene> {
  const username = await anAccount(office);
  const browser = await new Browser(office.url).signIn(username);
  await office.rows(
    `update accounts.session set stage = 'second_factor' where account_id = (select id from accounts.account where username = $1)`,
    [username],
  );
  return { browser, path: '/sign-in/second-factor' };
}

/** Has opened as many people in this hour as an officer may without saying why. */
async function openMany(office: Office, browser: Browser): Promise<void> {
  await office.rows(
    `insert into accounts.opened_person (account_id, day, person_id)
     select (select account_id from accounts.session where kind = 'browser' order by made_at desc limit 1), (now() at time zone 'Asia/Jakarta')::date, p.id
     from people.person p order by p.id limit 151`,
  );
  await browser.open('/today');
}

const newPassword = { newPassword: 'kenari-hinggap-di-jambu', newPasswordAgain: 'kenari-hinggap-di-jambu' };

/** A way in for somebody who has none yet, as an administrator hands it out. */
async function link(office: Office): Promise<string> {
  const username = await anAccount(office);
  const { id } = await office.one<{ id: string }>('select id from accounts.account where username = $1', [username]);
  const browser = await office.as('admin.akun');
  const answer = await step(office, '/admin/accounts/[id] link', { browser, path: `/admin/accounts/${id}` });
  const [found] = /\/sign-in\/link\/[\w-]{43}/.exec(answer.body.toString()) ?? [];
  if (!found) throw new Error('no link on the page');
  return found;
}

const failed = ['accounts.attempt', 'platform.journal', 'accounts.account'];

type Key = ReturnType<typeof softwareAuthenticator>;
const keys = new WeakMap<Browser, Key>();
/** Browsers know passkeys on https and on the machine itself, which calls itself localhost. */
const here = (office: Office): string => office.url.replace('127.0.0.1', 'localhost');
const challengeOn = (page: Page): string => {
  const [, challenge] = /challenge[\\"':]+([\w-]{20,})/.exec(page.html) ?? [];
  if (!challenge) throw new Error(`no challenge on ${page.path}`);
  return challenge;
};
const keyOf = (office: Office): Key =>
  softwareAuthenticator({ hostname: 'localhost', origin: new URL(here(office)).origin });

/** Signed in with a browser that has a security key, which the account knows or does not know yet. */
async function withKey(office: Office, isKnown: boolean): Promise<{ username: string; browser: Browser }> {
  const username = await anAccount(office);
  const browser = await new Browser(here(office)).signIn(username);
  keys.set(browser, keyOf(office));
  if (isKnown)
    await step(
      office,
      '/account/passkeys/new default',
      { browser, path: '/account/passkeys/new' },
      { response: madeKey },
    );
  return { username, browser };
}
const madeKey = (page: Page, browser: Browser): string => JSON.stringify(keys.get(browser)!.make(challengeOn(page)));
const shownKey = (page: Page, browser: Browser): string => JSON.stringify(keys.get(browser)!.show(challengeOn(page)));

export const account: Readonly<Record<string, Scenario>> = {
  '/account language': { scene: own('/account') },
  '/account endOthers': { scene: own('/account') },
  '/account endSession': {
    scene: async (office) => {
      const username = await anAccount(office);
      const browser = await new Browser(office.url).signIn(username);
      await new Browser(office.url).signIn(username);
      return { browser, path: '/account' };
    },
  },
  '/account removeTotp': { scene: own('/account', enrolled) },
  '/account/code-app default': {
    scene: own('/account/code-app'),
    fill: { factorCode: codeOnPage },
    secret: ['factorCode'],
  },
  '/account/spare-codes default': {
    scene: own('/account/spare-codes', enrolled),
    done: ({ status, html }) => status === 200 && html.includes('<code'),
  },
  '/account/password default': { scene: own('/account/password'), fill: { password: demoPassword, ...newPassword } },
  '/account/prove password': {
    scene: own('/account/prove?back=/account'),
    fill: { password: demoPassword },
    traces: failed,
    repeats: true,
  },
  '/account/prove code': {
    scene: own('/account/prove?back=/account', enrolled),
    fill: { factorCode: codeOfApp },
    traces: failed,
    secret: ['factorCode'],
    repeats: true,
  },
  '/account/passkeys/new default': {
    scene: async (office) => ({ ...(await withKey(office, false)), path: '/account/passkeys/new' }),
    fill: { response: madeKey },
    traces: ['accounts.session'],
  },
  '/account removePasskey': { scene: async (office) => ({ ...(await withKey(office, true)), path: '/account' }) },
  '/sign-in/passkey default': {
    scene: async (office) => {
      const { username, browser } = await withKey(office, true);
      const second = await new Browser(here(office)).signIn(username);
      keys.set(second, keys.get(browser)!);
      return { browser: second, path: '/sign-in/passkey' };
    },
    fill: { response: shownKey },
    traces: failed,
    repeats: true,
  },
  '/account/opened default': {
    scene: own('/account/opened?back=/today', (office, browser) => openMany(office, browser)),
  },
  '/sign-in default': {
    scene: async (office) => ({ browser: office.stranger(), path: '/sign-in' }),
    which: (form) => form.controls.some(({ name, type }) => name === 'username' && type === 'text'),
    fill: { username: 'pk.palembang', password: demoPassword },
    traces: failed,
    repeats: true,
  },
  '/sign-in/link/[token] default': {
    scene: async (office) => ({ browser: office.stranger(), path: await link(office) }),
    fill: newPassword,
    traces: failed,
    repeats: true,
  },
  '/sign-in/new-password default': {
    scene: async (office) => {
      const username = await anAccount(office);
      await office.rows('update accounts.account set must_change_password = true where username = $1', [username]);
      return { browser: await new Browser(office.url).signIn(username), path: '/sign-in/new-password' };
    },
    fill: newPassword,
    traces: failed,
    repeats: true,
  },
  '/sign-in/second-factor show': {
    scene: halfWay,
    fill: { factorCode: codeOfApp },
    traces: failed,
    secret: ['factorCode'],
    repeats: true,
  },
  '/sign-in/second-factor enrol': {
    scene: mustEnrol,
    fill: { factorCode: codeOnPage },
    traces: failed,
    secret: ['factorCode'],
    repeats: true,
  },
  '/sign-out POST': { scene: own('/today'), repeats: true },
  '/language POST': { scene: own('/today'), repeats: true },
  '/place POST': { scene: atTwoOffices, repeats: true },
};
