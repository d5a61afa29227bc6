/** One number with the list that it opens, or one fact with the page that it stands on. */
export type Line = {
  key: string;
  label: string;
  text: string;
  href: string;
  note?: string;
  tone?: 'warning' | 'error';
};
export type Post = { key: string; title: string; lines: Line[] };
