import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { pdf } from './files.ts';
import { aNewPerson } from './people.ts';
import { aClient, at, before, head, ledTo, onClient, section, step, type Client } from './steps.ts';

/** Received and not registered yet. */
async function received(office: Office): Promise<string> {
  const browser = await office.as(head);
  const person = (await aNewPerson(office)).split('/').at(-1)!;
  const answer = await step(office, '/clients/new default', { browser, path: `/clients/new?person=${person}` });
  return ledTo(browser, answer).split('?')[0]!;
}

const basis = { number: 'PAS-17.PK.05.09', dated: '13-06-2022', issuer: 'Ditjenpas', file: pdf };
const requested = before(section, '/clients/[caseId]/transfer request', 'transfer', { toUnitId: '7', toName: '' });
async function advised(office: Office, client: Client): Promise<void> {
  await requested(office, client);
  await before(section, '/clients/[caseId]/transfer note', 'transfer')(office, client);
}
async function approvedOutside(office: Office, client: Client): Promise<void> {
  await before(section, '/clients/[caseId]/transfer request', 'transfer', {
    toUnitId: '',
    toName: 'Bapas Rekaan Jauh',
  })(office, client);
  await before(section, '/clients/[caseId]/transfer note', 'transfer')(office, client);
  await before(head, '/clients/[caseId]/transfer decide', 'transfer', { step: 'approve' })(office, client);
}
async function approved(office: Office, client: Client): Promise<void> {
  await advised(office, client);
  await before(head, '/clients/[caseId]/transfer decide', 'transfer', { step: 'approve' })(office, client);
}
const phaseProposed = before(section, '/clients/[caseId]/phase propose', 'phase');
async function phaseAdvised(office: Office, client: Client): Promise<void> {
  await phaseProposed(office, client);
  await before(section, '/clients/[caseId]/phase note', 'phase')(office, client);
}
const proposed = before(section, '/clients/[caseId]/ending propose', 'ending', {
  reason: 'deceased',
  documentNumber: 'SK-17/2022',
});
const ended = before(head, '/clients/[caseId]/ending propose', 'ending', {
  reason: 'deceased',
  documentNumber: 'SK-18/2022',
  decideNow: 'on',
});
/** A client whom a decree revoked, put there: ending a supervision by a decree takes two people and a proceeding. */
async function revoked(office: Office, client: Client): Promise<void> {
  await office.rows(
    `with given as (update cases.assignment set ends_on = '2022-06-01', ended_at = now() where case_id = '${client.id}' and ended_at is null)
     update cases.client_case set state = 'ended', ended_on = '2022-06-01', end_reason = 'breach' where id = '${client.id}' returning id`,
  );
}
const liftingDecree = {
  number: 'PAS-19.PK.05.06/2022',
  dated: '09-06-2022',
  issuer: 'Ditjenpas',
  resumesOn: '10-06-2022',
  why: 'Putusan kenari menyatakan pencabutan tidak sah.',
};
async function lifting(office: Office, client: Client): Promise<void> {
  await revoked(office, client);
  await before(section, '/clients/[caseId]/ending lift', 'ending', liftingDecree)(office, client);
}
const opened = before('kanwil.sumsel', '/clients/[caseId]/open default', 'open');

