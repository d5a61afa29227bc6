import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, ReadCtx } from '#platform/ctx';
import type { ItemKind, Recommendation } from './sitting.ts';

/** One matter that waits for a sitting, as the module that owns it tells of it. */
export type Waiting = {
  subjectId: string;
  caseId: string;
  name: string;
  registerLabel: string | null;
  /** The counsellor, who presents. */
  presenterId: string | null;
  since: PlainDate;
  /** Comes before whatever has waited longer. */
  urgent?: boolean;
  /** A sitting has heard it and wants to hear it again. */
  deferred: boolean;
  /** One line in Indonesian, as it will stand on the agenda and in the minutes. */
  facts: string;
};

/** What the owner of a matter is told when the sitting closes. */
export type Advice = {
  itemId: string;
  subjectId: string;
  caseId: string;
  unitId: number;
  personId: string | null;
  heldOn: PlainDate;
  document: string;
  recommendation: Recommendation;
};

/** What the module that owns a kind of matter hands in. */
export type SittingKind = {
  /** What waits in an office, as far as the asker may see it. */
  listWaiting: (ctx: ReadCtx, unitId: number) => Promise<Waiting[]>;
  /** Hears the advice in the transaction that closes the sitting; false where the matter was settled meanwhile. */
  tell: (ctx: Ctx, advice: Advice) => Promise<boolean>;
  /** Where the matter is dealt with. */
  href: (item: { caseId: string; subjectId: string }) => string;
};

const kinds = new Map<ItemKind, SittingKind>();

/** Makes a kind of matter known to sittings; the module that owns it calls this once, in its index.server.ts. */
export function defineSittingKind(kind: ItemKind, handed: SittingKind): void {
  kinds.set(kind, handed);
}

export function findSittingKind(kind: ItemKind): SittingKind | undefined {
  return kinds.get(kind);
}

export function listSittingKinds(): ItemKind[] {
  return [...kinds.keys()];
}
