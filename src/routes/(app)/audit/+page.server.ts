import { formatNumericDate, formatShortMoment } from '#kernel/format';
import { holds, unitsWhere } from '#modules/access';
import { marksAtTheDoor } from '#modules/accounts/server';
import { detailOf, exportHref } from '#modules/exports/server';
import { momentsOf, zoneOf } from '#modules/journal';
import { listWhats, searchLog, whatWords, type AuditFilter } from '#modules/journal/server';
import { sayRoles } from '#modules/units';
import { listUnitsUnder } from '#modules/units/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { dayOf } from './period.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['journal:search', 'access_log:search'] };

const THIRTEEN_MONTHS_MS = 400 * 86_400_000;

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = locals.actor!;
  const asked = (name: string) => url.searchParams.get(name)?.trim() || undefined;
  // A head reads who opened the files of his office, and has no right to search the journal itself.
  const log =
    asked('log') === 'access_log' || !holds(actor, 'journal:search') ? ('access_log' as const) : ('journal' as const);
  const zone = zoneOf(actor);
  const [from, until] = [dayOf(asked('from') ?? null), dayOf(asked('until') ?? null)];
  const unit = Number(asked('unit'));
  const filter: AuditFilter = {
    log,
    ...momentsOf(zone, from, until),
    ...(asked('officer') ? { username: asked('officer')!.toLowerCase() } : {}),
    ...(asked('case') ? { caseCode: asked('case')! } : {}),
    ...(asked('what') ? { what: asked('what')! } : {}),
    ...(Number.isInteger(unit) && unit > 0 ? { unitId: unit } : {}),
    ...(asked('after') && /^[0-9a-f-]{36}$/i.test(asked('after')!) ? { after: asked('after')! } : {}),
  };
  return locals.read(async (ctx) => {
    const marks = filter.username ? { marks: await marksAtTheDoor(ctx, filter.username) } : {};
    const { lines, next } = await searchLog(ctx, { ...filter, ...marks });
    const whats = await listWhats(ctx, log, new Date(ctx.now.getTime() - THIRTEEN_MONTHS_MS));
    const right = log === 'journal' ? 'journal:search' : 'access_log:search';
    const where = unitsWhere(actor, right).map((posting) => posting.unitId);
    const units = await listUnitsUnder(ctx, where);
    return {
      log,
      exportHref: await exportHref(
        ctx,
        log === 'journal' ? 'journal' : 'access-log',
        filter.unitId ?? where[0]!,
        {
          from,
          until,
          officer: filter.username,
          case: filter.caseCode,
          what: filter.what,
          only: filter.unitId === undefined ? undefined : '1',
        },
        lines.length,
      ),
      lines: lines.map((line) => ({
        id: line.id,
        at: formatShortMoment(line.at, zone, locals.language),
        what: whatWords(line.what),
        who: line.actor === 'system' ? m.journal_system() : (line.actor ?? ''),
        role: line.role && line.actor !== 'system' ? sayRoles(line.role) : '',
        unit: line.unitName ?? '',
        code: line.code ?? '',
        href: line.caseId ? `/clients/${line.caseId}` : line.stayId ? `/custody/${line.stayId}` : undefined,
        detail: detailOf(line, { zone, language: locals.language }),
      })),
      pages: { next: next ? addressOf(url, next) : undefined },
      typed: {
        from: from ? formatNumericDate(from) : '',
        until: until ? formatNumericDate(until) : '',
        officer: asked('officer') ?? '',
        case: asked('case') ?? '',
        what: asked('what') ?? '',
        unit: asked('unit') ?? '',
      },
      whats: whats
        .map((what) => ({ value: what, label: whatWords(what) }))
        .sort((a, b) => a.label.localeCompare(b.label)),
      units: [...new Map(units.map((one) => [one.id, { value: String(one.id), label: one.name }])).values()],
    };
  });
};

function addressOf(url: URL, after: string): string {
  const next = new URLSearchParams(url.searchParams);
  next.set('after', after);
  return `?${next}`;
}
