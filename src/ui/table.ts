/** A column as a page describes it. Sorting is a link, so that it works without script and can be sent to a colleague. */
export type Column = {
  key: string;
  label: string;
  /** Numbers end at the right, one digit below the other. */
  numeric?: boolean;
  /** Says which row this is; the first column unless another one does. */
  rowHead?: boolean;
  /** Narrow columns do not break; the others share what is left. */
  narrow?: boolean;
  /** Left out where the screen is narrower than 1024 px. */
  wideOnly?: boolean;
  sort?: { href: string; direction?: 'ascending' | 'descending' | undefined };
};
