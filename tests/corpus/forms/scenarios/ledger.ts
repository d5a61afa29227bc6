import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { at, before, head, ledTo, onClient, section, step, type Client } from './steps.ts';

const questions = { address: 'same', phone: 'same', work: 'same', family: 'fine', problem: 'none' };
const told = before(section, '/clients/[caseId]/check-ins/helper default', 'check-ins/helper');

/** A report of this client that was recorded a moment ago. */
async function reported(office: Office, client: Client): Promise<string> {
  await told(office, client);
  const { id } = await office.one<{ id: string }>(
    'select id from check_ins.check_in where case_id = $1 order by recorded_at desc',
    [client.id],
  );
  return id;
}

/** A period of the client in one of these states. */
const period = (states: string) => async (office: Office, client: Client) =>
  (
    await office.one<{ id: string }>(
      `select id from check_ins.obligation where case_id = $1 and state in (${states}) order by period_from desc`,
      [client.id],
    )
  ).id;
const hasPeriod = (states: string) =>
  `exists (select from check_ins.obligation o where o.case_id = c.id and o.state in (${states}))`;

const onPeriod = (
  page: string,
  states: string,
  first?: (office: Office, client: Client, period: string) => Promise<unknown>,
) =>
  onClient(head, '', {
    where: hasPeriod(states),
    first: async (office, client) => {
      const id = await period(states)(office, client);
      await first?.(office, client, id);
      return `/clients/${client.id}/check-ins/${page}?period=${id}`;
    },
  });

/** Somebody for the desk of Palembang who has not come today. */
async function someone(office: Office): Promise<{ id: string; name: string }> {
  return office.unused(
    `select c.id, c.register_label as name from cases.client_case c join units.unit u on u.id = c.unit_id
     where u.code = 'bapas-palembang' and c.state = 'active' and c.age_group = 'adult' and not c.guarded and c.register_label is not null
       and not exists (select from check_ins.check_in x where x.case_id = c.id and x.happened_on >= '2022-06-13') order by c.id`,
  );
}
const desk = 'loket.palembang';
const search = (where: string, name: string) => `${where}?q=${encodeURIComponent(name)}`;

/** An arrival that was recorded a moment ago: the desk with its receipt. */
async function arrived(office: Office): Promise<string> {
  const browser = await office.as(desk);
  const { name } = await someone(office);
  return ledTo(browser, await step(office, '/counter record', { browser, path: search('/counter', name) }));
}

async function paperList(office: Office): Promise<string> {
  const browser = await office.as(desk);
  return ledTo(
    browser,
    await step(office, '/counter/paper default', { browser, path: '/counter/paper' }, { day: '13-06-2022' }),
  );
}
async function paperLine(office: Office): Promise<string> {
  const list = await paperList(office);
  const { name } = await someone(office);
  await step(office, '/counter/paper/[batchId] add', { browser: await office.as(desk), path: search(list, name) });
  return list;
}
async function paperProposed(office: Office): Promise<string> {
  const list = await paperLine(office);
  await step(office, '/counter/paper/[batchId] propose', { browser: await office.as(desk), path: list });
  return list;
}

const isSheet = ({ status, html }: { status: number; html: string }) => status === 200 && html.includes('class="sheet');
const what =
  (wanted: string): Scenario['which'] =>
  (form) =>
    form.controls.some(({ name, value }) => name === 'what' && value === wanted);

/** A guarantor who has confirmed and may have a card of his own, or has one. */
const guarantorsCard = (issued: boolean): Scenario['scene'] =>
  onClient(head, 'guarantor', {
    first: async (office, client) => {
      await before(head, '/clients/[caseId]/guarantor add', 'guarantor', { signedOn: '13-06-2022' })(office, client);
      await before(head, '/clients/[caseId]/guarantor confirm', 'guarantor', { agreed: 'on' })(office, client);
      if (!issued) return;
      const scene = { browser: await office.as(head), path: `/clients/${client.id}/guarantor` };
      await step(office, '/clients/[caseId]/guarantor card', scene, {}, { which: what('issue') });
    },
  });

