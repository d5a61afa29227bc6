import type { IconName } from './icon-names.ts';

/** A place in the rail: a task in the office's words, with what waits there. */
export type NavItem = {
  label: string;
  href: string;
  icon?: IconName;
  current?: boolean;
  count?: number | undefined;
  /** What is counted, for ears: "perlu perhatian". */
  countLabel?: string;
  urgent?: boolean;
};
export type NavGroup = { label?: string; items: readonly NavItem[] };
