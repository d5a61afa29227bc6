import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { aNewName } from './people.ts';
import { at, head, ledTo, section, step, until } from './steps.ts';

/** A list of two clients as an office would send it: one good, one with a kind that nobody knows. */
const list = (): File =>
  new File(
    [`Nama;Jenis bimbingan;Tanggal terima\n${aNewName()};PB;06-06-2022\n${aNewName()};entah;06-06-2022\n`],
    'klien.csv',
    { type: 'text/csv' },
  );
let lists = 0;
const serial = (): number => (lists += 1);
/** The same with heads of an office's own, which somebody must map by hand. */
const strangeList = (): File =>
  new File([`Siapa ${serial()};Apa\n${aNewName()};PB\n`], 'klien.csv', { type: 'text/csv' });

async function brought(office: Office, file: () => File, state: string): Promise<string> {
  const browser = await office.as(head);
  const path = ledTo(browser, await step(office, '/imports/new default', { browser, path: '/imports/new' }, { file }));
  const id = path.split('/').at(-1);
  return until(async () => {
    const one = await office.one<{ state: string; problem: string | null }>(
      'select state, problem from imports.import where id = $1',
      [id],
    );
    if (one.state === 'failed') throw new Error(`the list came to nothing: ${one.problem}`);
    return one.state === state ? path : undefined;
  });
}

const purpose = 'Tujuan kenari: laporan bulanan kepada Kanwil.';
const caseload = '/exports/new?list=caseload';
/** Asked with a column that somebody else must allow. */
async function asked(office: Office): Promise<string> {
  const browser = await office.as(section);
  return ledTo(
    browser,
    await step(
      office,
      '/exports/new default',
      { browser, path: caseload },
      { 'columns[]': ['name', 'nik'], purpose },
      { bare: true },
    ),
  );
}
async function allowed(office: Office): Promise<string> {
  const path = await asked(office);
  await step(office, '/exports/[id] decide', { browser: await office.as(head), path }, { outcome: 'approved' });
  return path;
}

/** A task that whoever reads it may close by saying so. */
async function aTask(office: Office): Promise<string> {
  await office.rows(
    `insert into tasks.task (unit_id, kind, key, for_role, facts)
     select u.id, 'imports.finished', gen_random_uuid()::text, 'head_of_bapas', '{"file": "klien.csv"}' from units.unit u where u.code = 'bapas-palembang'`,
  );
  return '/tasks?scope=office&kind=imports.finished';
}

export const work: Readonly<Record<string, Scenario>> = {
  '/imports/new default': { scene: at(head, '/imports/new'), fill: { file: list } },
  '/imports/[id] map': {
    scene: at(head, (office) => brought(office, strangeList, 'mapping')),
    fill: { column_name: '0', column_kind: '1' },
    bare: true,
  },
  '/imports/[id] take': { scene: at(head, (office) => brought(office, list, 'checked')) },
  '/imports/[id] cancel': { scene: at(head, (office) => brought(office, list, 'checked')) },
  '/exports/new default': { scene: at(head, caseload), fill: { purpose }, bare: true },
  '/exports/[id] decide': { scene: at(head, asked), fill: { outcome: 'approved' } },
  '/exports/[id] make': { scene: at(section, allowed) },
  '/exports/[id] withdraw': { scene: at(section, asked) },
  '/tasks close': { scene: at(head, aTask) },
};
