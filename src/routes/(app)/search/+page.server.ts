import { formatNumber } from '#kernel/format';
import { readNik } from '#kernel/nik';
import { formatPartialDate } from '#kernel/partial-date';
import { may } from '#modules/access';
import { askAtLarge, awayAmong } from '#modules/at-large/server';
import { numberMatchWords, wordMatchWords } from '#modules/people';
import { evidenceWords } from '#modules/people/recognition';
import { searchPeople, type HitReason } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { showLikely } from '../away/shown.server.ts';
import { showPointer } from '../people/shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:search'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const typed = url.searchParams.get('q') ?? '';
  const page = Number(url.searchParams.get('page') ?? '1');
  const mayRegister =
    locals.actor?.postings.some(({ unitId, unitPath }) => may(locals.actor!, 'case:receive', { unitId, unitPath })) ??
    false;
  const { result, away, likely } = await locals.read(async (ctx) => {
    const answer = await searchPeople(ctx, typed, { page });
    if (!answer.ok) return { result: answer, away: new Set<string>(), likely: [] };
    const here = await awayAmong(
      ctx,
      answer.hits.map(({ personId }) => personId),
    );
    const nik = readNik(typed);
    const met = nik.ok && nik.nik ? { name: '', nik: nik.nik } : { name: typed };
    // Those of one's own hits are marked where they stand.
    const marked = new Set(here.map(({ id }) => id));
    const others = (await askAtLarge(ctx, met)).filter(({ id }) => !marked.has(id));
    return { result: answer, away: new Set(here.map(({ personId }) => personId)), likely: others };
  });
  if (!result.ok) return { typed: typed.slice(0, 200), state: result.why, mayRegister };

  const to = (number: number) => `/search?${new URLSearchParams({ q: typed, page: String(number) })}`;
  const from = (result.page - 1) * 20 + 1;
  const range = {
    from: formatNumber(from, language),
    until: formatNumber(from + result.hits.length - 1, language),
    total: formatNumber(result.total, language),
  };
  return {
    typed,
    state: result.hits.length === 0 ? ('none' as const) : ('found' as const),
    mayRegister,
    many: result.more,
    pages: {
      summary: result.more ? m.people_search_range_many(range) : m.people_search_range(range),
      previous: result.page > 1 ? to(result.page - 1) : undefined,
      next: result.page < result.pages ? to(result.page + 1) : undefined,
    },
    elsewhere: result.elsewhere.map(showPointer),
    likely: showLikely(likely, language),
    hits: result.hits.map((hit) => ({
      id: hit.personId,
      away: away.has(hit.personId),
      name: hit.name,
      photo: hit.photoFileId ? `/files/${hit.photoFileId}` : undefined,
      birth: hit.birth ? formatPartialDate(hit.birth, language) : '',
      nik: hit.nikTail ? `•••• ${hit.nikTail}` : '',
      unit: hit.unitName,
      registers: [
        ...hit.cases.map((one) => ({ ...one, href: `/clients/${one.id}` })),
        ...hit.stays.map((one) => ({ ...one, href: `/custody/${one.id}` })),
      ].map(({ href, registerLabel }) => ({ href, label: registerLabel ?? m.people_search_no_case() })),
      why: hit.reasons.map(sayReason),
    })),
  };
};

function sayReason(reason: HitReason): string {
  if (reason.what === 'recognised') return reason.evidence.map(evidenceWords).join('; ');
  if (reason.what !== 'name') return numberMatchWords[reason.what]();
  const says = wordMatchWords[reason.match]({ word: reason.word });
  return reason.alias ? `${says} ${m.people_why_alias()}` : says;
}
