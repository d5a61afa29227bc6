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
export const aNewName = (): string =>
  `Kenari ${[...crypto.getRandomValues(new Uint8Array(12))].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`;

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

export const people: Readonly<Record<string, Scenario>> = {
  '/people/new default': { scene: at(head, '/people/new'), fill: { name: aNewName, nik: '' } },
  '/people/[personId]/edit default': { scene: onPerson('edit') },
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
