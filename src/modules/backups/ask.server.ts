import { isAbsolute } from 'node:path';
import { mustBeAllowed } from '#modules/access';
import { mustKeepHouse } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { sealKeys, SHORTEST_PASSPHRASE } from '#platform/backup/key-file.server';
import { dataFolder } from '#platform/data-folder.server';
import { env } from '#platform/env.server';
import type { BackupSettings } from './settings.ts';
import { writeBackupSettings } from './store.server.ts';

/** Only who administers the installation changes anything about its backups; the auditor looks. */
async function mustAdminister(ctx: ReadCtx): Promise<void> {
  mustBeAllowed(ctx.actor, 'backup:read');
  await mustKeepHouse(ctx);
}

export async function askForBackup(ctx: Ctx): Promise<{ ok: true }> {
  await mustAdminister(ctx);
  await ctx.addJob('backups.make', {}, { key: 'backups.make', maxAttempts: 1 });
  ctx.journal({ what: 'backups.asked', about: {} });
  return { ok: true };
}

export async function askForDrill(ctx: Ctx): Promise<{ ok: true }> {
  await mustAdminister(ctx);
  await ctx.addJob('backups.drill', { now: true }, { key: 'backups.drill-now', maxAttempts: 1 });
  ctx.journal({ what: 'backups.drill-asked', about: {} });
  return { ok: true };
}

export type SettingsRefusal = 'destination_not_absolute' | 'destination_inside_data';
export async function setBackupSettings(
  ctx: Ctx,
  settings: BackupSettings,
): Promise<{ ok: true } | { ok: false; refusal: SettingsRefusal }> {
  await mustAdminister(ctx);
  const folder = dataFolder(env().SIMPUL_DATA);
  if (settings.destination && !isAbsolute(settings.destination))
    return { ok: false, refusal: 'destination_not_absolute' };
  if (`${settings.destination}/`.startsWith(`${folder.path}/`))
    return { ok: false, refusal: 'destination_inside_data' };
  await writeBackupSettings(ctx, settings);
  ctx.journal({ what: 'backups.set', about: { ...settings } });
  return { ok: true };
}

export type KeyFileAnswer =
  { ok: true; name: string } | { ok: false; refusal: 'passphrase_short' | 'passphrase_differs' };

/** Notes that the keys go out; the file itself is made by `keyFile`, because an answer that is kept must not hold it. */
export async function askForKeyFile(ctx: Ctx, passphrase: string, again: string): Promise<KeyFileAnswer> {
  await mustAdminister(ctx);
  if (passphrase !== again) return { ok: false, refusal: 'passphrase_differs' };
  if (passphrase.length < SHORTEST_PASSPHRASE) return { ok: false, refusal: 'passphrase_short' };
  ctx.journal({ what: 'backups.keys-taken', about: {} });
  return { ok: true, name: `simpul-kunci-${ctx.now.toISOString().slice(0, 10)}.json` };
}

export function keyFile(passphrase: string): string {
  return sealKeys(dataFolder(env().SIMPUL_DATA), passphrase);
}
