/**
 * Compares a register as the worker does, and stands still for ever in the middle of a chunk, so that it can be killed there: when the
 * chunk's questions are written and nothing is committed.
 *
 *   node compare-and-stop.ts <database> <comparison> <unit> <after how many questions>
 */
import { followLinks, jobs, useMatchingDatabase } from '#modules/people/server';
import { connect } from '#platform/database.server';
import { systemWork } from '#platform/system.server';

const [url, comparisonId, unitId, after] = process.argv.slice(2) as [string, string, string, string];
await useMatchingDatabase(url);
const db = connect(url, { size: 2 });
let left = Number(after);
followLinks('test', async () => {
  if (left-- > 0) return;
  console.log('in the middle');
  await new Promise(() => setInterval(() => {}, 1000));
});
const work = systemWork({ db, journalKey: Buffer.alloc(32, 7), now: () => new Date() });
await jobs['people.compare'].run(work, { comparisonId, unitId: Number(unitId) });
console.log('done');
process.exit();
