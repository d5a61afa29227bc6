import type { Role } from '#modules/access';

/** What a task knows about its occasion: ids, codes, days and numbers. Names stay in their own tables. */
export type TaskFacts = Readonly<Record<string, string | number | boolean | null>>;

export type TaskRole = Extract<
  Role,
  | 'pk'
  | 'section_head'
  | 'head_of_bapas'
  | 'registrar'
  | 'head_of_custody'
  | 'kanwil'
  | 'ditjenpas'
  | 'ditjen_analyst'
  | 'account_admin'
  | 'office_admin'
  | 'auditor'
>;

/** One kind of open thing, as the module that opens it describes it. */
export type TaskKind = {
  /** The group on the list, such as "Belum lapor". */
  name: () => string;
  /** One sentence that says what is open. Where the facts name an account, `officer` among them is whose it is. */
  says: (facts: TaskFacts) => string;
  /** Where it is dealt with. */
  href: (task: { id: string; caseId: string | null; key: string; facts: TaskFacts }) => string;
  /** Whether a person may close it with a note; the others close when what they wait for happens. */
  closedByHand: boolean;
};

const kinds = new Map<string, TaskKind>();

/**
 * Makes kinds of tasks known; a module calls it once, in its index.ts, and keeps the result:
 * `export const checkInTasks = defineTaskKinds({ 'check-ins.missed': { ... } })`.
 */
export function defineTaskKinds<const Kinds extends Record<`${string}.${string}`, TaskKind>>(defined: Kinds): Kinds {
  for (const [kind, description] of Object.entries(defined)) kinds.set(kind, description);
  return defined;
}

export function findTaskKind(kind: string): TaskKind | undefined {
  return kinds.get(kind);
}

export function listTaskKinds(): string[] {
  return [...kinds.keys()].sort();
}
