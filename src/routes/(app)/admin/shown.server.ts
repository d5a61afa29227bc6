import { formatDate } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { holds, roles, unitsWhere, type Action } from '#modules/access';
import { accountProblemWords } from '#modules/accounts';
import { gradeWords, postingKindWords, roleWords, sectionWords, unitProblemWords } from '#modules/units';
import { listTree, listUnitsUnder, unitsToBegin, type Posting } from '#modules/units/server';
import { m } from '#messages';
import type { Actor } from '#platform/actor';
import type { ReadCtx } from '#platform/ctx';

/** What both modules refuse, since making an account grants a posting as well. */
export const adminWords = { ...unitProblemWords, ...accountProblemWords };

const optionsFrom = <Key extends string>(words: Readonly<Record<Key, () => string>>) =>
  (Object.keys(words) as Key[]).map((value) => ({ value, label: words[value]() }));

export function postingOptions() {
  return {
    role: roles.map((role) => ({ value: role, label: roleWords[role]() })),
    kind: optionsFrom(postingKindWords),
    section: optionsFrom(sectionWords),
    grade: optionsFrom(gradeWords),
  };
}

/** The units where the asker may do this, and those below them, as a list to choose from. */
export async function unitChoices(ctx: ReadCtx, action: Action): Promise<{ value: string; label: string }[]> {
  const tops = unitsWhere(ctx.actor, action).map(({ unitId }) => unitId);
  const units = await listUnitsUnder(ctx, tops);
  const least = Math.min(...units.map(({ depth }) => depth));
  return units.map((unit) => ({
    value: String(unit.id),
    label: `${'\u2003'.repeat(Math.max(0, unit.depth - least))}${unit.name}`,
  }));
}

/** The same, and offices that were only data so far, of which the asker posts the first administrators. */
export async function unitsToPostAt(ctx: ReadCtx): Promise<{ value: string; label: string }[]> {
  const begun = await unitsToBegin(ctx);
  const own = await unitChoices(ctx, 'posting:grant');
  const others = (await listTree(ctx)).filter(({ id }) => begun.has(id));
  return [...own, ...others.map(({ id, name }) => ({ value: String(id), label: m.accounts_unit_to_begin({ name }) }))];
}

/** The unit that a page is about: the one asked for when it is among the choices, else the first. */
export function chosenUnit(url: URL, choices: readonly { value: string }[]): number {
  const asked = url.searchParams.get('unit');
  return Number((choices.find(({ value }) => value === asked) ?? choices[0])?.value ?? -1);
}

export function showPosting(posting: Posting, actor: Actor, language: 'id' | 'en') {
  const day = (date: PlainDate) => formatDate(date, language);
  const state = posting.withdrawnAt
    ? ('withdrawn' as const)
    : posting.approvedAt
      ? ('counts' as const)
      : ('waits' as const);
  return {
    id: posting.id,
    role: roleWords[posting.role](),
    kind: postingKindWords[posting.kind](),
    section: posting.section ? sectionWords[posting.section]() : '',
    unit: posting.unitName,
    staff: posting.staffName,
    days: posting.endsOn
      ? m.accounts_posting_days({ from: day(posting.startsOn), until: day(posting.endsOn) })
      : m.accounts_posting_since({ from: day(posting.startsOn) }),
    state,
    stateWord: {
      withdrawn: m.accounts_posting_withdrawn,
      counts: m.accounts_posting_counts,
      waits: m.accounts_posting_waits,
    }[state](),
    orderNumber: posting.orderNumber,
    madeBy: posting.madeByName ?? '',
    approvedBy: posting.approvedByName ?? '',
    withdrawnWhy: posting.withdrawnWhy ?? '',
    mayApprove:
      state === 'waits' &&
      posting.madeBy !== actor.accountId &&
      posting.staffId !== actor.staffId &&
      holds(actor, 'posting:approve'),
  };
}
