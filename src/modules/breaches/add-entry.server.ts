import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { EntryKind } from './breach.ts';
import { lockBreach } from './reach.server.ts';
import { isRunning, judgeDay, no, type BreachRefused } from './rules.ts';
import { insertEntry } from './store.server.ts';

/** Evidence, or something that was tried instead of a sanction. Nothing is taken away again; a mistake is answered by a new entry. */
export async function addEntry(
  ctx: Ctx,
  input: {
    caseId: string;
    breachId: string;
    kind: EntryKind;
    happenedOn: PlainDate;
    text: string;
    result: string;
    file: AcceptedFile | null;
  },
): Promise<{ ok: true } | BreachRefused> {
  const { of, breach } = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  if (!isRunning(breach.state)) return no('wrong_state');
  const day = judgeDay(input.happenedOn, of.receivedOn, of.today);
  if (!day.ok) return day;
  if (input.text.length < 5) return no('reason_missing');
  const stored =
    input.file && (await storeFile(ctx, input.file, { unitId: of.unitId, caseId: of.id, personId: of.personId }));
  if (stored && !stored.ok) return no('file_refused');
  const entryId = ctx.newId();
  await insertEntry(ctx, of, breach.id, { ...input, id: entryId, fileId: stored ? stored.fileId : null });
  ctx.journal({
    what: 'breach.entry-added',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId: breach.id, entryId, kind: input.kind, day: input.happenedOn },
  });
  return { ok: true };
}
