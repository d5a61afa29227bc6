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
