import { error } from '@sveltejs/kit';
import { formatDate } from '#kernel/format';
import { addresseeWords, documentWords, stateWords, stepWords } from '#modules/at-large';
import { kindWords } from '#modules/cases';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { birthWords } from '../../../shown.server.ts';
import { showSearch } from '../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

const id = { locale: 'id' } as const;

/** The annex of a request to arrest: who he is, the decree, what was done, and where he was seen. In Indonesian whatever the screen speaks. */
export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { search, header, shown, base } = await showSearch(ctx, params.caseId, locals.language);
    if (!search) error(404, m.errors_not_found());
    const unit = await getUnit(ctx, search.unitId);
    const day = (on: Parameters<typeof formatDate>[0]) => formatDate(on, 'id');
    const unknown = m.at_large_not_known({}, id);
    return {
      shown,
      base,
      photo: shown.photo,
      unit: { name: unit.name, address: unit.address },
      dated: day(search.today),
      who: [
        [m.at_large_paper_name({}, id), header.name],
        [m.at_large_paper_birth({}, id), birthWords(header, 'id')],
        [m.at_large_paper_register({}, id), header.label ?? unknown],
        [m.at_large_paper_kind({}, id), kindWords[header.kind]()],
        [m.at_large_paper_decree({}, id), search.decree.number || unknown],
        [m.at_large_paper_decree_dated({}, id), search.decree.dated ? day(search.decree.dated) : unknown],
        [m.at_large_paper_decree_issuer({}, id), search.decree.issuer || unknown],
        [m.at_large_paper_state({}, id), stateWords[search.state]({}, id)],
        [m.at_large_paper_days({}, id), m.at_large_paper_days_count({ count: String(search.days) }, id)],
      ] as [string, string][],
      done: [
        ...search.copies.map((copy) => ({
          id: copy.id,
          text: m.at_large_paper_copy(
            { day: day(copy.sentOn), to: `${addresseeWords[copy.addressee]({}, id)} (${copy.name})` },
            id,
          ),
        })),
        ...search.moves.map((move) => ({
          id: move.id,
          text: [day(move.day), stepWords[move.step]({}, id), documentWords[move.document]({}, id), move.documentNumber]
            .filter(Boolean)
            .join(', '),
        })),
      ],
      seen: search.sightings.map((one) => ({ id: one.id, text: `${day(one.seenOn)}: ${one.place}. ${one.note}` })),
    };
  });
