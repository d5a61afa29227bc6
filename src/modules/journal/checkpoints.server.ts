import { mustBeAllowed } from '#modules/access';
import { queueHouseMail } from '#modules/messages/server';
import { mustKeepHouse } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobWork } from '#platform/job';
import { appendCheckpoint, currentHeads, noteCheckpoint, signCheckpoint } from '#platform/journal/checkpoint.server';
import { sealIn } from '#platform/journal/seal.server';
import { asHouse, houseDatabase } from '#platform/journal/system-session.server';
import { keyOf } from '#platform/keys.server';
import { log, logError } from '#platform/log.server';
import { markLeft, mailsSentSince, readCheckpointSettings, writeCheckpointSettings } from './store.server.ts';
import type { CheckpointSettings } from './settings.ts';

/** Sends the heads of both chains out of the machine: to the file outside every time, by mail once a day. */
export async function sendCheckpoint(work: JobWork, { byMail }: { byMail: boolean }): Promise<void> {
  const key = keyOf('journal');
  const { settings, checkpoint } = await asHouse(houseDatabase(), async (tx) => {
    const settings = await readCheckpointSettings(tx);
    await sealIn(tx, key);
    const checkpoint = signCheckpoint(key, work.now, await currentHeads(tx));
    return { settings, checkpoint };
  });
  if (settings.folder) {
    let problem: unknown;
    try {
      appendCheckpoint(settings.folder, key, checkpoint);
    } catch (error) {
      problem = error;
    }
    await asHouse(houseDatabase(), (tx) =>
      noteCheckpoint(tx, checkpoint, `file:${settings.folder}`, problem ? null : work.now),
    );
    if (problem) {
      log('warn', 'checkpoint not written', { number: logError(problem, { where: 'checkpoint file' }) });
    }
  }
  if (byMail && settings.email) {
    const told = `Titik periksa jurnal Simpul / Simpul journal checkpoint\n${checkpoint.at}\njurnal ${checkpoint.journal.number} ${checkpoint.journal.head}\nlog akses ${checkpoint.access_log.number} ${checkpoint.access_log.head}\n\n${JSON.stringify({ simpul: 'checkpoint', ...checkpoint })}\n`;
    const id = await asHouse(houseDatabase(), (tx) => noteCheckpoint(tx, checkpoint, `email:${settings.email}`, null));
    let queued = false;
    await work.perUnit({}, async (ctx, unit) => {
      if (!queued)
        queued = await queueHouseMail(ctx, { unitId: unit.id, key: id, address: settings.email!, body: told });
    });
    if (!queued) log('warn', 'checkpoint not mailed', { reason: 'no mail gateway' });
  }
  await work.perUnit({}, async (ctx, unit) => {
    const sent = await mailsSentSince(ctx, unit.id);
    if (sent.length > 0) await markLeft(ctx, sent);
  });
}

/** The page of the day was printed and signed: its heads have left the machine on paper. */
export async function notePrinted(
  ctx: Ctx,
  printed: { journal: { number: number; head: string }; access_log: { number: number; head: string } },
): Promise<{ ok: true }> {
  mustBeAllowed(ctx.actor, 'verification:read');
  await ctx.addJob('journal.note-printed', { printed, at: ctx.now.toISOString() });
  ctx.journal({
    what: 'journal.daily-printed',
    unitId: ctx.actor.postings.find((posting) => posting.role === 'auditor')?.unitId ?? null,
    about: { journal: printed.journal.number, access_log: printed.access_log.number },
  });
  return { ok: true };
}

/** Where checkpoints go. The folder must not lie in the data folder: what it protects against would take both. */
export async function setCheckpointSettings(
  ctx: Ctx,
  settings: CheckpointSettings,
  dataFolder: string,
): Promise<{ ok: true } | { ok: false; refusal: 'inside_data_folder' | 'folder_not_absolute' }> {
  mustBeAllowed(ctx.actor, 'backup:read');
  await mustKeepHouse(ctx);
  if (settings.folder && !settings.folder.startsWith('/')) return { ok: false, refusal: 'folder_not_absolute' };
  if (settings.folder && `${settings.folder}/`.startsWith(`${dataFolder}/`))
    return { ok: false, refusal: 'inside_data_folder' };
  await writeCheckpointSettings(ctx, settings);
  ctx.journal({
    what: 'journal.checkpoints-set',
    about: { folder: settings.folder ?? null, mail: Boolean(settings.email), printed: settings.printed },
  });
  return { ok: true };
}
