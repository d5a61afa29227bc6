import { formatMoment } from '#kernel/format';
import { fieldWords } from '#modules/people';
import { listChanges } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { showPerson } from '../../shown.server.ts';
import { worded } from './worded.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language, actor } = locals;
    const shown = await showPerson(ctx, params.personId, url.pathname, language);
    const zone = actor?.postings[0]?.zone ?? 'Asia/Jakarta';
    const lines = (await listChanges(ctx, params.personId)).flatMap((change) => {
      if (change.field !== 'person') return [change];
      // What was known at registration is where each field begins.
      return Object.entries(change.after as Record<string, unknown>).map(([field, after]) => ({
        ...change,
        field: field === 'aliases' ? 'alias' : field,
        after,
        reason: m.people_history_registered(),
      }));
    });
    const fields = [...new Set(lines.map(({ field }) => field))];
    const chosen = url.searchParams.get('field') ?? '';
    return {
      shown,
      chosen: fields.includes(chosen) ? chosen : '',
      fields: fields.map((field) => ({ value: field, label: nameOf(field) })),
      lines: await Promise.all(
        lines
          .filter(({ field }) => !fields.includes(chosen) || field === chosen)
          .map(async (line, id) => ({
            id,
            when: formatMoment(line.at, zone, language),
            field: nameOf(line.field),
            before: await worded(line.field, line.before, language),
            after: isGone(line) ? m.people_history_removed() : await worded(line.field, line.after, language),
            by: line.by === 'system' || line.by === '' ? m.people_history_system() : line.by,
            reason: line.reason,
          })),
      ),
    };
  });

/** What hangs on a person was taken away; a field of his own is only empty. */
const hanging: ReadonlySet<string> = new Set(['alias', 'address', 'phone', 'family', 'photo']);
const isGone = ({ field, before, after }: { field: string; before: unknown; after: unknown }) =>
  hanging.has(field) && before !== null && after === null;

function nameOf(field: string): string {
  return (fieldWords as Record<string, () => string>)[field]?.() ?? field;
}
