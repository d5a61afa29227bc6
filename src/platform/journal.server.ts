import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { newId } from '#kernel/id';
import type { Actor } from './actor.ts';
import { canonical } from './canonical.ts';
import type { JournalLine, Tx } from './ctx.ts';
import { NOBODY_WAITS } from './sent-ahead.server.ts';

export type Log = 'journal' | 'access_log';

/** A line as it is sealed: exactly what the seal covers, in the words of the table. */
export type SealedFields = {
  id: string;
  at: Date;
  what: string;
  actor_id: string | null;
  actor_role: string | null;
  session_id: string | null;
  submission_id: string | null;
  unit_id: number | null;
  case_id: string | null;
  person_id: string | null;
  about: unknown;
};

/** HMAC-SHA-256 over the whole line, with a key that the database does not know. The log's name is in it, so a line cannot move between logs. */
export function macOf(key: Buffer, log: Log, line: SealedFields): Buffer {
  const told = canonical([
    log,
    line.id,
    line.at.toISOString(),
    line.what,
    line.actor_id,
    line.actor_role,
    line.session_id,
    line.submission_id,
    line.unit_id,
    line.case_id,
    line.person_id,
    line.about,
  ]);
  return createHmac('sha256', key).update(told).digest();
}

export type LineContext = { actor: Actor | null; now: Date; submissionId: string | null; key: Buffer };

/** As many lines as the parameters of one statement hold with room to spare. */
const LINES = 2000;

const unanswered = sql.raw(NOBODY_WAITS);
/** Writes the lines that a transaction gathered; what goes wrong is told by its commit. */
export async function writeLines(tx: Tx, log: Log, lines: JournalLine[], context: LineContext): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line) => {
    const fields: SealedFields = {
      id: newId(),
      at: context.now,
      what: line.what,
      actor_id: context.actor?.accountId ?? null,
      actor_role: context.actor ? roleAt(context.actor, line.unitId ?? null) : null,
      session_id: context.actor?.sessionId ?? null,
      submission_id: log === 'journal' ? context.submissionId : null,
      unit_id: line.unitId ?? null,
      case_id: line.caseId ?? null,
      person_id: line.personId ?? null,
      about: JSON.parse(canonical(line.about ?? {})),
    };
    return { ...fields, about: JSON.stringify(fields.about), mac: macOf(context.key, log, fields) };
  });
  for (let start = 0; start < rows.length; start += LINES) {
    const some = rows.slice(start, start + LINES);
    if (log === 'journal') await tx.insertInto('platform.journal').values(some).modifyEnd(unanswered).execute();
    else {
      const reads = some.map(({ submission_id: _, ...row }) => ({ ...row, actor_id: row.actor_id ?? '' }));
      await tx.insertInto('platform.access_log').values(reads).modifyEnd(unanswered).execute();
    }
  }
}

/** The roles under which someone acted at a unit, or what kind of asker he is. */
function roleAt(actor: Actor, unitId: number | null): string {
  if (actor.kind !== 'staff') return actor.kind;
  const there = actor.postings.filter(
    (posting) => unitId === null || posting.unitPath.includes(unitId) || posting.unitId === unitId,
  );
  const roles = [...new Set((there.length > 0 ? there : actor.postings).map((posting) => posting.role))];
  return roles.join('+') || 'staff';
}
