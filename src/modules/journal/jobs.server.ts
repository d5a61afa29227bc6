import type { Job, Jobs } from '#platform/job';
import { checkpointFile, checkpointsIn, noteCheckpoint, signCheckpoint } from '#platform/journal/checkpoint.server';
import type { Head } from '#platform/journal/chain.server';
import { sealJournal } from '#platform/journal/seal.server';
import { asHouse, houseDatabase } from '#platform/journal/system-session.server';
import { verifyJournal } from '#platform/journal/verify.server';
import { keyOf } from '#platform/keys.server';
import { log } from '#platform/log.server';
import { openTask } from '#modules/tasks/server';
import { sendCheckpoint } from './checkpoints.server.ts';
import { verifiedDaily } from './daily.ts';
import { makeMonths, readCheckpointSettings, recordVerification } from './store.server.ts';

/** The chain over all lines, from the first to the last, against what has left the machine. */
async function verifyNow(work: Parameters<Job['run']>[0]): Promise<void> {
  const settings = await asHouse(houseDatabase(), readCheckpointSettings);
  const key = keyOf('journal');
  const file = settings.folder ? checkpointFile(settings.folder, key) : undefined;
  const left = file ? checkpointsIn(file) : undefined;
  const result = await verifyJournal(houseDatabase(), key, { against: left });
  await asHouse(houseDatabase(), (tx) => recordVerification(tx, result, left && file ? file : null));
  if (result.found === 0) return;
  log('error', 'the journal was changed', { findings: result.found });
  let told = false;
  await work.perUnit({}, async (ctx, unit) => {
    if (told) return;
    await openTask(ctx, {
      unitId: unit.id,
      kind: 'journal.finding',
      key: result.startedAt.toISOString().slice(0, 10),
      forRole: 'auditor',
      facts: { found: result.found },
    });
    told = true;
  });
}

export const jobs: Jobs = {
  // The worker seals every few seconds by itself; this catches up where no worker of that kind runs.
  'journal.seal': {
    when: [{ everyMinutes: 1 }],
    run: async () => void (await sealJournal(houseDatabase(), keyOf('journal'))),
  },
  'journal.checkpoint': { when: [{ everyMinutes: 5 }], run: (work) => sendCheckpoint(work, { byMail: false }) },
  'journal.close-of-day': {
    when: [{ zone: 'Asia/Jakarta', at: '17:05' }],
    run: (work) => sendCheckpoint(work, { byMail: true }),
  },
  'journal.verify': { when: [verifiedDaily], run: verifyNow },
  'journal.months': { when: [{ zone: 'Asia/Jakarta', at: '00:40' }], run: () => asHouse(houseDatabase(), makeMonths) },
  'journal.note-printed': {
    run: async (_, { printed, at }) => {
      const heads = printed as { journal: Head; access_log: Head };
      const signed = signCheckpoint(keyOf('journal'), new Date(String(at)), heads);
      await asHouse(houseDatabase(), (tx) => noteCheckpoint(tx, signed, 'print', new Date(String(at))));
    },
  },
};
