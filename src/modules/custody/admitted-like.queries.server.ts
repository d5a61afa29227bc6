import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Tx } from '#platform/ctx';

export type AdmittedLike = {
  stayId: string;
  personId: string;
  name: string;
  nik: string | null;
  birth: PlainDate | null;
  admittedOn: PlainDate;
  label: string | null;
  papers: string[];
  isRunning: boolean;
};
/** Stays of an institution that may be one which is told of: by NIK, day of birth, number or paper. */
export async function listAdmittedLike(
  tx: Tx,
  unitId: number,
  by: { nik: string | null; birth: PlainDate | null; label: string; paper: string },
): Promise<AdmittedLike[]> {
  const { rows } = await sql<AdmittedLike>`
    select s.id as "stayId", s.person_id as "personId", p.name, p.nik, case when p.birth_precision = 'day' then p.birth_date::text end as birth,
      s.admitted_on::text as "admittedOn", s.register_label as label, s.ended_on is null as "isRunning",
      array(select b.number from custody.basis b where b.stay_id = s.id) as papers
    from custody.stay s join people.person p on p.id = s.person_id
    where s.unit_id = ${unitId} and (p.nik = ${by.nik} or p.birth_date = ${by.birth}::date or s.register_label = ${by.label}
      or exists (select from custody.basis b where b.stay_id = s.id and b.number = ${by.paper}))
    order by s.admitted_on desc, s.id`.execute(tx);
  return rows;
}
