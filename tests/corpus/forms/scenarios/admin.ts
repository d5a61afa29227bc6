import { Browser } from '../browser.ts';
import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { anAccount, aProgram } from './account.ts';
import { aNewName } from './people.ts';
import { at, step } from './steps.ts';

const admin = 'admin.akun';
const other = 'admin.akun2';

const accountPage = async (office: Office): Promise<string> => {
  const { id } = await office.one<{ id: string }>('select id from accounts.account where username = $1', [
    await anAccount(office),
  ]);
  return `/admin/accounts/${id}`;
};
/** An account's page after one of its own forms was sent. */
const after =
  (action: string, fill: Scenario['fill'] = {}) =>
  async (office: Office): Promise<string> => {
    const path = await accountPage(office);
    await step(office, `/admin/accounts/[id] ${action}`, { browser: await office.as(admin), path }, fill);
    return path;
  };
const leaving = { leftOn: '01-07-2022', leavingReason: 'Pensiun.' };
const counsellor = { role: 'apk', kind: 'permanent', startsOn: '13-06-2022' };
/** A role that opens many files waits for a second administrator. */
const auditor = { ...counsellor, role: 'head_of_bapas' };

async function posting(office: Office, fill: Scenario['fill']): Promise<string> {
  const path = await after('post', fill)(office);
  const { id } = await office.one<{ id: string }>(
    `select p.id from units.posting p join accounts.account a on a.staff_id = p.staff_id where a.id = $1 order by p.made_at desc, p.id desc`,
    [path.split('/').at(-1)],
  );
  return `/admin/postings/${id}`;
}

const token = { label: 'Kenari', expiresOn: '31-12-2026', 'scopes[]': ['case:read'] };
async function tokensPage(office: Office): Promise<string> {
  await aProgram(office);
  return '/admin/tokens';
}

let names = 0;
const aUsername = (): string => `kenari.baru.${Date.now().toString(36)}.${(names += 1)}`;

export const admins: Readonly<Record<string, Scenario>> = {
  '/admin/accounts/new default': {
    scene: at(admin, '/admin/accounts/new?unit=3'),
    fill: { name: aNewName, username: aUsername, ...counsellor },
  },
  '/admin/accounts/[id] post': { scene: at(admin, accountPage), fill: counsellor },
  '/admin/accounts/[id] staff': { scene: at(admin, accountPage) },
  '/admin/accounts/[id] link': {
    scene: at(admin, accountPage),
    done: ({ status, html }) => status === 200 && html.includes('/sign-in/link/'),
  },
  '/admin/accounts/[id] withdrawLink': { scene: at(admin, after('link')) },
  '/admin/accounts/[id] newPassword': { scene: at(admin, accountPage) },
  '/admin/accounts/[id] removeFactor': {
    scene: at(admin, async (office) => {
      const path = await accountPage(office);
      await office.rows(`update accounts.account set totp_sealed = '\\x00', totp_confirmed_at = now() where id = $1`, [
        path.split('/').at(-1),
      ]);
      return path;
    }),
  },
  '/admin/accounts/[id] endSessions': {
    scene: at(admin, async (office) => {
      const username = await anAccount(office);
      await new Browser(office.url).signIn(username);
      const { id } = await office.one<{ id: string }>('select id from accounts.account where username = $1', [
        username,
      ]);
      return `/admin/accounts/${id}`;
    }),
  },
  '/admin/accounts/[id] leave': {
    scene: at(admin, accountPage),
    fill: leaving,
  },
  '/admin/accounts/[id] correct': {
    scene: at(admin, after('leave', leaving)),
    fill: { correctionReason: 'Petugas yang dimaksud orang lain.' },
  },
  '/admin/accounts/[id] state': { scene: at(admin, accountPage) },
  '/admin/postings/[id] approve': { scene: at(other, (office) => posting(office, auditor)) },
  '/admin/postings/[id] withdraw': { scene: at(admin, (office) => posting(office, counsellor)) },
  '/admin/postings/[id] end': {
    scene: at(admin, (office) => posting(office, counsellor)),
    fill: { endsOn: '31-12-2027' },
  },
  '/admin/tokens issue': {
    scene: at(admin, tokensPage),
    fill: token,
    done: ({ status, html }) => status === 200 && html.includes('simpul_'),
  },
  '/admin/tokens end': {
    scene: at(admin, async (office) => {
      await step(
        office,
        '/admin/tokens issue',
        { browser: await office.as(admin), path: await tokensPage(office) },
        token,
      );
      return '/admin/tokens';
    }),
  },
  '/audit/daily default': { scene: at('auditor', '/audit/daily') },
};
