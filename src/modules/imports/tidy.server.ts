import type { Ctx } from '#platform/ctx';
import { daysKept } from './import.ts';
import { listToTidy, tidyImport } from './store.server.ts';

/** Lists of clients lie nowhere longer than they are needed: files and cells of finished imports are emptied. Answers of how many. */
export async function tidyImports(ctx: Ctx, unitId: number): Promise<number> {
  const old = await listToTidy(ctx.tx, unitId, new Date(ctx.now.getTime() - daysKept * 86_400_000));
  for (const one of old) {
    await tidyImport(ctx, one);
    ctx.journal({ what: 'import.tidied', unitId, about: { importId: one.id } });
  }
  return old.length;
}
