/** The roles that a posting can give, from the desk to the centre. Clients, guarantors and jobs have none. */
export const roles = [
  'pk',
  'apk',
  'counter',
  'section_head',
  'head_of_bapas',
  'kanwil',
  'ditjen_analyst',
  'account_admin',
  'office_admin',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

/** Roles that look after the units below theirs as well. */
export const reachesBelow: ReadonlySet<Role> = new Set([
  'kanwil',
  'ditjen_analyst',
  'auditor',
  'office_admin',
  'account_admin',
]);

/** Roles that open people's files: a second person approves whoever receives one (security T9). */
export const opensFiles: ReadonlySet<Role> = new Set([
  'pk',
  'apk',
  'counter',
  'section_head',
  'head_of_bapas',
  'kanwil',
  'auditor',
]);
