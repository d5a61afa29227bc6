import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';

/** A role held at a unit today, as the session's owner may act on it now. */
export type ActorPosting = {
  id: string;
  role: string;
  kind: 'permanent' | 'secondment' | 'rotation' | 'acting';
  section: 'adult' | 'child' | null;
  unitId: number;
  /** From the top of the tree to the unit itself. */
  unitPath: number[];
  unitName: string;
  unitType: string;
  zone: Zone;
  /** Where the demo's clock of duties stands; null in a real office. */
  demoToday: PlainDate | null;
};

/** Who asks. `stage` other than 'full' means that signing in is not finished: such an actor may do nothing else. */
export type Actor = {
  accountId: string;
  sessionId: string;
  kind: 'staff' | 'client' | 'guarantor' | 'system';
  sessionKind: 'browser' | 'client' | 'token' | 'job';
  stage: 'second_factor' | 'new_password' | 'full';
  staffId: string | null;
  name: string;
  username: string;
  locale: 'id' | 'en';
  /** When the second factor was last shown in this session. */
  provedAt: Date | null;
  hasSecondFactor: boolean;
  /** From somebody, whoever that is: no page may tell him. */
  isExcluded: boolean;
  /** What an API token may do; null for people. */
  scopes: string[] | null;
  postings: ActorPosting[];
  /** A client's or guarantor's own case. */
  own: { caseId: string; accessId: string; unitId: number; zone: Zone; demoToday: PlainDate | null } | null;
};
