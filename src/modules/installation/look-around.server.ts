import { lookAtBackups } from '#modules/backups/server';
import { lookAtCheckpoints } from '#modules/journal/server';
import { mustBeAllowed } from '#modules/access';
import { keepsHouse } from '#modules/units/server';
import type { ReadCtx, Tx } from '#platform/ctx';
import { examineDatabase, examineSurroundings, type Finding, type Surroundings } from '#platform/doctor.server';
import { env } from '#platform/env.server';
import { withConnection } from '#platform/one-connection.server';
import { isSecureAddress } from './address.rules.ts';
import { readPublicAddress } from './store.server.ts';

/** Where clients reach this installation from outside; none until its administrator has said. */
export function getPublicAddress(tx: Tx): Promise<string | null> {
  return readPublicAddress(tx);
}

/** Where a client begins: the page that asks for the card, which his phone knows already. */
export async function clientDoor(tx: Tx): Promise<string | null> {
  const address = await readPublicAddress(tx);
  return address && `${address}/l`;
}

export type Around = Partial<Surroundings> & { address: string | null };

/** What the doctor is told of everything around the database. A demo makes no backups by itself, and nobody need be told so. */
export async function lookAround(tx: Tx, now: Date): Promise<Around> {
  const address = await readPublicAddress(tx);
  const backups = await lookAtBackups(tx, now);
  const checkpoints = await lookAtCheckpoints(tx, now);
  return {
    address,
    hasAddress: address !== null,
    secureContext: address ? isSecureAddress(address) : env().TRUST_PROXY !== undefined,
    sealedAway: checkpoints.hasPlace,
    sealedLately: !checkpoints.hasPlace || checkpoints.leftLately,
    ...(backups.isDemo
      ? {}
      : {
          canBackUp: backups.isPossible,
          backedUpElsewhere: !backups.isPossible || !backups.sameDisk,
          backedUpLately: !backups.isPossible || !backups.isLate,
          restoreProved: !backups.isPossible || backups.isLate || !backups.isUnproved,
        }),
  };
}

export type InstallationStatus = { address: string | null; findings: Finding[]; mayChange: boolean };

/** The administrator's page: the same findings as the command `doctor` says. */
export async function installationStatus(ctx: ReadCtx): Promise<InstallationStatus> {
  mustBeAllowed(ctx.actor, 'backup:read');
  const around = await lookAround(ctx.tx, ctx.now);
  const { DATABASE_URL } = env();
  return {
    address: around.address,
    findings: [
      ...(DATABASE_URL ? await withConnection(DATABASE_URL, examineDatabase) : []),
      ...examineSurroundings(around),
    ],
    mayChange: await keepsHouse(ctx),
  };
}
