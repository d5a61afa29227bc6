import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { jpeg } from './files.ts';
import { aNewName } from './people.ts';
import { at, ledTo, step } from './steps.ts';

const registrar = 'registrasi.praya';
const leader = 'kepala.praya';
const form = (name: string) => `/custody/${name}`;

/** Somebody who is like nobody else, so that nothing more is asked about him. */
const identity = {
  name: aNewName,
  motherName: aNewName,
  nik: '',
  birth: '1990',
  nameRefused: undefined,
  aliases: '',
  nationality: 'ID',
};
const paper = {
  kind: 'warrant',
  authority: 'investigator',
  issuer: 'Polres Kenari',
  number: 'SP.Han/7/2022',
  dated: '09-10-2022',
  fromOn: '09-10-2022',
  untilOn: '28-10-2022',
  penalty: '',
  register: '',
  offence: 'Pencurian kenari',
};
const arrival = {
  admittedOn: '10-10-2022',
  admittedAt: '08:15',
  broughtFrom: 'Polres Kenari',
  placeReason: '',
  nameRefused: undefined,
  importedLabel: '',
};

/** Somebody who was written down and has not been admitted. */
async function aPerson(office: Office): Promise<string> {
  const browser = await office.as(registrar);
  const answer = await step(office, form('admit default'), { browser, path: '/custody/admit' }, identity);
  return ledTo(browser, answer).split('?')[0]!;
}
/** Somebody who was admitted today. */
async function anOccupant(office: Office): Promise<string> {
  const browser = await office.as(registrar);
  const path = await aPerson(office);
  const answer = await step(office, form('admit/[personId] default'), { browser, path }, { ...paper, ...arrival });
  return ledTo(browser, answer).split('/photo')[0]!;
}
const onStay =
  (page: string, first?: (office: Office, base: string) => Promise<unknown>): Scenario['scene'] =>
  async (office) => {
    const base = await anOccupant(office);
    await first?.(office, base);
    return { browser: await office.as(registrar), path: `${base}${page}` };
  };

export const custody: Readonly<Record<string, Scenario>> = {
  [form('admit default')]: { scene: at(registrar, '/custody/admit'), fill: identity },
  [form('admit/[personId] default')]: {
    scene: async (office) => ({ browser: await office.as(registrar), path: await aPerson(office) }),
    fill: { ...paper, ...arrival },
  },
  [form('[stayId]/photo default')]: { scene: onStay('/photo'), fill: { photo: jpeg } },
  [form('[stayId]/open default')]: {
    scene: async (office) => {
      const base = await anOccupant(office);
      return { browser: await office.as('auditor'), path: `${base}/open` };
    },
  },
  [form('[stayId]/papers add')]: { scene: onStay('/papers'), fill: { scan: jpeg } },
  [form('[stayId]/papers remove')]: {
    scene: onStay('/papers', async (office, base) =>
      step(
        office,
        form('[stayId]/papers add'),
        { browser: await office.as(registrar), path: `${base}/papers` },
        { scan: jpeg },
      ),
    ),
  },
  [form('[stayId]/property add')]: { scene: onStay('/property'), fill: { item: 'Dompet kenari', amount: '1' } },
  [form('[stayId]/property giveBack')]: {
    scene: onStay('/property', async (office, base) =>
      step(
        office,
        form('[stayId]/property add'),
        { browser: await office.as(registrar), path: `${base}/property` },
        { item: 'Dompet kenari', amount: '1' },
      ),
    ),
    fill: { returnedTo: 'Kenari Penerima' },
  },
  [form('[stayId]/care default')]: { scene: onStay('/care') },
  [form('[stayId]/register default')]: {
    scene: onStay('/register'),
    fill: { ...paper, authority: 'prosecutor', number: 'Print.T-7/2022' },
  },
  [form('[stayId]/step default')]: { scene: onStay('/step?take=release'), fill: { number: 'W21-1' } },
  [form('register default')]: {
    scene: async (office) => {
      await anOccupant(office);
      return { browser: await office.as(leader), path: '/custody/register?register=reg_a1&year=2022' };
    },
  },
  [form('capacity default')]: {
    scene: at(leader, '/custody/capacity'),
    fill: { places: '97', fromOn: '01-10-2022', source: 'Keputusan kenari' },
  },
};
