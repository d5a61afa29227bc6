import * as v from 'valibot';
import {
  checkbox,
  choice,
  choices,
  integer,
  optionalDate,
  optionalShortText,
  optionalText,
  uuidField,
} from '#kernel/fields';
import { columnsOffered, type ExportList } from './define.ts';

const submissionId = uuidField();

/** The form of one list: its columns and filters are its own. */
export function newExportForm(list: ExportList) {
  return v.object({
    submissionId,
    unitId: integer(1, 2_000_000_000),
    columns: choices(columnsOffered(list).map(({ id }) => id)),
    format: choice(['xlsx', 'csv']),
    purpose: optionalShortText(500),
    guarded: checkbox(),
    ...Object.fromEntries(
      list.filters.map((filter) => [
        `filter_${filter.id}`,
        filter.kind === 'day' ? optionalDate() : optionalShortText(60),
      ]),
    ),
  });
}
export const DecideForm = v.object({ submissionId, outcome: choice(['approved', 'refused']), note: optionalText(500) });
export const StepForm = v.object({ submissionId });
