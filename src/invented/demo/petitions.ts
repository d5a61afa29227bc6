import { createHash } from 'node:crypto';
import { addDays, plainDate } from '#kernel/plain-date';
import type { Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import { morning } from './clients.ts';
import type { DemoAccount } from './offices.ts';
import { palembangToday } from './published.ts';

const today = plainDate(palembangToday);

type Told = {
  days: number;
  asks: 'examination' | 'revocation';
  about: 'client' | 'officer' | 'office';
  client: string;
  details: string;
  accused?: string;
  told: string;
  petitioner: { kind: 'citizen' | 'agency' | 'anonymous'; name?: string; agency?: string };
  by?: 'desk';
};

/** What citizens and an agency have brought to an office. Everybody in it is invented; nobody's client is meant. */
const brought: readonly Told[] = [
  {
    days: 4,
    asks: 'examination',
    about: 'client',
    client: 'Pak Tomo, tukang ojek',
    details: 'Mangkal di simpang pasar lama, memakai jaket hijau.',
    told: 'Sudah tiga malam membuat keributan di warung dan mengancam penjaga warung.',
    petitioner: { kind: 'anonymous' },
  },
  {
    days: 9,
    asks: 'revocation',
    about: 'client',
    client: 'Samsul Rekaan',
    details: 'Tinggal di belakang balai desa.',
    told: 'Warga resah karena yang bersangkutan kembali berjudi dan tidak pernah mengikuti kegiatan bimbingan.',
    petitioner: { kind: 'agency', name: 'Wayan Rekaan', agency: 'Kantor Desa Rekaan Jaya' },
    by: 'desk',
  },
  {
    days: 2,
    asks: 'examination',
    about: 'officer',
    client: '',
    details: '',
    accused: 'Petugas loket siang hari',
    told: 'Petugas meminta uang rokok sebelum menerima laporan adik saya.',
    petitioner: { kind: 'citizen', name: 'Halimah Rekaan' },
  },
];

/** The petitions of an office; those that complain of it lie with the Kanwil. The job of the first minutes gives them their days. */
export function petitionRows(
  { unitId, aboveId, code }: { unitId: number; aboveId: number; code: string },
  accounts: readonly DemoAccount[],
): Record<'petitions.petition' | 'petitions.petitioner', Row[]> {
  const dice = new Dice(20_220_617 + unitId);
  const desk = accounts.find(({ unit, role }) => unit === code && role === 'counter');
  const petitions: Row[] = [];
  const petitioners: Row[] = [];
  const hash = (of: string) => createHash('sha256').update(`demo ${of}`).digest();
  for (const one of brought) {
    const receivedOn = addDays(today, -one.days);
    const madeAt = morning(receivedOn, dice);
    const id = dice.id(madeAt);
    const isAccused = one.about !== 'client';
    const madeBy = one.by === 'desk' ? (desk?.accountId ?? null) : null;
    petitions.push({
      id,
      reference: `P-${id.slice(-5).toUpperCase()}`,
      office_id: unitId,
      unit_id: isAccused ? aboveId : unitId,
      channel: madeBy ? 'written' : 'public',
      asks: one.asks,
      about: one.about,
      client_name: one.client,
      client_details: one.details,
      accused: one.accused ?? '',
      accused_unit_id: isAccused ? unitId : null,
      told: one.told,
      received_on: receivedOn,
      state: isAccused ? 'forwarded' : 'received',
      submission_hash: hash(`sending ${id}`),
      code_hash: hash(`code ${id}`),
      made_by: madeBy,
      made_at: madeAt.toISOString(),
    });
    petitioners.push({
      petition_id: id,
      office_id: unitId,
      kind: one.petitioner.kind,
      name: one.petitioner.name ?? '',
      agency: one.petitioner.agency ?? '',
      made_by: madeBy,
      made_at: madeAt.toISOString(),
    });
  }
  return { 'petitions.petition': petitions, 'petitions.petitioner': petitioners };
}
