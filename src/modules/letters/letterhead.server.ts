import { yearOf } from '#kernel/plain-date';
import { todayAt } from '#modules/units';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { no, type Refused } from './letter.ts';
import { judgePattern, type PatternProblem } from './numbering.rules.ts';
import { officeOf } from './office.queries.server.ts';
import { mustAdminister } from './reach.server.ts';
import { beginSeries, insertLetterhead, insertNumbering } from './store.server.ts';

export type LetterheadInput = {
  unitId: number;
  lines: string;
  address: string;
  place: string;
  headTitle: string;
  /** Of a tier: who signs its letters. */
  headName?: string;
  headNip?: string;
  /** A new picture, none at all, or the one that was there. */
  logo: AcceptedFile | 'none' | 'same';
};
const largestLogo = 1024 * 1024;

/** What stands above the letters of an office. Letters that were numbered before keep the page that they had. */
export async function setLetterhead(ctx: Ctx, input: LetterheadInput): Promise<{ ok: true } | Refused> {
  await mustAdminister(ctx, input.unitId);
  let logo: Buffer | null = null;
  if (input.logo === 'same') logo = (await officeOf(ctx, input.unitId)).head.logo;
  else if (input.logo !== 'none') {
    if (!input.logo.mediaType.startsWith('image/') || input.logo.content.length > largestLogo) return no('logo_wrong');
    logo = input.logo.content;
  }
  const letterheadId = ctx.newId();
  await insertLetterhead(ctx, {
    id: letterheadId,
    unit_id: input.unitId,
    lines: input.lines,
    address: input.address,
    place: input.place,
    head_title: input.headTitle,
    head_name: input.headName ?? '',
    head_nip: input.headNip ?? '',
    logo,
    set_by: ctx.actor.accountId,
  });
  ctx.journal({ what: 'letter.letterhead-set', unitId: input.unitId, about: { letterheadId, logo: logo !== null } });
  return { ok: true };
}

export type NumberingInput = {
  unitId: number;
  pattern: string;
  unitCode: string;
  /** The last number of this year's book on paper, where the office begins with it here. */
  startsAfter: number | undefined;
};

/** How an office writes its numbers from now on, and where it goes on counting. */
export async function setNumbering(
  ctx: Ctx,
  input: NumberingInput,
): Promise<{ ok: true } | Refused | { ok: false; refusal: 'pattern_wrong'; problem: PatternProblem }> {
  const unit = await mustAdminister(ctx, input.unitId);
  const problem = judgePattern(input.pattern);
  if (problem) return { ok: false, refusal: 'pattern_wrong', problem };
  const year = yearOf(todayAt(unit, ctx.now));
  if (input.startsAfter !== undefined && !(await beginSeries(ctx, unit.id, year, input.startsAfter)))
    return no('series_begun');
  const numberingId = ctx.newId();
  await insertNumbering(ctx, {
    id: numberingId,
    unit_id: unit.id,
    pattern: input.pattern,
    unit_code: input.unitCode,
    set_by: ctx.actor.accountId,
  });
  ctx.journal({
    what: 'letter.numbering-set',
    unitId: unit.id,
    about: { numberingId, pattern: input.pattern, startsAfter: input.startsAfter ?? null },
  });
  return { ok: true };
}
