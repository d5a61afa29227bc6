import type { Browser } from '../browser.ts';
import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { pdf } from './files.ts';
import { aClient, at, head, ledTo, step, type Client } from './steps.ts';

const admin = 'admin.kantor';
const cover = 'letters/new?kind=letters.cover';
const filled = { enclosed: 'Satu berkas kenari', addressee: 'Kepala Lapas Kenari', enclosure: '1 (satu) berkas' };

/** A draft of which every field is known, and where it stands. */
async function drafted(office: Office, client?: Client): Promise<{ browser: Browser; path: string }> {
  const browser = await office.as(head);
  const one = client ?? (await aClient(office));
  const answer = await step(
    office,
    '/clients/[caseId]/letters/new default',
    { browser, path: `/clients/${one.id}/${cover}` },
    filled,
  );
  return { browser, path: ledTo(browser, answer).split('?')[0]! };
}

/** The same after these steps. */
const after =
  (...steps: readonly (readonly [action: string, fill?: Scenario['fill']])[]): Scenario['scene'] =>
  async (office) => {
    const scene = await drafted(office);
    for (const [action, fill] of steps) await step(office, `/letters/[letterId] ${action}`, scene, fill ?? {});
    return scene;
  };
const signed = [['number'], ['sign', { file: pdf }]] as const;
const sent = [...signed, ['send', { way: 'post' }]] as const;

/** Fields in braces stand there on purpose, in the texts and beside them. */
const shows = /\{\w+(:\d)?\}|KONSEP/;

/** Drafts for those who missed a period, made so that there are some. */
async function aRun(office: Office): Promise<string> {
  const client = await aClient(office);
  const { unit, account } = await office.one<{ unit: number; account: string }>(
    `select c.unit_id as unit, a.id as account from cases.client_case c, accounts.account a where c.id = $1 and a.username = $2`,
    [client.id, head],
  );
  const { id } = await office.one<{ id: string }>(
    `insert into letters.run (unit_id, kind, total, made_by) values ($1, 'letters.cover', 1, $2) returning id`,
    [unit, account],
  );
  await office.rows(
    `insert into letters.letter (unit_id, case_id, kind, subject, body, run_id, made_by) values ($1, $2, 'letters.cover', 'Pengantar', 'Isi surat.', $3, $4)`,
    [unit, client.id, id, account],
  );
  return `/letters/runs/${id}`;
}

const ofOffice = (page: string) =>
  at(admin, async (office) => {
    const { id } = await office.one<{ id: number }>(`select id from units.unit where code = 'bapas-palembang'`);
    return `/settings/letters/${page}?unit=${id}`;
  });

export const letters: Readonly<Record<string, Scenario>> = {
  '/clients/[caseId]/letters/new default': {
    scene: async (office) => ({
      browser: await office.as(head),
      path: `/clients/${(await aClient(office)).id}/${cover}`,
    }),
    fill: filled,
    shows,
  },
  '/letters/[letterId] change': { scene: after(), shows },
  '/letters/[letterId] propose': { scene: after(), shows },
  '/letters/[letterId] withdraw': { scene: after(), shows },
  '/letters/[letterId] number': { scene: after(), shows },
  '/letters/[letterId] return': { scene: after(['propose']), shows },
  '/letters/[letterId] sign': { scene: after(['number']), fill: { file: pdf }, shows },
  '/letters/[letterId] send': { scene: after(...signed), fill: { way: 'post' }, shows },
  '/letters/[letterId] receive': {
    scene: after(...sent),
    fill: { receivedName: 'Kenari Penerima' },
    shows,
  },
  '/letters/[letterId] void': { scene: after(['number']), shows },
  // Nobody of Palembang has missed a period yet on the day at which the demo stands.
  '/letters/runs/new default': { scene: at('kepala.gili', '/letters/runs/new?row=3') },
  '/letters/runs/[id] default': { scene: at(head, aRun) },
  '/settings/letters/[kind] change': { scene: ofOffice('letters.cover'), shows },
  '/settings/letters/[kind] restore': {
    scene: async (office) => {
      const scene = await ofOffice('letters.cover')(office);
      await step(office, '/settings/letters/[kind] change', scene);
      return scene;
    },
    shows,
  },
  '/settings/letters/[kind] preview': {
    scene: ofOffice('letters.cover'),
    done: ({ status }) => status === 200,
    repeats: true,
    shows,
  },
  '/settings/letters/letterhead default': { scene: ofOffice('letterhead') },
  '/settings/letters/numbering default': { scene: ofOffice('numbering'), shows },
};
