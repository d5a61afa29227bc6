import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { pdf } from './files.ts';
import { aClient, head, ledTo, section, step } from './steps.ts';

const page = '/clients/[caseId]/permits/[permitId]';
const journey = {
  fromOn: '20-06-2022',
  untilOn: '24-06-2022',
  areaCode: '18.71',
  stay: 'Rumah kenari, Jalan Rekaan 5',
  companion: 'Kenari Kakak',
  purpose: 'family',
  purposeText: 'Pernikahan adik kenari.',
};
const abroad = { scope: 'abroad', areaCode: '', country: 'Malaysia', purpose: 'medical' };
const longGuided = `c.guidance_end > '2022-12-31'`;

/** A journey that an officer has written down; answers its page. */
async function asked(office: Office, over: Scenario['fill'] = {}): Promise<string> {
  const kind = 'scope' in over ? '=' : '<>';
  const { id } = await aClient(office, `c.kind ${kind} 'parole_pb' and ${longGuided}`);
  const browser = await office.as(section);
  const scene = { browser, path: `/clients/${id}/permits/new` };
  const answer = await step(office, '/clients/[caseId]/permits/new default', scene, { ...journey, ...over });
  return ledTo(browser, answer).split('?')[0]!;
}

type Onward = (office: Office, path: string) => Promise<void>;
const onward =
  (name: string, at: string, fill: Scenario['fill'] = {}, who = section): Onward =>
  async (office, path) => {
    await step(office, `${page}${name}`, { browser: await office.as(who), path: path + at }, fill);
  };
const heard = onward(' statement', '', { who: 'guarantor', agrees: 'yes', saidOn: '13-06-2022', file: undefined });
const advised = onward('/step advise', '/step?do=advise', { advice: 'grant' });
const granted = onward('/step decide', '/step?do=decide', { decision: 'grant' }, head);
const forwarded = onward('/step forward', '/step?do=forward', { decision: 'forward', documentNumber: 'W-17' }, head);
const proposed = onward('/step propose', '/step?do=propose');
const withoutLetter: Onward = async (office, path) => {
  await office.rows(
    `update letters.letter set state = 'withdrawn', ended_reason = 'uji kenari', ended_by = made_by, ended_at = now() where concerns_id = $1`,
    [path.split('/').at(-1)],
  );
};

/** A page of a permit that is brought to where the form stands. */
const on =
  (who: string, at: string, before: readonly Onward[], over: Scenario['fill'] = {}): Scenario['scene'] =>
  async (office) => {
    const path = await asked(office, over);
    for (const one of before) await one(office, path);
    return { browser: await office.as(who), path: path + at };
  };
const decided = [heard, advised, granted];

const counterPage = '/counter/permits/[caseId]';
/** The page of the counter about a client who stands there, for whom a request may have been taken down already. */
const atCounter =
  (before?: Scenario['fill']): Scenario['scene'] =>
  async (office) => {
    const { id } = await aClient(office, `c.kind <> 'parole_pb' and not c.guarded and ${longGuided}`);
    const scene = { browser: await office.as('loket.palembang'), path: `/counter/permits/${id}` };
    if (before) await step(office, `${counterPage} ask`, scene, before);
    return scene;
  };

export const permits: Readonly<Record<string, Scenario>> = {
  '/clients/[caseId]/permits/new default': {
    scene: async (office) => {
      const { id } = await aClient(office, `c.kind <> 'parole_pb' and ${longGuided}`);
      return { browser: await office.as(section), path: `/clients/${id}/permits/new` };
    },
    fill: journey,
    unseen: ['scope'],
  },
  [`${counterPage} ask`]: { scene: atCounter(), fill: journey, unseen: ['scope'] },
  [`${counterPage} statement`]: {
    scene: atCounter(journey),
    fill: { who: 'guarantor', agrees: 'yes', saidOn: '13-06-2022', file: pdf },
    unseen: ['permitId'],
  },
  [`${counterPage} paper`]: { scene: atCounter(journey), fill: { file: pdf }, unseen: ['permitId'] },
  [`${page} statement`]: {
    scene: on(section, '', []),
    fill: { who: 'guarantor', agrees: 'no', saidOn: '13-06-2022', file: pdf },
    unseen: ['statementForm'],
  },
  [`${page} paper`]: { scene: on(section, '', []), fill: { file: pdf }, unseen: ['paperForm'] },
  [`${page} letter`]: { scene: on(section, '', [...decided, withoutLetter]) },
  [`${page}/step advise`]: { scene: on(section, '/step?do=advise', [heard]), fill: { advice: 'grant' } },
  [`${page}/step decide`]: { scene: on(head, '/step?do=decide', [heard, advised]), fill: { decision: 'grant' } },
  [`${page}/step forward`]: {
    scene: on(head, '/step?do=forward', [heard, advised], abroad),
    fill: { decision: 'forward', documentNumber: 'W-17' },
  },
  [`${page}/step outside`]: {
    scene: on(head, '/step?do=outside', [heard, advised, forwarded], abroad),
    fill: { decision: 'record_grant', documentNumber: 'M-17', day: '13-06-2022' },
  },
  [`${page}/step propose`]: { scene: on(section, '/step?do=propose', decided) },
  [`${page}/step revoke`]: {
    scene: on(head, '/step?do=revoke', [...decided, proposed]),
    fill: { decision: 'revoke' },
  },
  [`${page}/step lapse`]: {
    scene: async (office) => {
      const scene = await on(head, '/step?do=lapse', decided)(office);
      await office.rows(
        `update cases.client_case set state = 'ended', ended_on = '2022-06-12', end_reason = 'period_completed' where id = $1 returning id`,
        [scene.path.split('/')[2]],
      );
      return scene;
    },
  },
  [`${page}/step back`]: {
    scene: on(section, '/step?do=back', decided, { fromOn: '13-06-2022' }),
    fill: { day: '13-06-2022' },
  },
  [`${page}/step withdraw`]: { scene: on(section, '/step?do=withdraw', []) },
};

/** The same journey as a client asks for it himself. */
export const ownJourney = journey;
