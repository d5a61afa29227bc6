import type { ReadCtx } from '#platform/ctx';
import { areaName, getUnit } from '#modules/units/server';
import type { Unit } from '#modules/units';
import { getLetterKind, type Wording } from './kinds.ts';
import { standardPattern } from './numbering.rules.ts';
import { standardLetterhead, type Letterhead } from './sheet.ts';

/** An office as its letters know it. */
export type LetterOffice = { unit: Unit; head: Letterhead; isOwnHead: boolean };

export async function officeOf(ctx: ReadCtx, unitId: number): Promise<LetterOffice> {
  const unit = await getUnit(ctx, unitId);
  const row = await ctx.tx
    .selectFrom('letters.letterhead')
    .select(['lines', 'address', 'place', 'head_title', 'head_name', 'head_nip', 'logo'])
    .where('unit_id', '=', unitId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row)
    return {
      unit,
      isOwnHead: true,
      head: {
        lines: row.lines.split('\n'),
        address: row.address.split('\n').filter((line) => line !== ''),
        place: row.place,
        headTitle: row.head_title,
        headName: row.head_name,
        headNip: row.head_nip,
        logo: row.logo,
      },
    };
  const above = await ctx.tx.selectFrom('units.unit').select(['id', 'name']).where('id', 'in', unit.path).execute();
  const names = unit.path.map((id) => above.find((one) => one.id === id)?.name ?? '').filter((name) => name !== '');
  const { address, phone } = unit;
  return { unit, isOwnHead: false, head: standardLetterhead({ names, address, phone, town: await townOf(unit) }) };
}

/** The town of a unit's area, as a letter is dated from it; nothing where the area is larger or unknown. */
async function townOf({ areaCode }: Unit): Promise<string> {
  const [regency] = /^\d{2}\.\d{2}/.exec(areaCode ?? '') ?? [];
  return regency ? (await areaName(regency)).replace(/^(Kota|Kabupaten) (Administrasi )?/, '') : '';
}

export type OfficeWording = { wording: Wording; templateId: string | null; setAt: Date | null; isOwn: boolean };

/** The wording that an office uses for a kind: its own newest one, else the standard. */
export async function wordingOf(ctx: ReadCtx, unitId: number, kind: string): Promise<OfficeWording> {
  const row = await ctx.tx
    .selectFrom('letters.template')
    .select(['id', 'subject', 'recipient', 'body', 'copies', 'classification', 'set_at'])
    .where('unit_id', '=', unitId)
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { standard } = getLetterKind(kind);
  if (!row?.subject || !row.body)
    return { wording: standard, templateId: row?.id ?? null, setAt: row?.set_at ?? null, isOwn: false };
  return {
    templateId: row.id,
    setAt: row.set_at,
    isOwn: true,
    wording: {
      subject: row.subject,
      recipient: row.recipient ?? '',
      body: row.body,
      copies: row.copies ?? '',
      classification: row.classification ?? standard.classification,
    },
  };
}

export type Numbering = { pattern: string; unitCode: string };
export async function numberingOf(ctx: ReadCtx, unit: Pick<Unit, 'id' | 'code'>): Promise<Numbering> {
  const row = await ctx.tx
    .selectFrom('letters.numbering')
    .select(['pattern', 'unit_code'])
    .where('unit_id', '=', unit.id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row
    ? { pattern: row.pattern, unitCode: row.unit_code }
    : { pattern: standardPattern, unitCode: unit.code.toUpperCase() };
}

/** How far each year's book is, newest first. */
export async function seriesOf(ctx: ReadCtx, unitId: number): Promise<{ year: number; last: number }[]> {
  const rows = await ctx.tx
    .selectFrom('letters.series')
    .select(['year', 'last_number'])
    .where('unit_id', '=', unitId)
    .orderBy('year', 'desc')
    .execute();
  return rows.map((row) => ({ year: row.year, last: row.last_number }));
}
