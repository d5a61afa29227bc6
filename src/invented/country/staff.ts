import type { Row } from '../copy.server.ts';
import type { Dice } from '../dice.ts';
import { PersonGenerator, stripTitles } from '../persons.ts';
import type { CountryOffice } from './offices.ts';

export type CountryOfficer = {
  staffId: string;
  accountId: string;
  username: string;
  unitId: number;
  role: string;
  name: string;
};

const made = new Date('2024-06-03T01:00:00Z');

/** Everybody who works in the country, each with an account: `pk.0001`, `loket.0002` and so on. */
export function staffRows(
  dice: Dice,
  offices: readonly CountryOffice[],
  passwordHash: string,
): { staff: Row[]; postings: Row[]; accounts: Row[]; officers: CountryOfficer[] } {
  const people = new PersonGenerator(dice.u32());
  const staff: Row[] = [];
  const postings: Row[] = [];
  const accounts: Row[] = [];
  const officers: CountryOfficer[] = [];

  function hire(
    unitId: number,
    prefix: string,
    role: string,
    grade: string | null = null,
    section: string | null = null,
  ) {
    const number = officers.length + 1;
    const name = stripTitles(people.person(number).name).replace(/ (alias|als\.?|bin|binti) .*$/i, '');
    const officer = {
      staffId: dice.id(made),
      accountId: dice.id(made),
      username: `${prefix}.${String(number).padStart(4, '0')}`,
      unitId,
      role,
      name,
    };
    officers.push(officer);
    staff.push({ id: officer.staffId, name, nip: inventedNip(number), grade, made_at: made.toISOString() });
    postings.push({
      id: dice.id(made),
      staff_id: officer.staffId,
      unit_id: unitId,
      role,
      kind: 'permanent',
      section,
      starts_on: '2024-01-01',
      approved_at: made.toISOString(),
    });
    accounts.push({
      id: officer.accountId,
      kind: 'staff',
      staff_id: officer.staffId,
      username: officer.username,
      password_hash: passwordHash,
      password_set_at: made.toISOString(),
    });
  }

  for (const { id, type, counsellors } of offices) {
    if (type === 'ditjenpas') {
      hire(id, 'analis', 'ditjen_analyst');
      hire(id, 'auditor', 'auditor');
      hire(id, 'admin', 'office_admin');
    } else if (type === 'kanwil') {
      hire(id, 'kanwil', 'kanwil');
      hire(id, 'kanwil', 'kanwil');
    } else {
      hire(id, 'kepala', 'head_of_bapas');
      hire(id, 'kasi', 'section_head', null, 'adult');
      hire(id, 'kasi', 'section_head', null, 'child');
      for (let i = 0; i < Math.ceil(counsellors / 12); i++) hire(id, 'loket', 'counter');
      hire(id, 'admin', 'office_admin');
      hire(id, 'akun', 'account_admin');
      for (let i = 0; i < counsellors; i++)
        hire(id, 'pk', 'pk', i % 4 === 0 ? 'pk_ahli_madya' : i % 2 === 0 ? 'pk_ahli_pertama' : 'pk_ahli_muda');
      for (let i = 0; i < Math.ceil(counsellors / 8); i++) hire(id, 'apk', 'apk', 'apk');
    }
  }
  return { staff, postings, accounts, officers };
}

/** The serial 000 is never given out, so this number is nobody's. */
function inventedNip(number: number): string {
  const day = (number % 28) + 1;
  const month = (Math.floor(number / 28) % 12) + 1;
  const year = 1965 + (Math.floor(number / 336) % 35);
  const [dd, mm] = [day, month].map((part) => String(part).padStart(2, '0'));
  return `${year}${mm}${dd}201001${1 + (number % 2)}000`;
}
