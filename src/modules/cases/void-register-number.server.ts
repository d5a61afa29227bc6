import { mustBeAllowed } from '#modules/access';
import { openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { no, type Refused } from './rules.ts';
import { changeCase, lockCaseRow } from './store.server.ts';
import { lockRegisterEntry, voidEntry } from './register-book.store.server.ts';

/** A number given by mistake stays in the book as void, with the reason; nobody ever gets it again. */
export async function voidRegisterNumber(
  ctx: Ctx,
  input: { entryId: string; reason: string },
): Promise<{ ok: true } | Refused> {
  const entry = await lockRegisterEntry(ctx.tx, input.entryId);
  if (!entry) throw new NotFound('register entry');
  mustBeAllowed(ctx.actor, 'case:void_number', { unitId: entry.unit_id, unitPath: entry.path });
  if (entry.voided_at !== null) return no('number_already_void');
  if (input.reason.length < 5) return no('note_missing');

  const one = entry.case_id === null ? undefined : await lockCaseRow(ctx, entry.case_id);
  // His file would keep a number that the next client gets; it is for those who see the file.
  if (entry.case_id !== null && !one) throw new NotFound('case of the register entry');
  await voidEntry(ctx, entry.id, input.reason);
  if (one && one.registerLabel === entry.label) {
    await changeCase(ctx.tx, one, { register_label: null });
    await openTask(ctx, {
      unitId: one.unitId,
      caseId: one.id,
      kind: 'cases.register',
      key: one.id,
      forRole: 'pk',
      staffId: one.pkStaffId,
    });
  }
  ctx.journal({
    what: 'case.number-voided',
    unitId: entry.unit_id,
    caseId: entry.case_id,
    personId: one?.personId ?? null,
    about: { entryId: entry.id, label: entry.label, reason: input.reason },
  });
  return { ok: true };
}
