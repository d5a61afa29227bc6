import { m } from '#messages';
import type { Desk } from './letter.ts';

/** What stands in the record and is filled in by itself. */
export const recordFields = {
  client_name: { name: m.letters_field_client_name, sample: 'Suharto Rekaan' },
  register_number: { name: m.letters_field_register_number, sample: '12/PB/2022' },
  birth_date: { name: m.letters_field_birth_date, sample: '17 Mei 1990' },
  client_address: {
    name: m.letters_field_client_address,
    sample: 'Jalan Rekaan Nomor 7 RT 001 RW 002, Kota Palembang',
  },
  guidance_kind: { name: m.letters_field_guidance_kind, sample: 'Pembebasan Bersyarat' },
  guidance_basis: {
    name: m.letters_field_guidance_basis,
    sample: 'Surat Keputusan Nomor PAS-17.PK.05.09 tanggal 20 Desember 2021',
  },
  guidance_period: { name: m.letters_field_guidance_period, sample: '5 Januari 2022 s.d. 5 Desember 2023' },
  counsellor_name: { name: m.letters_field_counsellor_name, sample: 'Ratna Rekaan, S.Sos.' },
  counsellor_nip: { name: m.letters_field_counsellor_nip, sample: '199001012015032001' },
  office_name: { name: m.letters_field_office_name, sample: 'Bapas Kelas I Palembang' },
  office_address: { name: m.letters_field_office_address, sample: 'Jalan Rekaan Nomor 90 Palembang' },
  office_phone: { name: m.letters_field_office_phone, sample: '(0711) 000000' },
  office_place: { name: m.letters_field_office_place, sample: 'Palembang' },
  bapas_name: { name: m.letters_field_bapas_name, sample: 'Bapas Kelas I Palembang' },
} as const satisfies Record<string, FieldDescription>;

