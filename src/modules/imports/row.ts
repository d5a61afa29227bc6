import type { PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { NikSource, Sex } from '#modules/people';

/** What is wrong with a row, beside the column that it stands in. The keys are words of its kind or of the kernel. */
export type RowProblem = { column: string | null; problem: string };

/** What every kind of row says of somebody. Two rows that mean the same are the same row, however they are written. */
export type PersonRow = {
  name: string;
  nik: string | null;
  /** Left out where it is not known, so that a row of before means what it meant. */
  nikSource?: NikSource;
  birth: PartialDate | null;
  birthPlace: string;
  sex: Sex | null;
  motherName: string;
  aliases?: string[];
  fatherName?: string;
  /** The number that a paper book gave. */
  registerLabel: string | null;
};
export type CleanedRow<Clean extends PersonRow = PersonRow> = {
  clean: Clean | null;
  problems: RowProblem[];
  warnings: RowProblem[];
};

/** What is known while rows are read, besides the row itself. */
export type Knowledge = {
  today: PlainDate;
  zone: Zone;
  /** Columns in which some day only makes sense with the month first: there 01/02/2022 may be either. */
  unsure: ReadonlySet<string>;
};
