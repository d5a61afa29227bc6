import { createHash, randomBytes } from 'node:crypto';
import type { Browser } from './browser.ts';
import type { Office } from './office.ts';
import { aProgram } from './scenarios/account.ts';
import { aClient, step } from './scenarios/steps.ts';

/** Something that programs send as JSON: where it goes and what would be taken. */
export type JsonForm = {
  scene: (
    office: Office,
  ) => Promise<{ browser: Browser; path: string; headers: Record<string, string>; body: Record<string, unknown> }>;
  /** Whether a refusal is told as problem+json, as the API does; a page's own script only asks. */
  isApi: boolean;
};

let token: string | undefined;
/** A token that an administrator gave out to a program of the office. */
async function tokenOf(office: Office): Promise<string> {
  if (token) return token;
  const browser = await office.as('admin.akun');
  const id = await aProgram(office, 'section_head');
  const answer = await step(
    office,
    '/admin/tokens issue',
    { browser, path: '/admin/tokens' },
    {
      accountId: id,
      label: 'Kenari',
      expiresOn: '31-12-2026',
      'scopes[]': ['check_in:record_remote', 'check_in:record_counter'],
    },
  );
  const [found] = /simpul_[\w-]{20,}/.exec(answer.body.toString()) ?? [];
  if (!found) throw new Error('no token on the page');
  return (token = found);
}

const asProgram =
  (end: string, body: Record<string, unknown>): JsonForm['scene'] =>
  async (office) => {
    const { id } = await aClient(office);
    return {
      browser: office.stranger(),
      path: `/api/v1/clients/${id}/${end}`,
      headers: { authorization: `Bearer ${await tokenOf(office)}` },
      body,
    };
  };

let feed: string | undefined;
/** A token of the Rutan's registrar, as an administrator gives it to a program that tells admissions. */
async function feedOf(office: Office): Promise<string> {
  if (feed) return feed;
  const token = `simpul_${randomBytes(32).toString('base64url')}`;
  await office.rows(
    `insert into accounts.session (token_hash, account_id, kind, stage, scopes, idle_limit, expires_at)
     select $1, id, 'token', 'full', array['custody:admit'], interval '1 year', now() + interval '1 day'
     from accounts.account where username = 'registrasi.praya'`,
    [createHash('sha256').update(token).digest()],
  );
  return (feed = token);
}

let admitted = 0;
/** Somebody new each time: who is told twice is answered and booked once. */
const admission: JsonForm['scene'] = async (office) => {
  const { id } = await office.one<{ id: number }>(`select id from units.unit where code = 'rutan-praya'`);
  admitted += 1;
  const letters = [...String(admitted)].map((digit) => 'aeioubdgkm'[Number(digit)]).join('');
  return {
    browser: office.stranger(),
    path: '/api/v1/admissions',
    headers: { authorization: `Bearer ${await feedOf(office)}` },
    body: {
      unit: id,
      person: { name: `Kenari${letters} Rekaan`, sex: 'male', birth: '1990-03-02' },
      admittedOn: '2022-10-10',
      admittedAt: '07:15',
      receivedFrom: 'Polres Rekaan',
      basis: {
        kind: 'warrant',
        authority: 'investigator',
        issuer: 'Polres Rekaan',
        number: `SP.Han/${admitted}/X/2022`,
        dated: '2022-10-09',
        from: '2022-10-10',
        until: '2022-10-29',
      },
    },
  };
};

export const jsonForms: Readonly<Record<string, JsonForm>> = {
  '/api/v1/clients/[caseId]/check-ins POST': {
    scene: asProgram('check-ins', {
      medium: 'telephone',
      happenedOn: '2022-06-13',
      talk: 'Kenari: bekerja dan sehat.',
      followUp: '',
    }),
    isApi: true,
  },
  '/api/v1/clients/[caseId]/arrivals POST': { scene: asProgram('arrivals', { card: 'KARTU-LAMA' }), isApi: true },
  '/api/v1/admissions POST': { scene: admission, isApi: true },
  '/people/duplicates POST': {
    scene: async (office) => ({
      browser: await office.as('kepala.palembang'),
      path: '/people/duplicates',
      headers: {},
      body: { name: 'Kenari Rekaan', nik: '', birth: '', motherName: '', birthPlace: '' },
    }),
    isApi: false,
  },
};
