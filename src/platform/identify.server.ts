import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Actor, ActorPosting } from './actor.ts';
import type { Database } from './database.server.ts';

type Found = {
  sessionId: string;
  accountId: string;
  kind: Actor['kind'];
  sessionKind: Actor['sessionKind'];
  stage: Actor['stage'];
  staffId: string | null;
  name?: string | null;
  username: string | null;
  locale: Actor['locale'];
  provedAt: string | null;
  scopes: string[] | null;
  hasTotp: boolean;
  isExcluded?: boolean;
  postings: ActorPosting[];
  caseId?: string;
  accessId?: string;
  unitId?: number;
  zone?: Zone;
  demoToday?: PlainDate | null;
};

/** Who is behind a raw token right now, with the roles as they stand this minute; nobody when the session has ended. */
export async function identify(db: Database, token: string): Promise<Actor | undefined> {
  const { rows } = await sql<{ found: Found | null }>`select platform.identify(${token}) as found`.execute(db);
  const found = rows[0]?.found;
  if (!found) return undefined;
  return {
    accountId: found.accountId,
    sessionId: found.sessionId,
    kind: found.kind,
    sessionKind: found.sessionKind,
    stage: found.stage,
    staffId: found.staffId,
    name: found.name ?? '',
    username: found.username ?? '',
    locale: found.locale,
    provedAt: found.provedAt ? new Date(found.provedAt) : null,
    hasSecondFactor: found.hasTotp,
    isExcluded: found.isExcluded ?? false,
    scopes: found.scopes,
    postings: found.postings,
    own:
      found.caseId && found.accessId && found.unitId && found.zone
        ? {
            caseId: found.caseId,
            accessId: found.accessId,
            unitId: found.unitId,
            zone: found.zone,
            demoToday: found.demoToday ?? null,
          }
        : null,
  };
}
