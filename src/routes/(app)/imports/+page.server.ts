import { formatNumber, formatShortMoment } from '#kernel/format';
import { exportHref } from '#modules/exports/server';
import { kinds, kindsFor, stateWords, type ImportState } from '#modules/imports';
import { listImports } from '#modules/imports/server';
import { unitsWhere } from '#modules/access';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['import:bring', 'custody:import'] };

const tones: Record<ImportState, 'neutral' | 'info' | 'success' | 'warning' | 'error'> = {
  uploaded: 'info',
  mapping: 'warning',
  checking: 'info',
  checked: 'warning',
  taking: 'info',
  done: 'success',
  failed: 'error',
  cancelled: 'neutral',
};

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language, actor } = locals;
  const typed = new Date(url.searchParams.get('before') ?? '');
  const { imports, next, href, kind } = await locals.read(async (ctx) => {
    const list = await listImports(ctx, Number.isNaN(typed.getTime()) ? null : typed);
    const [kind] = kindsFor(ctx.actor);
    const { unitId } = unitsWhere(ctx.actor, kind!.action)[0]!;
    return {
      ...list,
      kind: kind!,
      href: await exportHref(ctx, 'imports', unitId, {}, list.imports.length),
    };
  });
  const zone = actor!.postings[0]!.zone;
  return {
    exportHref: href,
    title: kind.says.title(),
    lead: kind.says.lead(),
    rows: imports.map((one) => ({
      id: one.id,
      when: formatShortMoment(one.madeAt, zone, language),
      who: one.madeBy,
      file: one.fileName,
      unit: one.unitName,
      list: kinds[one.kind].sheet(),
      state: { label: stateWords[one.state](), tone: tones[one.state] },
      rows: formatNumber(one.total, language),
      taken: formatNumber(one.taken, language),
      left: formatNumber(one.leftBack, language),
    })),
    // Whoever brings for offices below his own sees of which each is.
    severalUnits: new Set([...imports, ...actor!.postings].map(({ unitId }) => unitId)).size > 1,
    severalKinds: kindsFor(actor!).length > 1,
    pages: { next: next ? `/imports?before=${encodeURIComponent(next.toISOString())}` : undefined },
  };
};