export const ledger: Readonly<Record<string, Scenario>> = {
  '/clients/[caseId]/check-ins/helper default': { scene: onClient(section, 'check-ins/helper'), fill: questions },
  '/clients/[caseId]/check-ins/late default': {
    scene: onPeriod('late', `'missed', 'not_recorded'`),
    fill: { channel: 'in_person' },
  },
  '/clients/[caseId]/check-ins/excuse excuse': {
    scene: onPeriod('excuse', `'missed', 'scheduled'`),
    fill: { reason: 'illness' },
  },
  '/clients/[caseId]/check-ins/excuse withdraw': {
    scene: onPeriod('excuse', `'missed', 'scheduled'`, (office, client, id) =>
      before(head, '/clients/[caseId]/check-ins/excuse excuse', `check-ins/excuse?period=${id}`, { reason: 'illness' })(
        office,
        client,
      ),
    ),
  },
  '/clients/[caseId]/check-ins/correct correct': {
    scene: onClient(head, '', {
      first: async (office, client) =>
        `/clients/${client.id}/check-ins/correct?report=${await reported(office, client)}`,
    }),
    fill: { channel: 'home_visit' },
  },
  '/clients/[caseId]/check-ins/correct void': {
    scene: onClient(head, '', {
      first: async (office, client) =>
        `/clients/${client.id}/check-ins/correct?report=${await reported(office, client)}`,
    }),
  },
  '/clients/[caseId]/check-ins/dispute default': {
    scene: onClient(head, '', {
      where: hasPeriod(`'not_recorded', 'missed'`),
      first: async (office, client) => {
        const obligation = await period(`'not_recorded', 'missed'`)(office, client);
        const { id } = await office.one<{ id: string }>(
          `insert into check_ins.dispute (obligation_id, case_id, unit_id, text, made_by) select $1, c.id, c.unit_id, 'Saya sudah datang.', a.id
           from cases.client_case c, accounts.account a where c.id = $2 and a.kind = 'system' returning id`,
          [obligation, client.id],
        );
        return `/clients/${client.id}/check-ins/dispute?id=${id}`;
      },
    }),
    fill: { outcome: 'rejected' },
  },
  '/reviews/[checkInId] default': {
    scene: onClient(head, '', {
      first: async (office, client) => {
        await before(section, '/clients/[caseId]/check-ins/helper default', 'check-ins/helper')(office, client);
        const { id } = await office.one<{ id: string }>(
          'select id from check_ins.check_in where case_id = $1 order by recorded_at desc',
          [client.id],
        );
        return `/reviews/${id}`;
      },
    }),
    fill: { outcome: 'accepted_with_concern' },
  },
  '/counter record': { scene: at(desk, async (office) => search('/counter', (await someone(office)).name)) },
  '/counter answer': { scene: at(desk, arrived), fill: questions },
  '/counter undo': { scene: at(desk, arrived) },
  '/counter/cards one': {
    scene: at(desk, async (office) => search('/counter/cards', (await someone(office)).name)),
    which: what('issue'),
    done: isSheet,
  },
  '/counter/cards office': { scene: at(desk, '/counter/cards'), done: isSheet },
  '/counter/cards print': {
    scene: at(desk, async (office) => {
      const { name } = await someone(office);
      await step(
        office,
        '/counter/cards one',
        { browser: await office.as(desk), path: search('/counter/cards', name) },
        {},
        { which: what('issue') },
      );
      return search('/counter/cards', name);
    }),
    done: isSheet,
  },
  '/counter/cards sheet': {
    scene: at(desk, async (office) => {
      const { name } = await someone(office);
      const scene = { browser: await office.as(desk), path: search('/counter/cards', name) };
      await step(office, '/counter/cards one', scene, {}, { which: what('issue') });
      return '/counter/cards';
    }),
    done: isSheet,
  },
  '/clients/[caseId]/guarantor card': { scene: guarantorsCard(false), which: what('issue'), done: isSheet },
  '/clients/[caseId]/guarantor print': { scene: guarantorsCard(true), done: isSheet },
  '/counter/paper default': { scene: at(desk, '/counter/paper'), fill: { day: '13-06-2022' } },
  '/counter/paper/[batchId] add': {
    scene: at(desk, async (office) => search(await paperList(office), (await someone(office)).name)),
  },
  '/counter/paper/[batchId] remove': { scene: at(desk, paperLine) },
  '/counter/paper/[batchId] propose': { scene: at(desk, paperLine) },
  '/counter/paper/[batchId] withdraw': { scene: at(desk, paperProposed) },
  '/counter/paper/[batchId] decide': { scene: at(head, paperProposed), fill: { decision: 'approve' } },
};
