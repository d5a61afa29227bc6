import type { Office } from '../office.ts';
import type { Page } from '../page.ts';
import type { Scenario } from '../scenario.ts';
import { aClient, at, before, head, ledTo, section, step } from './steps.ts';

const day = '13-06-2022';
const proposes = before(section, '/clients/[caseId]/phase propose', 'phase');

/** The section head presides and the first counsellors by name sit with him, as their head has named them. */
async function team(office: Office): Promise<void> {
  await office.rows(
    `insert into tpp.member (unit_id, staff_id, duty, starts_on)
     select u.id, a.staff_id, 'chair', '2022-01-01' from accounts.account a, units.unit u
     where a.username = $1 and u.code = 'bapas-palembang' and not exists (select from tpp.member m where m.unit_id = u.id and m.duty = 'chair')`,
    [section],
  );
  await office.rows(
    `insert into tpp.member (unit_id, staff_id, duty, starts_on)
     select x.unit_id, x.staff_id, case x.place when 1 then 'secretary' else 'member' end, '2022-01-01'
     from (select p.unit_id, p.staff_id, row_number() over (order by s.name, s.id) as place
           from units.posting p join units.staff s on s.id = p.staff_id join units.unit u on u.id = p.unit_id
           where u.code = 'bapas-palembang' and p.role = 'pk' and p.kind = 'permanent' and p.withdrawn_at is null and p.ends_on is null) x
     where x.place <= 3 and not exists (select from tpp.member m where m.unit_id = x.unit_id and m.duty = 'secretary')`,
  );
}

/** An agenda of the office with two clients on it. */
async function drafted(office: Office): Promise<string> {
  await team(office);
  for (let count = 0; count < 2; count += 1)
    await proposes(office, await aClient(office, 'guidance_start is not null and phase_decided is null'));
  const browser = await office.as(section);
  return ledTo(
    browser,
    await step(office, '/sittings/new default', { browser, path: '/sittings/new' }, { day, place: 'Ruang rapat' }),
  );
}
const on = async (office: Office, name: string, path: string, fill: Scenario['fill'] = {}): Promise<void> => {
  await step(office, name, { browser: await office.as(section), path }, fill);
};
async function invited(office: Office): Promise<string> {
  const path = await drafted(office);
  await on(office, '/sittings/[sittingId] invite', path);
  return path;
}
async function held(office: Office): Promise<string> {
  const path = await invited(office);
  await on(office, '/sittings/[sittingId] open', path);
  return path;
}
const agreed = { recommendation: 'approve', reasons: 'Syarat kenari sudah dipenuhi.' };
async function heard(office: Office): Promise<string> {
  const path = await held(office);
  await on(office, '/sittings/[sittingId]/quick default', `${path}/quick`, agreed);
  return path;
}
async function minuted(office: Office): Promise<string> {
  const path = await heard(office);
  await on(office, '/sittings/[sittingId] close', path);
  return path;
}
/** Its minutes were withdrawn, and are to be drafted again. */
async function unwritten(office: Office): Promise<string> {
  const path = await minuted(office);
  const { id } = await office.one<{ id: string }>(
    `select id from letters.letter where concerns_id = $1 and kind = 'letters.sitting-minutes'`,
    [path.split('/').at(-1)],
  );
  await on(office, '/letters/[letterId] withdraw', `/letters/${id}`);
  return path;
}
const page =
  (from: (office: Office) => Promise<string>, end = '') =>
  async (office: Office): Promise<string> =>
    `${await from(office)}${end}`;

/** The address of the first item of a sitting. */
async function anItem(office: Office): Promise<string> {
  const path = await held(office);
  const { id } = await office.one<{ id: string }>(
    'select id from tpp.item where sitting_id = $1 and off_at is null order by position limit 1',
    [path.split('/').at(-1)],
  );
  return `${path}/items/${id}`;
}

let drawn = 0;
/** Somebody else each time, from the end of the list: those at its beginning sit already. */
const nextOfficer = (shown: Page): string => {
  const select = shown.forms.flatMap((form) => form.controls).find((control) => control.name === 'staffId');
  const options = (select?.options ?? []).filter((option) => option.value !== '');
  return options.at(-1 - (drawn++ % Math.max(1, options.length - 6)))!.value;
};
const aMember: Scenario['fill'] = { staffId: nextOfficer, duty: 'member', startsOn: '01-06-2022', endsOn: '' };

export const sittings: Readonly<Record<string, Scenario>> = {
  '/sittings/new default': {
    scene: at(section, '/sittings/new'),
    fill: { day, place: 'Ruang rapat' },
  },
  '/sittings/[sittingId] details': { scene: at(section, page(drafted)) },
  '/sittings/[sittingId] put': {
    scene: at(section, async (office) => {
      const path = await drafted(office);
      await proposes(office, await aClient(office, 'guidance_start is not null and phase_decided is null'));
      return path;
    }),
    fill: {
      'subjects[]': (shown) =>
        shown.forms.flatMap((form) => form.controls).find((control) => control.name === 'subjects[]')!.value,
    },
  },
  '/sittings/[sittingId] arrange': { scene: at(section, page(drafted)), fill: { to: 'down' } },
  '/sittings/[sittingId] invite': { scene: at(section, page(drafted)) },
  '/sittings/[sittingId] open': { scene: at(section, page(invited)) },
  '/sittings/[sittingId] cancel': { scene: at(section, page(drafted)) },
  '/sittings/[sittingId]/items/[itemId] default': {
    scene: at(section, anItem),
    fill: { ...agreed, way: 'votes', votesFor: '2', votesAgainst: '1', votesAbstained: '0' },
    bare: true,
    elsewhere: {
      dissent1: 'a dissent without a name is refused beside the name',
      dissent2: 'a dissent without a name is refused beside the name',
      dissent3: 'a dissent without a name is refused beside the name',
      votesAgainst: 'votes are judged together, beside the first of them',
      votesAbstained: 'votes are judged together, beside the first of them',
    },
  },
  '/sittings/[sittingId]/quick default': { scene: at(section, page(held, '/quick')), fill: agreed },
  '/sittings/[sittingId] close': { scene: at(section, page(heard)) },
  '/sittings/[sittingId] paper': { scene: at(section, page(unwritten)) },
  '/sittings/members add': { scene: at(head, '/sittings/members'), fill: aMember },
  '/sittings/members end': {
    scene: at(head, async (office) => {
      await step(
        office,
        '/sittings/members add',
        { browser: await office.as(head), path: '/sittings/members' },
        aMember,
      );
      return '/sittings/members';
    }),
    fill: { endsOn: day },
  },
};
