import { formatDate, formatMoment, type Locale } from '#kernel/format';
import { formatPartialDate, parsePartialDate, type PartialDate } from '#kernel/partial-date';
import { isPlainDate } from '#kernel/plain-date';
import { educationWords, fieldWords, maritalWords, religionWords, sexWords } from '#modules/people';
import { findPlace, listChanges } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { showPerson } from '../../shown.server.ts';
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
            after: await worded(line.field, line.after, language),
            by: line.by === 'system' || line.by === '' ? m.people_history_system() : line.by,
            reason: line.reason,
          })),
      ),
    };
  });

function nameOf(field: string): string {
  return (fieldWords as Record<string, () => string>)[field]?.() ?? field;
}

const choiceWords: Record<string, Record<string, () => string>> = {
  sex: sexWords,
  religion: religionWords,
  maritalState: maritalWords,
  education: educationWords,
};

/** A value of the past in words, whatever it was. */
async function worded(field: string, value: unknown, language: Locale): Promise<string> {
  if (value === null || value === undefined || value === '') return '';
  if (field === 'family' || field === 'photo') return m.people_history_changed();
  if (typeof value === 'boolean') return value ? m.people_yes() : m.people_no();
  if (typeof value === 'string') {
    const words = choiceWords[field]?.[value];
    if (words) return words();
    return isPlainDate(value) ? formatDate(value, language) : value;
  }
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'object') return String(value);
  const parts = value as Record<string, unknown>;
  if (field === 'birth') {
    const birth = parsePartialDate(String(parts['text']), parts['precision'] as PartialDate['precision']);
    return birth ? formatPartialDate(birth, language) : '';
  }
  const area = typeof parts['areaCode'] === 'string' ? await findPlace(parts['areaCode']) : undefined;
  return [parts['name'], parts['number'], parts['owner'], parts['line'], area?.names.join(', ')]
    .filter(Boolean)
    .join(', ');
}
