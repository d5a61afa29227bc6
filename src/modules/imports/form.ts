import * as v from 'valibot';
import { checkbox, integer, optionalInteger, uuidField } from '#kernel/fields';
import { allColumns } from './kinds.ts';

const submissionId = uuidField();

export const NewImportForm = v.object({
  submissionId,
  unitId: integer(1, 2_000_000_000),
  file: v.optional(v.unknown()),
});
export const TakeForm = v.object({ submissionId, likely: checkbox(), forNotices: checkbox() });
export const CancelForm = v.object({ submissionId });

/** For each column of any kind of list where it stands in the file, counted from 0; left empty where the file has none. */
export const mapForm = v.object({
  submissionId,
  sheet: integer(0, 19),
  headerRow: integer(1, 25),
  ...(Object.fromEntries(allColumns.map((id) => [`column_${id}`, optionalInteger(0, 79)])) as Record<
    `column_${string}`,
    ReturnType<typeof optionalInteger>
  >),
});
