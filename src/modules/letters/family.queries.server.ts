import { sql } from 'kysely';
import type { ReadCtx } from '#platform/ctx';
import type { LetterState } from './letter.ts';
import type { FamilyThing } from './store.server.ts';

export type FamilyCall = {
  stepId: string;
  guardianCalled: boolean;
  guardianNote: string;
  companionCalled: boolean;
  companionNote: string;
  letter: { id: string; state: LetterState; label: string | null } | null;
};

/** Who was told of which steps of a case, the earliest first. */
export async function listFamilyCalls(ctx: ReadCtx, caseId: string, thing: FamilyThing): Promise<FamilyCall[]> {
  const { rows } = await sql<FamilyCall>`
    select f.thing_id as "stepId", f.guardian_called as "guardianCalled", f.guardian_note as "guardianNote", f.companion_called as "companionCalled",
      f.companion_note as "companionNote",
      case when l.id is not null then jsonb_build_object('id', l.id, 'state', l.state, 'label', l.label) end as letter
    from letters.family_call f left join letters.letter l on l.id = f.letter_id
    where f.case_id = ${caseId} and f.thing = ${thing} order by f.made_at, f.id`.execute(ctx.tx);
  return rows;
}
