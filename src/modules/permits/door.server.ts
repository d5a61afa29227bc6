import { createHash } from 'node:crypto';
import { parseCode, type Code } from '#kernel/codes';
import type { PlainDate } from '#kernel/plain-date';
import { beginTryAt, codeFrom, confirmTry } from '#modules/accounts/server';
import { todayAt } from '#modules/units';
import { areaName } from '#modules/units/server';
import type { Visitor } from '#platform/visitor.server';
import { judgeCheck, type Checked } from './rules.ts';
import { findAtDoor } from './papers.store.server.ts';

/** 26 random characters hold 128 bits (kernel/codes.ts). */
export const PERMIT_CODE_LENGTH = 27;

/** The code of a printed permit: always the same for the same letter, so that it can be printed again; only its hash is stored. */
export function permitCode(letterId: string): Code {
  return codeFrom('travel-permit', PERMIT_CODE_LENGTH, letterId);
}
export function hashOfCode(code: Code): Buffer {
  return createHash('sha256').update(code).digest();
}

export type CheckedPermit =
  | { state: 'unknown' }
  | { state: 'wait' }
  | {
      state: Checked;
      unitId: number;
      label: string;
      issuedOn: PlainDate;
      fromOn: PlainDate;
      untilOn: PlainDate;
      destination: string;
      initials: string;
    };

/**
 * Whoever holds a printed permit asks whether it holds. He is told what stands on it, so that a changed paper shows, the first letters of
 * the name and nothing of the file. Who tries many codes is held up before his code is even looked up (security T1).
 */
export async function checkPermit(visitor: Visitor, typed: string): Promise<CheckedPermit> {
  const code = parseCode(typed, PERMIT_CODE_LENGTH);
  return visitor.enter(async (ctx): Promise<CheckedPermit> => {
    const attempt = await beginTryAt(visitor, ctx, 'link', `permit ${code ?? typed.slice(0, 64)}`);
    if ('waitSeconds' in attempt) return { state: 'wait' };
    const found = code && (await findAtDoor(ctx.tx, hashOfCode(code)));
    if (!found) return { state: 'unknown' };
    await confirmTry(ctx.tx, attempt.tryId);
    const state = judgeCheck(found, todayAt(found, ctx.now));
    ctx.journal({
      what: 'permit.checked',
      unitId: found.unitId,
      caseId: found.caseId,
      personId: found.personId,
      about: { permitId: found.permitId, state },
    });
    return {
      state,
      unitId: found.unitId,
      label: found.label,
      issuedOn: found.issuedOn,
      fromOn: found.fromOn,
      untilOn: found.untilOn,
      destination: found.areaCode ? await areaName(found.areaCode) : found.country,
      initials: found.initials,
    };
  });
}
