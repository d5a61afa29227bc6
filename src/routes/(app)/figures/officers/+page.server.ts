import { formatDay, formatNumber } from '#kernel/format';
import { parseMonth } from '#kernel/period';
import { exportHref } from '#modules/exports/server';
import { asOf } from '#modules/figures';
import { listOfficersOn, officerStandings, type OfficerStanding } from '#modules/figures/server';
import { gradeWords, todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import { standingWords } from '../links.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['figures:read', 'figures:aggregate'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  return locals.read(async (ctx) => {
    const asked = (name: string) => url.searchParams.get(name) ?? undefined;
    const unit = await getUnit(ctx, Number(asked('unit') ?? Number.NaN));
    const until = parseMonth(asked('until') ?? '');
    const day = asOf(until, todayAt(unit, ctx.now));
    const inUnit = Number(asked('in'));
    const grade = asked('grade');
    const standing = officerStandings.find((one) => one === asked('standing')) as OfficerStanding | undefined;
    const part = partAsked(url);
    const list = await listOfficersOn(
      ctx,
      { unitId: unit.id },
      day,
      {
        ...(Number.isInteger(inUnit) && inUnit > 0 ? { inUnit } : {}),
        ...(grade ? { grade } : {}),
        ...(standing ? { standing } : {}),
      },
      part,
    );
    const inGrade = (one: string) => gradeWords[one as keyof typeof gradeWords]?.() ?? m.figures_other_grade();
    return {
      title: [m.figures_officers_list(), standing && standingWords[standing](), grade && inGrade(grade)]
        .filter(Boolean)
        .join(' · '),
      unit: { id: unit.id, name: unit.name },
      day: formatDay(day, language),
      exportHref: await exportHref(
        ctx,
        'officers-behind',
        unit.id,
        { in: Number.isInteger(inUnit) && inUnit > 0 ? String(inUnit) : undefined, grade, standing, until },
        list.total,
      ),
      pages: {
        summary: m.figures_list_shown({
          visible: formatNumber(list.total, language),
          total: formatNumber(list.total, language),
        }),
        ...pagesOf(url, part.offset, list.total),
      },
      rows: list.rows.map((one) => ({
        key: `${one.staffId} ${one.unitId}`,
        name: one.name,
        grade: inGrade(one.grade),
        unit: one.unitName,
        standing: standingWords[one.standing](),
      })),
    };
  });
};
