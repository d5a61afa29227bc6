import type { Snippet } from 'svelte';

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
  /** What can be done with a row. Its cells say it themselves, so the head is for ears, and paper, on which nothing is done, has no such column. */
  acts?: boolean;
  sort?: { href: string; direction?: 'ascending' | 'descending' | undefined };
};

export type TableProps<Row> = {
  caption: string;
  /** The heading above already says it. */
  captionHidden?: boolean;
  columns: readonly Column[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** What stands in a cell; without it the row's value under the column's key. */
  cell?: Snippet<[Row, Column]>;
  /** A last row, mostly of sums; a sum may open the list that adds up to it. */
  foot?: Partial<Record<string, string | { text: string; href?: string | undefined }>>;
  empty?: string;
  emptyAction?: Snippet;
  loading?: boolean;
  /** More columns than the page is wide: the table scrolls sideways in its own frame. */
  wide?: boolean;
  /** Stays a table on a phone: few short columns. */
  compact?: boolean;
  /** Columns of one width, so that those of several tables stand below each other. */
  fixed?: boolean;
};

/** Where one stands in a list of which a page is shown: by page where the number of rows is known, by cursor where it is not. */
export type ListPages = {
  /** "1–50 dari 3.661", in the page's words. */
  summary?: string;
  previous?: string | undefined;
  next?: string | undefined;
  /** All rows on one page, to be printed. */
  whole?: string | undefined;
};