export const clients: Readonly<Record<string, Scenario>> = {
  '/clients/new default': {
    scene: at(head, async (office) => `/clients/new?person=${(await aNewPerson(office)).split('/').at(-1)}`),
    // One of the two days, and only of a kind that has one.
    fill: { kind: 'parole_pb', releasedOn: '', releaseExpectedOn: '13-07-2023' },
  },
  '/clients/[caseId]/register default': {
    scene: async (office) => {
      const path = await received(office);
      const browser = await office.as(head);
      await step(office, '/clients/[caseId]/legal basis', { browser, path: `${path}/legal` }, basis);
      return { browser, path: `${path}/register` };
    },
  },
  '/clients/[caseId]/assignment default': { scene: onClient(head, 'assignment') },
  '/clients/[caseId]/conditions add': { scene: onClient(head, 'conditions'), fill: { source: 'pk' } },
  '/clients/[caseId]/conditions lift': { scene: onClient(head, 'conditions') },
  '/clients/[caseId]/conditions risk': { scene: onClient(head, 'conditions') },
  '/clients/[caseId]/contract contract': { scene: onClient(head, 'contract'), fill: { number: 'K-17/2022' } },
  '/clients/[caseId]/contract orientation': {
    scene: async (office) => ({ path: `${await received(office)}/contract`, browser: await office.as(head) }),
  },
  '/clients/[caseId]/documents add': { scene: onClient(head, 'documents'), fill: { title: 'Surat kenari', file: pdf } },
  '/clients/[caseId]/documents papers': {
    scene: onClient(head, 'documents'),
    fill: { paper_decree: 'present', paper_identity: 'missing' },
  },
  '/clients/[caseId]/documents remove': {
    scene: onClient(head, 'documents', {
      first: before(head, '/clients/[caseId]/documents add', 'documents', { title: 'Surat kenari', file: pdf }),
    }),
  },
  '/clients/[caseId]/ending propose': {
    scene: onClient(section, 'ending'),
    fill: { reason: 'deceased', documentNumber: 'SK-17/2022' },
  },
  '/clients/[caseId]/ending decide': { scene: onClient(head, 'ending', { first: proposed }) },
  '/clients/[caseId]/ending reopen': { scene: onClient(head, 'ending', { first: ended }) },
  '/clients/[caseId]/ending lift': {
    scene: onClient(section, 'ending', { first: revoked }),
    fill: { ...liftingDecree, file: pdf },
  },
  '/clients/[caseId]/ending decideLifting': { scene: onClient(head, 'ending', { first: lifting }) },
  '/clients/[caseId]/ending withdrawLifting': {
    scene: onClient(section, 'ending', { first: lifting }),
    fill: { withdrawNote: 'Nomor kenari salah ketik.' },
  },
  '/clients/[caseId]/ending seal': { scene: onClient(head, 'ending', { first: ended }) },
  '/clients/[caseId]/guarantor add': { scene: onClient(head, 'guarantor'), fill: { signedOn: '13-06-2022' } },
  '/clients/[caseId]/guarantor confirm': {
    scene: onClient(head, 'guarantor', { first: before(head, '/clients/[caseId]/guarantor add', 'guarantor') }),
    fill: { agreed: 'on' },
  },
  '/clients/[caseId]/guarantor end': {
    scene: onClient(head, 'guarantor', { first: before(head, '/clients/[caseId]/guarantor add', 'guarantor') }),
  },
  '/clients/[caseId]/legal basis': {
    scene: onClient(head, 'legal'),
    fill: basis,
  },
  '/clients/[caseId]/legal kind': { scene: onClient(head, 'legal'), fill: { kind: 'conditional_leave_cb' } },
  '/clients/[caseId]/notes default': { scene: onClient(head, 'notes') },
  '/clients/[caseId]/open default': { scene: onClient('kanwil.sumsel', 'open') },
  '/audit/openings default': {
    scene: at('auditor', async (office) => {
      const client = await aClient(office);
      await opened(office, client);
      const { id } = await office.one<{ id: string }>('select id from accounts.opening where case_id = $1', [
        client.id,
      ]);
      return `/audit/openings?opening=${id}`;
    }),
  },
  '/clients/[caseId]/opened-by default': { scene: onClient(head, 'opened-by', { first: opened }) },
  '/clients/[caseId]/pause pause': { scene: onClient(head, 'pause') },
  '/clients/[caseId]/pause resume': {
    scene: onClient(head, 'pause', { first: before(head, '/clients/[caseId]/pause pause', 'pause') }),
  },
  '/clients/[caseId]/period period': { scene: onClient(head, 'period') },
  '/clients/[caseId]/period release': {
    scene: onClient(head, 'period', { where: `c.kind = 'parole_pb'` }),
    fill: {
      releasedOn: '01-03-2021',
      expectedOn: '',
      document: 'BA kenari 17',
      releaseReason: 'Hari kenari salah tulis.',
    },
    elsewhere: { expectedOn: 'one of the two days: both together are refused beside the expected one' },
  },
  '/clients/[caseId]/period milestone': { scene: onClient(head, 'period'), fill: { day: '01-01-2023' } },
  '/clients/[caseId]/period computed': {
    scene: onClient(head, 'period', {
      first: async (office, client) => {
        await before(head, '/clients/[caseId]/period period', 'period', { firstDetainedOn: '01-02-2021', years: '3' })(
          office,
          client,
        );
        await before(head, '/clients/[caseId]/period milestone', 'period', { name: 'expiry', day: '01-01-2023' })(
          office,
          client,
        );
      },
    }),
    fill: { returnReason: 'Tanggal hasil hitungan ternyata benar.' },
  },
  '/clients/[caseId]/transfer request': { scene: onClient(section, 'transfer'), fill: { toUnitId: '7', toName: '' } },
  '/clients/[caseId]/transfer outside': {
    scene: onClient(section, 'transfer', { first: approvedOutside }),
    fill: { step: 'arrive', letterNumber: 'W.9-77' },
  },
  '/clients/[caseId]/transfer note': { scene: onClient(section, 'transfer', { first: requested }) },
  '/clients/[caseId]/transfer decide': {
    scene: onClient(head, 'transfer', { first: advised }),
    fill: { step: 'approve' },
  },
  '/clients/[caseId]/transfer withdraw': { scene: onClient(section, 'transfer', { first: requested }) },
  '/clients/[caseId]/phase propose': { scene: onClient(section, 'phase') },
  '/clients/[caseId]/phase note': { scene: onClient(section, 'phase', { first: phaseProposed }) },
  '/clients/[caseId]/phase decide': {
    scene: onClient(head, 'phase', { first: phaseAdvised }),
    fill: { step: 'approve' },
  },
  '/clients/[caseId]/phase withdraw': { scene: onClient(section, 'phase', { first: phaseProposed }) },
  '/transfers default': {
    scene: onClient('kepala.gili', () => '/transfers', { first: approved }),
    fill: { step: 'arrive' },
  },
  '/handover default': {
    scene: at(head, async (office) => {
      const { id } = await office.unused<{ id: string }>(
        `select pk_staff_id as id from cases.client_case c join units.unit u on u.id = c.unit_id
         where u.code = 'bapas-palembang' and c.state = 'active' and pk_staff_id is not null group by 1 having count(*) > 5 order by count(*), 1`,
      );
      return `/handover?unit=3&from=${id}`;
    }),
  },
  '/register-book default': { scene: at(head, '/register-book') },
};
