import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { pdf } from './files.ts';
import { aClient, family, head, section, step, type Client } from './steps.ts';

const form = (name: string) => `/clients/[caseId]/at-large/${name}`;
const sighting = {
  seenOn: '12-06-2022',
  areaCode: '16.71',
  sourceGrade: 'usual',
  infoGrade: 'likely',
  place: 'Pasar kenari',
};
const arrest = { day: '10-06-2022', number: 'BA-1/2022', place: 'Pasar Kenari', file: pdf };
const closing = {
  step: 'hand_over',
  day: '13-06-2022',
  institution: 'Lapas Kenari',
  number: 'BA-17/2022',
  registerNumber: 'BI.17/2022',
  file: pdf,
};

/** A client whose supervision has ended by a decree: put there, since ending it takes two people and a day. */
async function revoked(office: Office, opened = true): Promise<Client> {
  const client = await aClient(office);
  await office.rows(
    `with ended as (update cases.client_case set state = 'ended', ended_on = '2022-06-01', end_reason = 'breach' where id = '${client.id}' returning id, unit_id)
     ${opened ? `, search as (insert into at_large.search (case_id, unit_id, opened_on, decree_number, decree_dated, decree_issuer) select id, unit_id, '2022-06-01', 'PAS-17', '2022-06-01', 'Dirjen Kenari' from ended)` : ''}
     select id from ended`,
  );
  return client;
}
const onSearch =
  (who: string, page: string, before?: (office: Office, client: Client) => Promise<void>): Scenario['scene'] =>
  async (office) => {
    const client = await revoked(office);
    await before?.(office, client);
    return { browser: await office.as(who), path: `/clients/${client.id}/at-large/${page}` };
  };
const onward =
  (name: string, page: string, fill: Scenario['fill']) =>
  async (office: Office, client: Client): Promise<void> => {
    await step(
      office,
      form(name),
      { browser: await office.as(section), path: `/clients/${client.id}/at-large/${page}` },
      fill,
    );
  };
/** A number is one person's: each form takes the next one. */
let decrees = 17;
const otherDecree = { number: () => `PAS-${++decrees}/2022`, dated: '02-06-2022', issuer: 'Direktur Jenderal Kenari' };
async function ofAChild(office: Office, client: Client): Promise<void> {
  await office.rows(
    `update cases.client_case set age_group = 'child', guarded = true where id = '${client.id}' returning id`,
  );
}
async function wipeDecree(office: Office, client: Client): Promise<void> {
  await office.rows(
    `update at_large.search set decree_number = '', decree_dated = null, decree_issuer = '' where case_id = '${client.id}' returning id`,
  );
}
const sending = { addressee: 'police', name: 'Polres Kenari', letterNumber: 'SP-17', sentOn: '06-06-2022' };

export const atLarge: Readonly<Record<string, Scenario>> = {
  '/clients/[caseId]/at-large open': {
    scene: async (office) => {
      const client = await revoked(office, false);
      return { browser: await office.as(section), path: `/clients/${client.id}/at-large` };
    },
  },
  '/clients/[caseId]/at-large openOnDocument': {
    scene: async (office) => {
      const client = await revoked(office, false);
      await office.rows(
        `update cases.client_case set kind = 'suspended_sentence', released_on = null, release_expected_on = null, release_document = '' where id = '${client.id}' returning id`,
      );
      return { browser: await office.as(head), path: `/clients/${client.id}/at-large` };
    },
    fill: { number: '17/Pid.B/2022', dated: '02-06-2022', issuer: 'Pengadilan Negeri Kenari' },
  },
  [form('decree record')]: { scene: onSearch(section, 'decree', wipeDecree), fill: otherDecree },
  [form('decree correct')]: { scene: onSearch(section, 'decree'), fill: otherDecree },
  [form('decree decide')]: {
    scene: onSearch(head, 'decree', onward('decree correct', 'decree', otherDecree)),
    fill: { outcome: 'confirmed' },
  },
  [form('copies send')]: { scene: onSearch(section, 'copies'), fill: sending },
  [form('copies receive')]: {
    scene: onSearch(section, 'copies', onward('copies send', 'copies', sending)),
    fill: { receivedOn: '07-06-2022', receivedBy: 'Kenari Penerima' },
  },
  [form('step default')]: {
    scene: onSearch(section, 'step?take=arrest'),
    fill: arrest,
  },
  [form('family default')]: {
    scene: onSearch(section, 'family', async (office, client) => {
      await onward('step default', 'step?take=arrest', arrest)(office, client);
      await ofAChild(office, client);
    }),
    fill: family,
  },
  [form('closure default')]: { scene: onSearch(section, 'closure'), fill: closing },
  [form('confirm default')]: {
    scene: onSearch(head, 'confirm', onward('closure default', 'closure', closing)),
    fill: { outcome: 'confirmed' },
  },
  [form('sighting default')]: {
    scene: onSearch(section, 'sighting'),
    fill: { ...sighting, toldBy: 'Kenari Tetangga', file: pdf },
  },
  [form('letter request')]: { scene: onSearch(section, 'letter'), fill: { addressee: 'Kapolres Kenari' } },
  [form('letter cover')]: { scene: onSearch(section, 'letter'), fill: { addressee: 'Kajari Kenari' } },
  '/away/[searchId] default': {
    scene: async (office) => {
      const client = await revoked(office);
      const { id } = await office.unused(`select id from at_large.search where case_id = '${client.id}'`);
      return { browser: await office.as('pk.gili'), path: `/away/${id}` };
    },
    fill: { ...sighting, toldBy: 'Kenari Tetangga' },
  },
};
