import { sql } from 'kysely';
import { formatDate } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { inLanguage } from '#messages/server';
import { kindWords, type BasisKind, type ClientKind } from '#modules/cases';
import { areaName } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { RecordField } from './fields.ts';
import type { Letterhead, People } from './sheet.ts';

type Row = {
  id: string;
  name: string;
  register_label: string | null;
  birth_date: PlainDate | null;
  birth_precision: string;
  kind: ClientKind;
  guidance_start: PlainDate | null;
  guidance_end: PlainDate | null;
  pk_name: string | null;
  pk_nip: string | null;
  line: string | null;
  rt: string | null;
  rw: string | null;
  area_code: string | null;
  basis_kind: BasisKind | null;
  basis_number: string | null;
  basis_dated: PlainDate | null;
};

export type CaseFacts = { values: Record<Exclude<RecordField, 'bapas_name'>, string>; people: People };

/** What the record fills into letters about these cases; a case out of the asker's reach is not among the answers. */
export async function factsOf(
  ctx: ReadCtx,
  caseIds: readonly string[],
  office: { name: string; address: string; phone: string; head: Letterhead },
): Promise<Map<string, CaseFacts>> {
  const { rows } = await sql<Row>`
    select c.id, p.name, c.register_label, p.birth_date, p.birth_precision, c.kind, c.guidance_start, c.guidance_end,
      s.name as pk_name, s.nip as pk_nip, a.line, a.rt, a.rw, a.area_code,
      b.kind as basis_kind, b.number as basis_number, b.dated as basis_dated
    from cases.client_case c
    join people.person p on p.id = c.person_id
    left join units.staff s on s.id = c.pk_staff_id
    left join lateral (
      select d.line, d.rt, d.rw, d.area_code from people.address d
      where d.person_id = p.id and d.removed_at is null and d.until is null
      order by (d.kind = 'residence') desc, d.made_at desc limit 1) a on true
    left join lateral (
      select l.kind, l.number, l.dated from cases.legal_basis l where l.case_id = c.id and l.replaced_at is null
      order by l.made_at desc limit 1) b on true
    where c.id = any (${caseIds}::uuid[])`.execute(ctx.tx);
  const found = new Map<string, CaseFacts>();
  for (const row of rows) found.set(row.id, await factsOfRow(row, office));
  return found;
}

async function factsOfRow(
  row: Row,
  office: { name: string; address: string; phone: string; head: Letterhead },
): Promise<CaseFacts> {
  const day = (date: PlainDate | null) => (date ? formatDate(date, 'id') : '');
  const people = { clientName: row.name, counsellorName: row.pk_name ?? '', counsellorNip: row.pk_nip ?? '' };
  return {
    people,
    values: {
      client_name: row.name,
      register_number: row.register_label ?? '',
      birth_date: row.birth_precision === 'day' ? day(row.birth_date) : (row.birth_date?.slice(0, 4) ?? ''),
      client_address: await addressOf(row),
      guidance_kind: inLanguage('id', () => kindWords[row.kind]()),
      guidance_basis:
        row.basis_number && row.basis_dated && row.basis_kind
          ? `${basisNames[row.basis_kind]} Nomor ${row.basis_number} tanggal ${day(row.basis_dated)}`
          : '',
      guidance_period:
        row.guidance_start && row.guidance_end ? `${day(row.guidance_start)} s.d. ${day(row.guidance_end)}` : '',
      counsellor_name: people.counsellorName,
      counsellor_nip: people.counsellorNip,
      office_name: office.head.lines.at(-1) ?? office.name,
      office_address: office.address,
      office_phone: office.phone,
      office_place: office.head.place,
    },
  };
}

/** As a letter calls what a supervision rests on. */
const basisNames: Record<BasisKind, string> = {
  sk_integrasi: 'Surat Keputusan',
  sk_assimilation: 'Surat Keputusan Asimilasi',
  permit: 'Surat Izin',
  verdict: 'Putusan',
  determination: 'Penetapan',
  diversion_agreement: 'Kesepakatan Diversi',
  decision: 'Keputusan',
  client_request: 'Permohonan',
};

async function addressOf({ line, rt, rw, area_code }: Row): Promise<string> {
  const street = [line, rt && `RT ${rt}`, rw && `RW ${rw}`].filter(Boolean).join(' ');
  const area = area_code ? await areaName(area_code.slice(0, 5)) : '';
  return [street, area].filter((part) => part !== '').join(', ');
}
