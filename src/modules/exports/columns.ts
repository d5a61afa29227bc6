import type { LastDay } from '#kernel/holidays';
import { m } from '#messages';
import { ageGroups, ageWords, clientKinds, kindWords } from '#modules/cases';
import { channels, channelWords } from '#modules/check-ins';
import { countWords } from '#modules/units';
import type { Value } from '#platform/tables/cells';
import type { ExportColumn, ExportFilter } from './define.ts';

export const text = (id: string, label: () => string): ExportColumn => ({ id, label, kind: 'text' });
export const date = (id: string, label: () => string): ExportColumn => ({ id, label, kind: 'date' });
export const number = (id: string, label: () => string): ExportColumn => ({ id, label, kind: 'number' });

/** A last day and which days were counted to find it. */
export const lastDayColumns = (id: string, label: () => string): readonly ExportColumn[] => [
  date(id, label),
  { ...text(`${id}Counts`, m.exports_column_due_counts), besides: id },
];
export const lastDayValues = (id: string, due: LastDay | null): Record<string, Value> => ({
  [id]: due?.on ?? null,
  [`${id}Counts`]: due && countWords[due.counts](),
});

/** Who a row is about. */
export const who: readonly ExportColumn[] = [
  text('register', m.exports_column_register),
  text('name', m.exports_column_name),
  text('kind', m.exports_column_kind),
];
/** What says who somebody is beyond his name; a second person agrees before it leaves. */
export const closed: readonly ExportColumn[] = [
  text('nik', m.exports_column_nik),
  text('nikSource', m.people_field_nik_source),
  text('address', m.exports_column_address),
  text('phone', m.exports_column_phone),
].map((column) => ({ ...column, forbiddenByDefault: true }));
export const counsellor = text('counsellor', m.exports_column_counsellor);

/** What several lists say of a report or of the period that it is for. */
export const day = date('day', m.exports_column_day);
export const channel = text('channel', m.exports_column_channel);
export const grade = text('grade', m.exports_column_grade);
export const periodFrom = date('from', m.exports_column_period_from);
export const periodUntil = date('until', m.exports_column_period_until);
export const lastReport = date('lastReport', m.exports_column_last_report);
export const misses = number('misses', m.exports_column_misses);

/** Choices of a filter, each in its words. */
export const optionsOf = <T extends string>(values: readonly T[], words: Readonly<Record<T, () => string>>) =>
  values.map((value) => ({ value, label: words[value] }));

export const officerFilter: ExportFilter = { id: 'officer', label: m.cases_filter_officer, kind: 'officer' };
export const channelFilter: ExportFilter = {
  id: 'channel',
  label: m.exports_column_channel,
  kind: 'choice',
  options: optionsOf(channels, channelWords),
};
export const kindFilter: ExportFilter = {
  id: 'kind',
  label: m.exports_column_kind,
  kind: 'choice',
  options: optionsOf(clientKinds, kindWords),
};
export const ageFilter: ExportFilter = {
  id: 'age',
  label: m.exports_column_age_group,
  kind: 'choice',
  options: optionsOf(ageGroups, ageWords),
};

/** A code in words; one that has none stays as it is. */
export const word = (words: object, code: string | null): Value =>
  code === null ? null : ((words as Record<string, () => string>)[code]?.() ?? code);
