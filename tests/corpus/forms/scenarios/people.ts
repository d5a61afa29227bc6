import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { jpeg } from './files.ts';
import { aClient, at, head, ledTo, step } from './steps.ts';

const onPerson =
  (page: string, first?: (office: Office, person: string) => Promise<unknown>): Scenario['scene'] =>
  async (office) => {
    const { person } = await aClient(office);
    await first?.(office, person);
    return { browser: await office.as(head), path: `/people/${person}/${page}` };
  };

const added =
  (page: string, form: string, fill: Scenario['fill'] = {}) =>
  async (office: Office, person: string) =>
    step(
      office,
      `/people/[personId]/${form}`,
      { browser: await office.as(head), path: `/people/${person}/${page}` },
      fill,
    );

/** A name like nobody's, so that nobody is taken for a double. */
export const aNewName = (): string => ['Kenari', 'Burung'].map((word) => word.slice(0, 2) + letters(10)).join(' ');
const letters = (length: number): string =>
  [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');

/** Somebody who is not a client yet; answers the address of his page. */
export async function aNewPerson(office: Office): Promise<string> {
  const browser = await office.as(head);
  const answer = await step(
    office,
    '/people/new default',
    { browser, path: '/people/new' },
    { name: aNewName(), nik: '' },
  );
  return ledTo(browser, answer).split('?')[0]!;
}

/** Two people of whom nobody has said yet whether they are one. */
async function alike(office: Office, one: string, other: string): Promise<void> {
  await office.rows(
    `with link as (insert into people.link (pair, needs_two) values (least('${one}', '${other}') || ' ' || greatest('${one}', '${other}'), false) returning id)
     insert into people.link_side (link_id, person_id, unit_id)
     select link.id, p.id, p.unit_id from link, people.person p where p.id in ('${one}', '${other}') returning link_id as id`,
  );
}

/** A small office's comparison as it stands at some moment; nobody works on it. */
const compared =
  (state: 'running' | 'paused'): Scenario['scene'] =>
  async (office) => {
    await noneUnderWay(office);
    const { id } = await office.one<{ id: string }>(
      `insert into people.comparison (unit_id, state, made_by) select u.id, $1, a.id from units.unit u, accounts.account a
       where u.code = 'rutan-praya' and a.username = $2 returning id`,
      [state, leader],
    );
    return { browser: await office.as(leader), path: `/comparisons/${id}` };
  };
const leader = 'kepala.praya';
const noneUnderWay = (office: Office) =>
  office.rows(
    `update people.comparison set state = 'cancelled', finished_at = now() where finished_at is null returning id`,
  );

/** A question that nobody has answered yet, as the list leads to it. */
async function aQuestion(office: Office): Promise<string> {
  const [one, other] = [await aClient(office), await aClient(office)];
  await alike(office, one.person, other.person);
  const { id } = await office.one<{ id: string }>(
    `insert into people.question (unit_id, person_id, link_id, why, band) select s.unit_id, s.person_id, s.link_id, 'candidate', 'likely'
     from people.link_side s join people.link l on l.id = s.link_id and l.state = 'open' where s.person_id = $1 returning id`,
    [one.person],
  );
  return `/people/questions/${id}?place=inside`;
}

export const people: Readonly<Record<string, Scenario>> = {
  '/people/new default': { scene: at(head, '/people/new'), fill: { name: aNewName, nik: '' } },
  '/people/[personId]/edit default': { scene: onPerson('edit') },
  '/people/[personId]/links decide': {
    scene: async (office) => {
      const [one, other] = [await aClient(office), await aClient(office)];
      await alike(office, one.person, other.person);
      return { browser: await office.as(head), path: `/people/${one.person}/links` };
    },
    fill: { answer: 'not_same', reason: 'Wajahnya lain' },
  },
  '/people/[personId]/links show': {
    scene: async (office) => {
      const { person } = await aClient(office);
      const { id } = await office.one<{ id: string }>(
        `insert into people.person (unit_id, name) select id, 'Ujung Lain' from units.unit where code = 'rutan-praya' returning id`,
      );
      await alike(office, person, id);
      return { browser: await office.as(head), path: `/people/${person}/links` };
    },
    fill: { openReason: 'Diminta lewat telepon' },
  },
  '/people/questions/[questionId] default': {
    scene: at(head, aQuestion),
    fill: { answer: 'not_same', reason: 'Wajahnya lain' },
  },
  '/comparisons default': {
    scene: async (office) => {
      await noneUnderWay(office);
      return { browser: await office.as(leader), path: '/comparisons' };
    },
  },
  '/comparisons/[id] pause': { scene: compared('running') },
  '/comparisons/[id] resume': { scene: compared('paused') },
  '/comparisons/[id] cancel': { scene: compared('paused') },
  '/people/[personId]/names add': { scene: onPerson('names') },
  '/people/[personId]/names remove': { scene: onPerson('names', added('names', 'names add')) },
  '/people/[personId]/addresses find': {
    scene: onPerson('addresses'),
    fill: { place: 'Ilir' },
    done: ({ status, html }) => status === 409 && html.includes('name="areaCode"'),
    repeats: true,
  },
  '/people/[personId]/addresses add': { scene: onPerson('addresses'), fill: { line: 'Jalan Kenari 5' } },
  '/people/[personId]/addresses remove': { scene: onPerson('addresses') },
  '/people/[personId]/addresses verify': { scene: onPerson('addresses') },
  '/people/[personId]/family add': { scene: onPerson('family') },
  '/people/[personId]/family remove': { scene: onPerson('family', added('family', 'family add')) },
  '/people/[personId]/phones add': { scene: onPerson('phones') },
  '/people/[personId]/phones notices': { scene: onPerson('phones', added('phones', 'phones add')) },
  '/people/[personId]/phones remove': { scene: onPerson('phones', added('phones', 'phones add')) },
  '/people/[personId]/phones verify': { scene: onPerson('phones', added('phones', 'phones add')) },
  '/people/[personId]/photos add': { scene: onPerson('photos'), fill: { photo: jpeg } },
  '/people/[personId]/photos remove': { scene: onPerson('photos') },
  '/people/[personId]/access restrict': { scene: onPerson('access') },
  '/people/[personId]/access list': { scene: onPerson('access') },
  '/people/[personId]/access remove': { scene: onPerson('access', added('access', 'access list')) },
};
