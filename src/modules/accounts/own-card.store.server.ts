import type { Tx } from '#platform/ctx';

export type OwnCardRow = {
  accessId: string;
  kind: 'client' | 'guarantor';
  version: number;
  codeHash: Buffer;
  pinHash: string | null;
  consentVersion: string | null;
  consentAt: Date | null;
};

/** The one card that the asker's session stands on; row-level security leaves no other. */
export async function findOwnCard(tx: Tx, accessId: string): Promise<OwnCardRow | undefined> {
  const row = await tx
    .selectFrom('accounts.client_access')
    .select(['id', 'kind', 'version', 'code_hash', 'pin_hash', 'consent_version', 'consent_at'])
    .where('id', '=', accessId)
    .executeTakeFirst();
  return (
    row && {
      accessId: row.id,
      kind: row.kind as OwnCardRow['kind'],
      version: row.version,
      codeHash: row.code_hash,
      pinHash: row.pin_hash,
      consentVersion: row.consent_version,
      consentAt: row.consent_at,
    }
  );
}

export async function putConsent(tx: Tx, accessId: string, version: string, at: Date): Promise<void> {
  await tx
    .updateTable('accounts.client_access')
    .set({ consent_version: version, consent_at: at })
    .where('id', '=', accessId)
    .execute();
}

export async function dropConsent(tx: Tx, accessId: string): Promise<void> {
  await tx
    .updateTable('accounts.client_access')
    .set({ consent_version: null, consent_at: null })
    .where('id', '=', accessId)
    .execute();
}
