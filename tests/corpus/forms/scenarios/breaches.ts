import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { pdf } from './files.ts';
import { aClient, head, ledTo, section, step, type Client } from './steps.ts';

const form = (name: string) => `/clients/[caseId]/breaches/[breachId]/${name}`;
const opening = { source: 'officer', 'grounds[]': ['unrest'], openedOn: '01-06-2022' };

/** A breach that an officer has opened; answers its page. */
async function opened(office: Office, client: Client): Promise<string> {
  const browser = await office.as(section);
  const path = `/clients/${client.id}/breaches/new`;
  const answer = await step(
    office,
    '/clients/[caseId]/breaches/new default',
    { browser, path },
    {
      ...opening,
      note: 'Keributan kenari di kampung.',
      alleged: 'Saudara kenari diduga membuat keributan.',
      custodySince: undefined,
    },
  );
  return ledTo(browser, answer).split('?')[0]!;
}

/** One step further on the page of a breach. */
const onward =
  (name: string, page: string, fill: Scenario['fill'] = {}, who = section) =>
  async (office: Office, path: string): Promise<void> => {
    await step(office, form(name), { browser: await office.as(who), path: `${path}/${page}` }, fill);
  };
const summoning = { appearOn: '20-06-2022', appearAt: '09.00', reason: 'Didengar tentang kenari.' };
const hearing = {
  about: 'client',
  heldOn: '13-06-2022',
  heldAt: '10.00',
  person: '',
  statement: 'Klien kenari menerangkan kejadiannya.',
};
const evidence = { kind: 'evidence', happenedOn: '02-06-2022', file: pdf };
const ofPath = (path: string) => path.split('/').at(-1)!;
/** A summons whose letter has gone. */
const summoned = async (office: Office, path: string): Promise<void> => {
  await onward('summons send', 'summons', summoning)(office, path);
  await office.unused(
    `update breaches.summons set sent_on = '2022-06-10' where breach_id = '${ofPath(path)}' returning id`,
  );
};
const heard = onward('examination default', 'examination', hearing);
const proved = onward('entry default', 'entry', evidence);
const recommended = onward('recommend default', 'recommend', { option: 'reprimand', counselling: 'Konseling kenari.' });

/** A page of a breach that is brought to where the form stands. */
const onBreach =
  (who: string, page: string, ...before: ((office: Office, path: string) => Promise<void>)[]): Scenario['scene'] =>
  async (office) => {
    const path = await opened(office, await aClient(office));
    for (const one of before) await one(office, path);
    return { browser: await office.as(who), path: `${path}/${page}` };
  };

/** One that the system has counted: put there as its job would, since the demo's ledger is too young for three misses. */
const onProposed =
  (page: string): Scenario['scene'] =>
  async (office) => {
    const client = await aClient(
      office,
      `exists (select from check_ins.obligation o where o.case_id = c.id) and not exists (select from breaches.breach b where b.case_id = c.id)`,
    );
    const { id } = await office.unused(
      `with made as (
       insert into breaches.breach (case_id, unit_id, state, source, opened_on, first_missed, misses, due_on, due_counts)
       select c.id, c.unit_id, 'proposed', 'system', '2022-06-13', o.id, 3, '2022-06-16', 'working'
       from cases.client_case c join check_ins.obligation o on o.case_id = c.id where c.id = '${client.id}' order by o.period_from limit 1
       returning id, case_id, unit_id)
     , ground as (insert into breaches.ground (breach_id, case_id, unit_id, code) select id, case_id, unit_id, 'missed_in_a_row' from made)
     select id from made`,
    );
    return { browser: await office.as(section), path: `/clients/${client.id}/breaches/${id}/${page}` };
  };

/** The breach that was opened last, which is ticked in the list of those to summon. */
let toCall = '';

export const breaches: Readonly<Record<string, Scenario>> = {
  '/breaches/summon default': {
    scene: async (office) => {
      toCall = ofPath(await opened(office, await aClient(office)));
      return { browser: await office.as(section), path: '/breaches/summon' };
    },
    fill: { 'breachIds[]': () => [toCall], appearOn: '20-06-2022', appearAt: '09.00', place: 'Bapas Kenari' },
  },
  '/clients/[caseId]/breaches/new default': {
    scene: async (office) => {
      const { id } = await aClient(office);
      return { browser: await office.as(section), path: `/clients/${id}/breaches/new` };
    },
    fill: {
      ...opening,
      note: 'Keributan kenari di kampung.',
      alleged: 'Saudara kenari diduga membuat keributan.',
      custodyPlace: 'Rutan Kenari',
      custodySince: '02-06-2022',
    },
  },
  [form('confirm confirm')]: {
    scene: onProposed('confirm'),
    fill: { alleged: 'Saudara kenari tidak melapor tiga kali.' },
  },
  [form('confirm dismiss')]: { scene: onProposed('confirm') },
  [form('entry default')]: { scene: onBreach(section, 'entry'), fill: { ...evidence, result: 'Hasil kenari.' } },
  [form('summons send')]: { scene: onBreach(section, 'summons'), fill: summoning },
  [form('summons answer')]: {
    scene: onBreach(section, 'summons', summoned),
    fill: { outcome: 'appeared', outcomeOn: '13-06-2022' },
  },
  [form('summons custody')]: {
    scene: onBreach(section, 'summons'),
    fill: { custodyPlace: 'Rutan Kenari', custodySince: '10-06-2022' },
  },
  [form('examination default')]: {
    scene: onBreach(section, 'examination'),
    fill: { ...hearing, about: 'witness', person: 'Kenari Saksi' },
  },
  [form('recommend default')]: {
    scene: onBreach(section, 'recommend', proved, heard),
    fill: { option: 'reprimand', counselling: 'Konseling kenari dua kali sebulan.' },
  },
  [form('decide default')]: {
    scene: onBreach(head, 'decide', proved, heard, recommended),
    fill: { decision: 'reprimand', followUpOn: '20-06-2022' },
  },
  [form('stop default')]: { scene: onBreach(section, 'stop'), fill: { documentNumber: 'SKM-17/2022' } },
  '/clients/[caseId]/breaches/[breachId] takeBack': {
    scene: async (office) => {
      const client = await aClient(office);
      const { id } = await office.unused<{ id: string }>(
        `with made as (
           insert into breaches.breach (case_id, unit_id, state, source, opened_on, ended_on, due_on, due_counts, note)
           select c.id, c.unit_id, 'proposed_for_revocation', 'officer', '2022-06-01', '2022-06-09', '2022-06-14', 'working', ''
           from cases.client_case c where c.id = '${client.id}' returning id)
         select id from made`,
      );
      return { browser: await office.as(head), path: `/clients/${client.id}/breaches/${id}` };
    },
  },
  '/clients/[caseId]/breaches/[breachId] draft': {
    scene: async (office) => {
      const path = await opened(office, await aClient(office));
      await heard(office, path);
      await office.unused(
        `update letters.letter l set state = 'withdrawn', ended_reason = 'salah tulis' from breaches.examination e
         where l.concerns_id = e.id and e.breach_id = '${ofPath(path)}' returning l.id`,
      );
      return { browser: await office.as(section), path };
    },
    unseen: ['ofId'],
  },
};
