import { formatNumber, formatShortMoment, type Locale } from '#kernel/format';
import type { Zone } from '#kernel/zone';
import { holds } from '#modules/access';
import {
  bandWords,
  questionAges,
  questionBands,
  questionPlaces,
  questionPlaceWords,
  questionWhys,
  questionWords,
  type QuestionFilter,
} from '#modules/people';
import { getImport } from '#modules/imports/server';
import { countQuestions, getComparison, listQuestions } from '#modules/people/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import { showOther } from '../links.server.ts';
import { filterAsked, queryOf, withPeople } from './filter.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:link', 'person:compare'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const part = partAsked(url);
    const filter = await withPeople(ctx, filterAsked(url));
    const { rows, total } = await listQuestions(ctx, filter, part);
    const zone = ctx.actor.postings[0]?.zone ?? 'Asia/Jakarta';
    const open = (id: string) => `/people/questions/${id}${queryOf(filter)}`;
    const count = { count: formatNumber(total, language) };
    return {
      saved: url.searchParams.has('saved'),
      ...(await filterShown(ctx, filter, zone, language)),
      first: rows[0] && open(rows[0].id),
      pages: {
        summary: filter.state ? m.people_questions_count_all(count) : m.people_questions_count(count),
        ...pagesOf(url, part.offset, total),
      },
      rows: rows.map((row) => ({
        id: row.id,
        person: row.name,
        href: `/people/${row.personId}/links`,
        look: open(row.id),
        other: showOther(row, language),
        why: questionWords[row.why](),
        band: row.band ? bandWords[row.band]() : '–',
        since: formatShortMoment(row.since, zone, language),
        answered: row.closedAt
          ? m.people_questions_answered_at({ at: formatShortMoment(row.closedAt, zone, language) })
          : '',
        unit: row.unitName,
      })),
    };
  });

/** What may be chosen, and what is chosen now in words, each with the address that lifts it. */
async function filterShown(ctx: ReadCtx, filter: QuestionFilter, zone: Zone, language: Locale) {
  const { why, unitId, comparisonId, importId, place, band, olderThan, state } = filter;
  // Offices of which something is open; one that is asked for stays, also when its last question is answered.
  const units = (await countQuestions(ctx)).map((one) => ({ value: String(one.unitId), label: one.unit }));
  const unit = units.find(({ value }) => value === String(unitId));
  const comparison =
    comparisonId && holds(ctx.actor, 'person:compare') ? await getComparison(ctx, comparisonId) : undefined;
  const older = (days: number) => m.people_questions_older({ days });
  const stateWords = { answered: m.people_questions_state_answered(), all: m.people_questions_state_all() };
  const without = (part: keyof QuestionFilter) => `/people/questions${queryOf({ ...filter, [part]: undefined })}`;
  const said = [
    why && { label: questionWords[why](), removeHref: without('why') },
    unit && { label: unit.label, removeHref: without('unitId') },
    comparison && {
      label: m.people_questions_of_comparison({
        unit: comparison.unit,
        at: formatShortMoment(comparison.askedAt, zone, language),
      }),
      removeHref: without('comparisonId'),
    },
    importId && {
      label: m.people_questions_of_import({ file: (await getImport(ctx, importId)).fileName }),
      removeHref: without('importId'),
    },
    place && { label: questionPlaceWords[place](), removeHref: without('place') },
    band && { label: m.people_dup_band({ band: bandWords[band]() }), removeHref: without('band') },
    olderThan && { label: older(olderThan), removeHref: without('olderThan') },
    state && { label: stateWords[state], removeHref: without('state') },
  ];
  return {
    active: said.flatMap((one) => (one ? [one] : [])),
    hidden: { ...(comparisonId ? { comparison: comparisonId } : {}), ...(importId ? { import: importId } : {}) },
    chosen: {
      why: why ?? '',
      unit: unit?.value ?? '',
      place: place ?? '',
      band: band ?? '',
      older: olderThan ? String(olderThan) : '',
      state: state ?? '',
    },
    options: {
      whys: questionWhys.map((value) => ({ value, label: questionWords[value]() })),
      units,
      places: questionPlaces.map((value) => ({ value, label: questionPlaceWords[value]() })),
      bands: questionBands.map((value) => ({ value, label: bandWords[value]() })),
      ages: questionAges.map((days) => ({ value: String(days), label: older(days) })),
      states: Object.entries(stateWords).map(([value, label]) => ({ value, label })),
    },
  };
}
