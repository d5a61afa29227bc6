import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { head, ledTo, onClient, section, step, type Client } from './steps.ts';

/** Part C is not asked of a man, so the fewest pages lead to the end. */
const where = `p.sex = 'male'`;
const agreed = { consent: 'given', meeting: 'office', heldOn: '13-06-2022', drugCase: 'no' } as const;
const reason = 'Alasan kenari yang cukup panjang untuk dibaca.';

/** A draft of the head's; answers the page of its first part. */
async function begun(office: Office, client: Client): Promise<string> {
  const browser = await office.as(head);
  const scene = { browser, path: `/clients/${client.id}/assessments/new` };
  return ledTo(browser, await step(office, '/clients/[caseId]/assessments/new default', scene, agreed));
}
const part = '/clients/[caseId]/assessments/[assessmentId]/[part] default';
const no = (...items: string[]) => Object.fromEntries(items.map((item) => [item, 'no']));

/** Answered to the end; answers the page where it is finished. */
async function answered(office: Office, client: Client): Promise<string> {
  const first = await begun(office, client);
  const browser = await office.as(head);
  const few = {
    source: 'verdict',
    a3: 'few',
    a5: 'none',
    a9: 'none',
    ...no('a1', 'a2', 'a4', 'a6', 'a7', 'a8', 'a10'),
  };
  const second = ledTo(browser, await step(office, part, { browser, path: first }, few));
  const signs = { source: 'verdict', ...no('b1', 'b2', 'b3', 'b4') };
  return ledTo(browser, await step(office, part, { browser, path: second }, signs));
}
async function finished(office: Office, client: Client): Promise<string> {
  const check = await answered(office, client);
  const browser = await office.as(head);
  const form = '/clients/[caseId]/assessments/[assessmentId]/check default';
  return ledTo(browser, await step(office, form, { browser, path: check })).split('?')[0]!;
}
/** Who assessed does not decide about the band himself. */
async function asked(office: Office, client: Client): Promise<string> {
  const path = await finished(office, client);
  const form = '/clients/[caseId]/assessments/[assessmentId] override';
  await step(office, form, { browser: await office.as(head), path }, { band: 'high', overrideReason: reason });
  return path;
}

export const assessments: Readonly<Record<string, Scenario>> = {
  '/clients/[caseId]/assessments/new default': { scene: onClient(head, 'assessments/new'), fill: agreed },
  '/clients/[caseId]/assessments offence': {
    scene: onClient(head, 'assessments'),
    fill: { happenedOn: '01-06-2022', offenceNote: reason },
  },
  '/clients/[caseId]/assessments setAside': {
    scene: onClient(head, 'assessments', { first: async (office, client) => void (await begun(office, client)) }),
  },
  '/clients/[caseId]/assessments/[assessmentId]/[part] default': {
    scene: onClient(head, 'assessments', {
      first: async (office, client) => (await begun(office, client)).replace(/[^/]+$/, 'needs-5'),
    }),
  },
  '/clients/[caseId]/assessments/[assessmentId]/check default': {
    scene: onClient(head, 'assessments', { where, first: answered }),
  },
  '/clients/[caseId]/assessments/[assessmentId] override': {
    scene: onClient(section, 'assessments', { where, first: finished }),
    fill: { band: 'high', overrideReason: reason },
  },
  '/clients/[caseId]/assessments/[assessmentId] decide': {
    scene: onClient(section, 'assessments', { where, first: asked }),
    fill: { outcome: 'approved' },
  },
  '/clients/[caseId]/assessments/[assessmentId] correct': {
    scene: onClient(section, 'assessments', { where, first: finished }),
  },
};
