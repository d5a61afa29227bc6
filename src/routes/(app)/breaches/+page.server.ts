import { formatNumber, formatShortDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { holds, may, unitsWhere } from '#modules/access';
import {
  breachStates,
  groundWords,
  listedTogether,
  sourceWords,
  stateWords,
  type ListedState,
} from '#modules/breaches';
import { listBreaches } from '#modules/breaches/server';
import { listCounsellors } from '#modules/cases/server';
import { exportHref } from '#modules/exports/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { dueWords } from '../../due.server.ts';
import { toneOf } from '../clients/[caseId]/breaches/shown.server.ts';
import { optionsOf } from '../clients/shown.server.ts';
import { pagesOf, partAsked } from '../today/list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

const ages = ['7', '30', '60', '90'] as const;

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = url.searchParams;
    const unit = unitsWhere(ctx.actor, 'breach:handle')[0]!;
    const today = todayAt(unit, ctx.now);
    const leads = may(ctx.actor, 'breach:decide', { unitId: unit.unitId, unitPath: unit.unitPath });
    const wanted = asked.get('state') ?? 'running';
    const state =
      wanted === 'all' ? undefined : ([...breachStates, ...listedTogether] as const).find((one) => one === wanted);
    const age = ages.find((one) => one === asked.get('age'));
    const officer = asked.get('officer');
    const filter = {
      unitId: unit.unitId,
      today,
      state: wanted === 'all' ? undefined : (state ?? 'running'),
      olderThan: age ? Number(age) : undefined,
      overdue: asked.has('overdue'),
      pkStaffId: isUuid(officer) ? officer : undefined,
      mine: !leads || asked.get('whose') === 'mine',
    } as const;
    const part = partAsked(url);
    const list = await listBreaches(ctx, filter, part);
    const together = { running: m.breaches_state_running, to_begin: m.breaches_state_to_begin };
    const words = (value: ListedState | undefined) =>
      value === undefined ? m.breaches_state_all() : { ...stateWords, ...together }[value]();
    const officers = leads ? await listCounsellors(ctx, unit.unitId) : [];
    const without = (name: string) => {
      const there = new URLSearchParams(asked);
      there.delete(name);
      there.delete('page');
      return `/breaches?${there}`;
    };
    return {
      summary: m.breaches_count({ count: formatNumber(list.total, language) }),
      leads,
      exportHref: holds(ctx.actor, 'export:ask')
        ? await exportHref(ctx, 'breaches', unit.unitId, {
            state: wanted,
            age,
            overdue: filter.overdue ? '1' : undefined,
            officer: filter.pkStaffId,
          })
        : undefined,
      pages: pagesOf(url, part.offset, list.total),
      values: { state: wanted, age: age ?? '', officer: filter.pkStaffId ?? '', overdue: filter.overdue },
      states: [
        ...optionsOf(together, listedTogether),
        { value: 'all', label: m.breaches_state_all() },
        ...optionsOf(stateWords, breachStates),
      ],
      ages: ages.map((value) => ({ value, label: m.breaches_older({ days: value }) })),
      officers: officers.map(({ staffId, name }) => ({ value: staffId, label: name })),
      active: [
        ...(filter.state === 'running' ? [] : [{ label: words(filter.state), removeHref: without('state') }]),
        ...(age ? [{ label: m.breaches_older({ days: age }), removeHref: without('age') }] : []),
        ...(filter.overdue ? [{ label: m.breaches_late(), removeHref: without('overdue') }] : []),
        ...(filter.pkStaffId
          ? [
              {
                label: officers.find(({ staffId }) => staffId === filter.pkStaffId)?.name ?? m.cases_filter_officer(),
                removeHref: without('officer'),
              },
            ]
          : []),
      ],
      rows: list.rows.map((one) => ({
        id: one.id,
        href: `/clients/${one.caseId}/breaches/${one.id}`,
        name: one.name,
        register: one.registerLabel ?? '',
        what: one.grounds.map((code) => groundWords[code]()).join('; '),
        state: stateWords[one.state](),
        tone: toneOf(one.state),
        source: sourceWords[one.source](),
        opened: formatShortDate(one.openedOn, language),
        due: dueWords(one, today, language) ?? '–',
        late: one.dueOn !== null && one.dueOn < today,
        pk: one.pkName ?? m.cases_no_counsellor(),
      })),
    };
  });
