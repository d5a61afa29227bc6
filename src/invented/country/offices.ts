import type { Row } from '../copy.server.ts';
import { countryToday, ledgerStart } from './days.ts';

/** How big a country: the issue of all measurements is 375,000 people and 100,000 clients; tests take a village of it. */
export type CountrySize = { people: number; clients: number };

export type CountryOffice = {
  id: number;
  code: string;
  name: string;
  type: 'ditjenpas' | 'kanwil' | 'bapas';
  path: readonly number[];
  zone: string;
  /** Its part of all clients and people, 0 for offices that guide nobody. */
  share: number;
  counsellors: number;
};

const clientsOfABapas = 1064;
/** 1 : 60, a little more than the published ratio of Bapas Palembang (1 : 50, 1 : 58 by those at work). */
const clientsOfACounsellor = 60;
/** The biggest office has eleven times the clients of the smallest. */
const [biggest, smallest] = [3.4, 0.3];

/** Ditjenpas, up to 33 Kanwil and 94 Bapas of unlike size in three zones. Their names say that they are invented. */
export function planOffices({ clients }: CountrySize): CountryOffice[] {
  const bapasCount = Math.min(94, Math.max(2, Math.round(clients / clientsOfABapas)));
  const kanwilCount = Math.min(33, Math.ceil(bapasCount / 2));
  const offices: CountryOffice[] = [
    {
      id: 1,
      code: 'ditjenpas',
      name: 'Direktorat Jenderal Pemasyarakatan (rekaan)',
      type: 'ditjenpas',
      path: [1],
      zone: 'Asia/Jakarta',
      share: 0,
      counsellors: 0,
    },
  ];
  for (let i = 0; i < kanwilCount; i++) {
    const id = offices.length + 1;
    offices.push({
      id,
      code: `kanwil-${two(i + 1)}`,
      name: `Kanwil Rekaan ${two(i + 1)}`,
      type: 'kanwil',
      path: [1, id],
      zone: i % 20 < 11 ? 'Asia/Jakarta' : i % 20 < 17 ? 'Asia/Makassar' : 'Asia/Jayapura',
      share: 0,
      counsellors: 0,
    });
  }
  const weights = Array.from({ length: bapasCount }, (_, i) =>
    Math.exp(Math.log(biggest) + (Math.log(smallest / biggest) * i) / Math.max(1, bapasCount - 1)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  weights.forEach((weight, i) => {
    const id = offices.length + 1;
    const kanwil = offices[1 + (i % kanwilCount)]!;
    const share = weight / sum;
    offices.push({
      id,
      code: `bapas-${two(i + 1)}`,
      name: `Bapas Kelas ${weight > 1 ? 'I' : 'II'} Rekaan ${two(i + 1)}`,
      type: 'bapas',
      path: [...kanwil.path, id],
      zone: kanwil.zone,
      share,
      counsellors: Math.max(2, Math.round((clients * share) / clientsOfACounsellor)),
    });
  });
  return offices;
}

export function officeRows(offices: readonly CountryOffice[]): Row[] {
  return offices.map((office) => ({
    id: office.id,
    code: office.code,
    name: office.name,
    type: office.type,
    class: office.type === 'bapas' ? /Kelas (I+)/.exec(office.name)![1]! : null,
    parent_id: office.path.at(-2) ?? null,
    path: office.path,
    address: 'Jalan Rekaan 1',
    zone: office.zone,
    ledger_starts_on: ledgerStart,
    demo_today: countryToday,
  }));
}

const two = (number: number) => String(number).padStart(2, '0');
