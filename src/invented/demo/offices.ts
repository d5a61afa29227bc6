import { Dice } from '../dice.ts';
import { demoAccounts } from './accounts.ts';
import { offices, type OfficeCode } from './office-list.ts';
import type { Row } from '../copy.server.ts';
import { PersonGenerator, stripTitles } from '../persons.ts';
import { lentTo, officersByGrade, palembangLedgerStart, rotatingAt } from './published.ts';

export type Offices = Record<OfficeCode, number>;

/** The regencies that Bapas Palembang serves (S002:352 names six). */
const palembangServes = ['16.71', '16.72', '16.07', '16.06', '16.10', '16.02'];

export type DemoOfficer = {
  staffId: string;
  unit: OfficeCode;
  role: string;
  grade: string | null;
  name: string;
  /** Works here now: not lent, not rotating. */
  here: boolean;
};

export type DemoAccount = { username: string; accountId: string; staffId: string; role: string; unit: OfficeCode };

export function officeRows(): { units: Row[]; ids: Offices; areas: Row[] } {
  const ids = Object.fromEntries(offices.map(([code], index) => [code, index + 1])) as Offices;
  const units = offices.map(([code, parent, name, type, unitClass, zone, address, area, today]) => ({
    id: ids[code],
    code,
    name,
    type,
    class: unitClass,
    parent_id: parent ? ids[parent] : null,
    path: pathOf(code).map((step) => ids[step]),
    address,
    area_code: area,
    zone,
    ledger_starts_on: code === 'bapas-palembang' ? palembangLedgerStart : '2022-01-01',
    demo_today: today,
  }));
  return {
    units,
    ids,
    areas: palembangServes.map((regency) => ({ unit_id: ids['bapas-palembang'], regency_code: regency })),
  };
}

function pathOf(code: OfficeCode): OfficeCode[] {
  const parent = offices.find(([own]) => own === code)![1];
  return parent ? [...pathOf(parent), code] : [code];
}

/** The 73 counsellors of Palembang with those lent and rotating, the posts above and beside them, and the small second office. */
export function staffRows(dice: Dice, ids: Offices): { staff: Row[]; postings: Row[]; officers: DemoOfficer[] } {
  const people = new PersonGenerator(20_220_613);
  const staff: Row[] = [];
  const postings: Row[] = [];
  const officers: DemoOfficer[] = [];
  const made = new Date('2020-01-01T01:00:00Z');
  let nip = 0;
  let from = dice;

  function hire(unit: OfficeCode, role: string, grade: string | null, over: Row = {}): DemoOfficer {
    const person = people.person(nip);
    const staffId = from.id(made);
    const sexDigit = person.sex === 'P' ? 2 : 1;
    // The serial 000 is never given out, so this number is nobody's.
    const number = `19${70 + (nip % 29)}${String(1 + (nip % 12)).padStart(2, '0')}${String(1 + (nip % 28)).padStart(2, '0')}2010${String(1 + (nip % 12)).padStart(2, '0')}${sexDigit}000`;
    nip += 1;
    const name = plainName(person.name);
    staff.push({ id: staffId, name, nip: uniqueNip(number, nip), grade, made_at: made.toISOString() });
    post(staffId, unit, role, over);
    const officer = { staffId, unit, role, grade, name, here: true };
    officers.push(officer);
    return officer;
  }
  function post(staffId: string, unit: OfficeCode, role: string, over: Row = {}) {
    postings.push({
      id: from.id(made),
      staff_id: staffId,
      unit_id: ids[unit],
      role,
      kind: 'permanent',
      section: null,
      starts_on: '2019-01-01',
      ends_on: null,
      approved_at: made.toISOString(),
      ...over,
    });
  }

  for (const [grade, count] of Object.entries(officersByGrade))
    for (let i = 0; i < count; i++) hire('bapas-palembang', grade === 'apk' ? 'apk' : 'pk', grade);
  const juniors = officers.filter((officer) => officer.grade === 'pk_ahli_pertama').reverse();
  for (const [kind, places] of [
    ['secondment', lentTo],
    ['rotation', rotatingAt],
  ] as const)
    for (const [unit, count] of Object.entries(places))
      for (let i = 0; i < count; i++) {
        const officer = juniors.shift()!;
        officer.here = false;
        post(officer.staffId, unit as OfficeCode, 'pk', { kind, starts_on: '2022-01-03' });
      }

  hire('bapas-palembang', 'head_of_bapas', null);
  hire('bapas-palembang', 'section_head', null, { section: 'adult' });
  hire('bapas-palembang', 'section_head', null, { section: 'child' });
  hire('bapas-palembang', 'counter', null);
  hire('bapas-palembang', 'counter', null);
  hire('bapas-palembang', 'office_admin', null);
  hire('bapas-palembang', 'account_admin', null);
  hire('bapas-palembang', 'account_admin', null);
  hire('kanwil-sumsel', 'kanwil', null);
  hire('ditjenpas', 'ditjen_analyst', null);
  hire('ditjenpas', 'auditor', null);
  for (const unit of ['bapas-musi-rawas-utara', 'bapas-oku-induk'] as const) {
    hire(unit, 'head_of_bapas', null);
    hire(unit, 'pk', 'pk_ahli_muda');
  }
  hire('bapas-gili-lestari', 'head_of_bapas', null);
  hire('bapas-gili-lestari', 'section_head', null);
  hire('bapas-gili-lestari', 'counter', null);
  hire('bapas-gili-lestari', 'pk', 'pk_ahli_muda');
  hire('bapas-gili-lestari', 'pk', 'pk_ahli_pertama');
  hire('bapas-gili-lestari', 'pk', 'pk_ahli_pertama');
  hire('bapas-gili-lestari', 'apk', 'apk');
  hire('bapas-gili-lestari', 'office_admin', null);
  hire('bapas-gili-lestari', 'account_admin', null);
  // Whoever is hired last changes nobody's name.
  hire('ditjenpas', 'ditjenpas', null);
  hire('ditjenpas', 'ditjenpas', null);
  hire('kanwil-ntb', 'kanwil', null);
  // Dice of their own, so that nobody else becomes another one.
  from = new Dice(20_221_011);
  hire('rutan-praya', 'registrar', null);
  hire('rutan-praya', 'head_of_custody', null);
  return { staff, postings, officers };
}

/** One account for each role to try; all share the demo's password, which the sign-in page of a demo names. */
export function accountRows(
  dice: Dice,
  officers: readonly DemoOfficer[],
  passwordHash: string,
): { rows: Row[]; accounts: DemoAccount[] } {
  const made = new Date('2020-01-01T01:00:00Z');
  const late = new Dice(20_221_012);
  const accounts = demoAccounts.map(([username, unit, role, which]) => {
    const officer = officers.filter((one) => one.unit === unit && one.role === role && one.here)[which]!;
    return {
      username,
      accountId: (unit === 'rutan-praya' ? late : dice).id(made),
      staffId: officer.staffId,
      role,
      unit,
    };
  });
  const rows = accounts.map(({ username, accountId, staffId }) => ({
    id: accountId,
    kind: 'staff',
    staff_id: staffId,
    username,
    password_hash: passwordHash,
    password_set_at: made.toISOString(),
  }));
  return { rows, accounts };
}

const plainName = (name: string) => stripTitles(name).replace(/ (alias|als\.?|bin|binti) .*$/i, '');
const uniqueNip = (number: string, index: number) =>
  `${number.slice(0, 12)}${String(index % 12 || 12).padStart(2, '0')}${number.slice(14)}`;
