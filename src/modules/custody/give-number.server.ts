import { yearOf, type PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { labelOf, no, type CustodyRefused } from './rules.ts';
import type { Register } from './stay.ts';
import { insertEntry, isLabelTaken, nextNumber } from './store.server.ts';

type Wish = {
  register: Register;
  because: string;
  basisId: string;
  givenOn: PlainDate;
  /** As a paper book had it before. */
  importedLabel?: string;
};

/** The next number of the register, or the one that a paper book gave, which nobody else may have. */
export async function giveNumber(
  ctx: Ctx,
  stay: { id: string; personId: string; unitId: number },
  { importedLabel = '', ...wish }: Wish,
): Promise<{ ok: true; label: string } | CustodyRefused> {
  const year = yearOf(wish.givenOn);
  if (importedLabel !== '') {
    if (await isLabelTaken(ctx.tx, stay.unitId, importedLabel)) return no('label_taken');
    await insertEntry(ctx, stay, { ...wish, year, number: null, label: importedLabel, origin: 'imported' });
    return { ok: true, label: importedLabel };
  }
  for (;;) {
    const number = await nextNumber(ctx.tx, stay.unitId, wish.register, year);
    const label = labelOf(wish.register, number, year);
    const line = { ...wish, year, number, label, origin: 'given' } as const;
    if (!(await isLabelTaken(ctx.tx, stay.unitId, label))) {
      await insertEntry(ctx, stay, line);
      return { ok: true, label };
    }
    // A paper book gave this very number to somebody else: it stays his, and the register says why ours is void.
    await insertEntry(ctx, stay, { ...line, voidReason: 'nomor sudah dipakai menurut buku register lama' });
  }
}
