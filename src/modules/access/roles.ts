/** The roles that a posting can give, from the desk to the centre. Clients, guarantors and jobs have none. */
export const roles = [
  'pk',
  'apk',
  'counter',
  'section_head',
  'head_of_bapas',
  'registrar',
  'head_of_custody',
  'kanwil',
  'ditjenpas',
  'ditjen_analyst',
  'account_admin',
  'office_admin',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

/** Roles that look after the units below theirs as well. */
export const reachesBelow: ReadonlySet<Role> = new Set([
  'kanwil',
  'ditjenpas',
  'ditjen_analyst',
  'auditor',
  'office_admin',
  'account_admin',
]);

/**
 * A second person approves whoever receives one of these (security T9): they open people's files, or approve in their turn. An
 * administrator of accounts who could make another one alone would be his own second person.
 */
export const takesTwo: ReadonlySet<Role> = new Set([
  'pk',
  'apk',
  'counter',
  'section_head',
  'head_of_bapas',
  'registrar',
  'head_of_custody',
  'kanwil',
  'ditjenpas',
  'auditor',
  'account_admin',
]);
