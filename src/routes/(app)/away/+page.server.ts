import { formatNumber, formatShortDate } from '#kernel/format';
import { readDate } from '#kernel/dates-id';
import { readNik } from '#kernel/nik';
import { standingWords } from '#modules/at-large';
import { askAtLarge, listPointers } from '#modules/at-large/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { toneOf } from '../clients/[caseId]/at-large/shown.server.ts';
import { pagesOf, partAsked } from '../today/list.server.ts';
import { showLikely, wayTo } from './shown.server.ts';
import { askersToday, unitsToChoose } from './units.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:know'] };

const ages = ['30', '60', '90'] as const;

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = url.searchParams;
    const today = askersToday(ctx);
    const units = await unitsToChoose(ctx);
    const under = units.find(({ value }) => value === asked.get('unit'));
    const age = ages.find((one) => one === asked.get('age'));
    const part = partAsked(url);
    const held = asked.has('held');
    const filter = { today, under: under?.unit.id, olderThan: age ? Number(age) : undefined, held };
    const list = await listPointers(ctx, filter, part);
    const typed = { who: (asked.get('who') ?? '').slice(0, 200), birth: (asked.get('birth') ?? '').slice(0, 30) };
    const birth = readDate(typed.birth, {});
    const wrongBirth = typed.birth.trim() !== '' && !birth.ok;
    const nik = readNik(typed.who);
    const isNik = nik.ok && nik.nik !== undefined;
    const met = {
      name: isNik ? '' : typed.who,
      nik: isNik ? nik.nik : null,
      birthDay: birth.ok ? birth.day : null,
    };
    const found = typed.who.trim() === '' || wrongBirth ? undefined : await askAtLarge(ctx, met);
    const without = (name: string) => {
      const there = new URLSearchParams(asked);
      there.delete(name);
      there.delete('page');
      return `/away?${there}`;
    };
    return {
      typed,
      birthError: wrongBirth ? m.at_large_birth_wrong() : undefined,
      found: found && showLikely(found, language),
      units: units.map(({ value, label }) => ({ value, label })),
      ages: ages.map((value) => ({ value, label: m.at_large_older({ days: value }) })),
      values: { unit: under?.value ?? '', age: age ?? '', held },
      active: [
        ...(under ? [{ label: under.unit.name, removeHref: without('unit') }] : []),
        ...(age ? [{ label: m.at_large_older({ days: age }), removeHref: without('age') }] : []),
        ...(held ? [{ label: m.at_large_state_located_elsewhere(), removeHref: without('held') }] : []),
      ],
      summary: m.at_large_count({ count: formatNumber(list.total, language) }),
      pages: pagesOf(url, part.offset, list.total),
      rows: list.rows.map((one) => ({
        id: one.id,
        unit: one.unit,
        phone: one.phone,
        state: standingWords(one),
        tone: toneOf(one.state),
        since: formatShortDate(one.clockFrom, language),
        days: m.at_large_days({ count: formatNumber(one.days, language) }),
        ...wayTo(one),
      })),
    };
  });
