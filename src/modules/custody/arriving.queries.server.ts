import { sql } from 'kysely';
import { parsePartialDate, type PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';

/** Somebody who was sent here and has not been received, as the place that sent him wrote him down. */
export type Arriving = {
  stayId: string;
  unitId: number;
  fromUnit: string;
  day: PlainDate;
  documentNumber: string;
  name: string;
  birth: PartialDate | null;
  sex: 'male' | 'female' | null;
  registerLabel: string | null;
};

export async function listArriving(ctx: ReadCtx, unitId: number): Promise<Arriving[]> {
  const { rows } = await sql<Omit<Arriving, 'birth'> & { birth_date: string | null; birth_precision: string }>`
    select a.stay_id as "stayId", a.to_unit_id as "unitId", u.name as "fromUnit", a.day::text, a.document_number as "documentNumber", a.name,
      a.birth_date::text, a.birth_precision, a.sex, a.register_label as "registerLabel"
    from custody.arriving() a join units.unit u on u.id = a.from_unit_id where a.to_unit_id = ${unitId} order by a.day, a.name, a.stay_id`.execute(
    ctx.tx,
  );
  return rows.map(({ birth_date, birth_precision, ...one }) => ({
    ...one,
    birth:
      birth_date === null
        ? null
        : (parsePartialDate(
            birth_date.slice(0, birth_precision === 'day' ? 10 : birth_precision === 'month' ? 7 : 4),
            birth_precision as PartialDate['precision'],
          ) ?? null),
  }));
}

export async function getArriving(ctx: ReadCtx, unitId: number, stayId: string): Promise<Arriving> {
  const found = (await listArriving(ctx, unitId)).find((one) => one.stayId === stayId);
  if (!found) throw new NotFound('somebody who was sent here');
  return found;
}
