import type { Office } from '../office.ts';
import type { Scenario, Scene } from '../scenario.ts';
import { aClient, head, ledTo, section, step, type Client } from './steps.ts';

const begin = '/clients/[caseId]/revocations default';
const filled = {
  reason: 'Berulang kali kenari menimbulkan keresahan.',
  told: 'Saudara kenari diusulkan dicabut bimbingannya.',
  danger: 'Ancaman kenari kepada saksi di rumahnya.',
};

/** A client on parole whose breach was proposed for revocation and waits. */
async function proposed(office: Office): Promise<Client> {
  const client = await aClient(
    office,
    `c.kind = 'parole_pb' and c.released_on <= '2022-06-13' and not exists (select from breaches.breach b where b.case_id = c.id)`,
  );
  await office.unused(
    `with made as (
       insert into breaches.breach (case_id, unit_id, state, source, opened_on, ended_on, note)
       select c.id, c.unit_id, 'proposed_for_revocation', 'officer', '2022-06-01', '2022-06-09', '' from cases.client_case c where c.id = '${client.id}'
       returning id)
     select id from made`,
  );
  return client;
}
async function begun(office: Office): Promise<string> {
  const { id } = await proposed(office);
  const browser = await office.as(section);
  const answer = await step(office, begin, { browser, path: `/clients/${id}/revocations` }, filled);
  return ledTo(browser, answer).split('?')[0]!;
}

/** A Kanwil has asked about a proposal, and the draft of its letter was withdrawn. */
async function unwritten(office: Office): Promise<Scene> {
  const browser = await office.as('kanwil.ntb');
  const { id, state } = await office.one<{ id: string; state: string }>(
    `select id, state from revocations.proceeding where state in ('at_kanwil', 'asked_by_kanwil') order by id limit 1`,
  );
  const path = `/revocations/${id}`;
  if (state === 'at_kanwil')
    await step(office, '/revocations/[id]/[step] default', { browser, path: `${path}/return_kanwil` });
  const letter = await office.one<{ id: string }>(
    `select id from letters.letter where concerns_id = $1 and kind = 'revocations.questions' and state = 'draft'`,
    [id],
  );
  await step(office, '/letters/[letterId] withdraw', { browser, path: `/letters/${letter.id}` });
  return { browser, path };
}

export const revocations: Readonly<Record<string, Scenario>> = {
  [begin]: {
    scene: async (office) => {
      const { id } = await proposed(office);
      return { browser: await office.as(section), path: `/clients/${id}/revocations` };
    },
    fill: filled,
  },
  '/revocations/[id] letter': { scene: unwritten },
  '/revocations/[id]/[step] default': {
    scene: async (office) => ({ browser: await office.as(head), path: `${await begun(office)}/withdraw` }),
  },
};