/** What whoever drafts the letter adds, or the module that drafts it. */
export const askedFields = {
  addressee: {
    name: m.letters_field_addressee,
    type: 'text',
    sample: 'Kepala Kejaksaan Negeri Palembang\ndi Palembang',
  },
  appear_on: { name: m.letters_field_appear_on, type: 'date', sample: 'Senin, 20 Juni 2022' },
  appear_at: { name: m.letters_field_appear_at, type: 'time', sample: '09.00 WIB' },
  appear_place: { name: m.letters_field_appear_place, type: 'line', sample: 'Bapas Kelas I Palembang' },
  purpose: { name: m.letters_field_purpose, type: 'text', sample: 'wajib lapor dan pembimbingan bulan Juni 2022' },
  reason: { name: m.letters_field_reason, type: 'text', sample: 'tidak memenuhi wajib lapor tiga kali berturut-turut' },
  earlier_letter: {
    name: m.letters_field_earlier_letter,
    type: 'line',
    sample: 'Nomor 11/BAPAS-PALEMBANG/PK.05.01/VI/2022 tanggal 6 Juni 2022',
  },
  assigned_officer: { name: m.letters_field_assigned_officer, type: 'line', sample: 'Ratna Rekaan, S.Sos.' },
  assigned_nip: { name: m.letters_field_assigned_nip, type: 'line', sample: '199001012015032001' },
  task: {
    name: m.letters_field_task,
    type: 'text',
    sample: 'melaksanakan kunjungan rumah dan menggali keterangan keluarga',
  },
  held_on: { name: m.letters_field_held_on, type: 'date', sample: 'Senin, 20 Juni 2022' },
  held_at: { name: m.letters_field_held_at, type: 'time', sample: '10.00 WIB' },
  held_place: { name: m.letters_field_held_place, type: 'line', sample: 'Ruang Sidang Bapas Kelas I Palembang' },
  from_day: { name: m.letters_field_from_day, type: 'date', sample: 'Senin, 20 Juni 2022' },
  until_day: { name: m.letters_field_until_day, type: 'date', sample: 'Rabu, 22 Juni 2022' },
  agenda: { name: m.letters_field_agenda, type: 'text', sample: 'pembahasan usulan pencabutan Pembebasan Bersyarat' },
  present: { name: m.letters_field_present, type: 'text', sample: 'Ketua, Sekretaris, dan lima orang anggota' },
  invited: {
    name: m.letters_field_invited,
    type: 'text',
    sample: '1. Kepala Rekaan, S.H. (Ketua)\n2. Ratna Rekaan, S.Sos. (Sekretaris)\n3. Tono Rekaan (Anggota)',
  },
  heard: {
    name: m.letters_field_heard,
    type: 'text',
    sample:
      '1. Suharto Rekaan, 12/PB/2022: tidak melapor tiga kali berturut-turut. Direkomendasikan disetujui (mufakat).\n2. Tono Rekaan, 13/PB/2022: perubahan tahap. Direkomendasikan disetujui (mufakat).',
  },
  opinion: {
    name: m.letters_field_opinion,
    type: 'text',
    sample: 'usulan tersebut lengkap dan beralasan',
  },
  questions: {
    name: m.letters_field_questions,
    type: 'text',
    sample: 'Berita Acara Pemeriksaan belum memuat keterangan klien tentang wajib lapor bulan April 2022.',
  },
  result: {
    name: m.letters_field_result,
    type: 'text',
    sample: 'merekomendasikan pencabutan sementara Pembebasan Bersyarat',
  },
  statement: {
    name: m.letters_field_statement,
    type: 'text',
    sample: 'bahwa benar ia tidak melapor sejak April 2022 karena bekerja di luar kota',
  },
  examiner_name: { name: m.letters_field_examiner_name, type: 'line', sample: 'Ratna Rekaan, S.Sos.' },
  examiner_nip: { name: m.letters_field_examiner_nip, type: 'line', sample: '199001012015032001' },
  examiner_title: { name: m.letters_field_examiner_title, type: 'line', sample: 'Pembimbing Kemasyarakatan' },
  heard_person: {
    name: m.letters_field_heard_person,
    type: 'line',
    sample: 'Mardiah Rekaan, ketua RT 001',
  },
  counselling: {
    name: m.letters_field_counselling,
    type: 'text',
    sample: 'konseling dua kali sebulan dan lapor diri setiap minggu',
  },
  request: { name: m.letters_field_request, type: 'line', sample: 'permohonan izin bepergian tanggal 1 Juni 2022' },
  measure: { name: m.letters_field_measure, type: 'line', sample: 'Pencabutan' },
  decree: { name: m.letters_field_decree, type: 'line', sample: 'Nomor PAS-20.PK.05.09 tanggal 2 Juni 2022' },
  destination: { name: m.letters_field_destination, type: 'line', sample: 'Kota Bandar Lampung' },
  enclosed: {
    name: m.letters_field_enclosed,
    type: 'text',
    sample: '1. Berita Acara Pemeriksaan\n2. Salinan keputusan',
  },
} as const satisfies Record<string, FieldDescription & { type: FieldType }>;

type FieldType = 'date' | 'time' | 'line' | 'text';
type FieldDescription = { name: () => string; sample: string };
export type RecordField = keyof typeof recordFields;
export type AskedField = keyof typeof askedFields;
export type LetterField = RecordField | AskedField;

const ofOffice = ['office_name', 'office_address', 'office_phone', 'office_place'] as const;
/** What a desk knows: a sitting hears many clients, and a tier sees of one what came up with him. */
const known: Readonly<Record<Desk, readonly RecordField[]>> = {
  case: Object.keys(recordFields).filter((field) => field !== 'bapas_name') as RecordField[],
  sitting: ofOffice,
  kanwil: ['client_name', 'register_number', 'guidance_kind', 'bapas_name', ...ofOffice],
  centre: ['client_name', 'register_number', 'guidance_kind', 'bapas_name', ...ofOffice],
};
export const recordFieldsAt = (desks: readonly Desk[]): RecordField[] =>
  known[desks[0]!].filter((field) => desks.every((desk) => known[desk].includes(field)));

const all: Readonly<Record<string, FieldDescription>> = { ...recordFields, ...askedFields };
export const knownFields: ReadonlySet<string> = new Set(Object.keys(all));

export function nameOfField(field: string): string {
  return all[field]?.name() ?? field;
}

/** Invented values of these fields, for a preview. */
export function sampleValues(fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, all[field]?.sample ?? '']));
}
