import { formatShortDate } from '#kernel/format';
import { plainDate } from '#kernel/plain-date';
import { inSentence } from '#kernel/text';
import { standingWords } from '#modules/at-large';
import { listAwayOf, recogniseAway, tellOfMet, type Recognised } from '#modules/at-large/server';
import { groupWords, type AgreeingGroup } from '#modules/people';
import { m, type Locale } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import type { PersonRow, RowProblem } from './row.ts';

type Read = { line: number; clean: PersonRow };
const KEY = 'imports_warning_searched';

/** Who of these rows may be somebody that was revoked and is not back in custody. */
export async function searchedAmong(ctx: ReadCtx, rows: readonly Read[]): Promise<Map<number, Recognised[]>> {
  return recogniseAway(
    ctx,
    rows.map(({ line, clean: { name, nik, birth } }) => ({
      line,
      name,
      nik,
      birthDay: birth?.precision === 'day' ? plainDate(birth.text) : null,
    })),
  );
}

/** What stands with such a row: the pointer of the search and what agrees. Who it is, is asked anew for whoever looks. */
export function warnOfSearched({ id, agrees }: Recognised): RowProblem {
  return { column: 'name', problem: `${KEY}?search=${id}&agrees=${agrees.join('.')}` };
}

/** Rows that became clients: the offices that search for them hear of it. Institutions tell what they book themselves. */
export async function tellSearching(
  ctx: Ctx,
  fromUnitId: number,
  rows: readonly Read[],
  became: readonly { caseId?: string }[],
): Promise<void> {
  const searched = await searchedAmong(ctx, rows);
  for (const [at, { line }] of rows.entries()) {
    const caseId = became[at]?.caseId;
    if (caseId === undefined) continue;
    for (const { id: searchId, unitId } of searched.get(line) ?? [])
      await tellOfMet(ctx, { searchId, unitId, fromUnitId, caseId });
  }
}

export type ShownSearched = { what: string; href: string };
/** Puts these warnings into words for whoever looks; a search of which he may not know says nothing to him. */
export async function wordsOfSearched(
  ctx: ReadCtx,
  problems: readonly string[],
  language: Locale,
): Promise<(problem: string) => ShownSearched | undefined> {
  const away = await listAwayOf(ctx, [...new Set(problems.flatMap((problem) => factsOf(problem)?.search ?? []))]);
  return (problem) => {
    const facts = factsOf(problem);
    const one = facts && away.get(facts.search);
    if (!one) return undefined;
    return {
      what: m.imports_warning_searched_by({
        unit: one.unit,
        day: formatShortDate(one.clockFrom, language),
        state: inSentence(standingWords(one)),
        agrees: facts.agrees.map((group) => inSentence(groupWords[group]())).join(', '),
      }),
      href: one.caseId ? `/clients/${one.caseId}/at-large` : `/away/${one.id}`,
    };
  };
}

export function isSearched(problem: string): boolean {
  return factsOf(problem) !== undefined;
}

function factsOf(problem: string): { search: string; agrees: AgreeingGroup[] } | undefined {
  const [key, query = ''] = problem.split('?', 2);
  const facts = new URLSearchParams(query);
  const search = facts.get('search');
  if (key !== KEY || search === null) return undefined;
  return { search, agrees: (facts.get('agrees') ?? '').split('.').filter(Boolean) as AgreeingGroup[] };
}
