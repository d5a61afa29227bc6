import { m } from '#messages';
import type { Value } from '#platform/tables/cells';
import type { ExportColumn } from './define.ts';

/** Who a row is about. */
export const who: readonly ExportColumn[] = [
  { id: 'register', label: m.exports_column_register, kind: 'text' },
  { id: 'name', label: m.exports_column_name, kind: 'text' },
  { id: 'kind', label: m.exports_column_kind, kind: 'text' },
];
/** What says who somebody is beyond his name; a second person agrees before it leaves. */
export const closed: readonly ExportColumn[] = [
  { id: 'nik', label: m.exports_column_nik, kind: 'text', forbiddenByDefault: true },
  { id: 'address', label: m.exports_column_address, kind: 'text', forbiddenByDefault: true },
  { id: 'phone', label: m.exports_column_phone, kind: 'text', forbiddenByDefault: true },
];
export const counsellor: ExportColumn = { id: 'counsellor', label: m.exports_column_counsellor, kind: 'text' };

/** A code in words; one that has none stays as it is. */
export const word = (words: object, code: string | null): Value =>
  code === null ? null : ((words as Record<string, () => string>)[code]?.() ?? code);
