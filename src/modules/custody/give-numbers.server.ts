import { yearOf, type PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { labelOf } from './rules.ts';
import type { Register } from './stay.ts';
import type { StayOf } from './store.server.ts';
import { insertEntries, listTakenLabels, takeNumbers, type NewEntry } from './register.store.server.ts';

export type Wish = {
  stay: StayOf;
  register: Register;
  because: string;
  basisId: string;
  givenOn: PlainDate;
  /** As a paper book had it before; whoever calls has asked that nobody else has it. Empty: the next one. */
  importedLabel: string;
};

/** For each stay of one institution the next number of its register, or the one that a paper book gave. Answers the labels in the order of the wishes. */
export async function giveNumbers(ctx: Ctx, unitId: number, wishes: readonly Wish[]): Promise<string[]> {
  const labels = wishes.map(({ importedLabel }) => importedLabel);
  await insertEntries(
    ctx,
    wishes.flatMap((wish) =>
      wish.importedLabel === ''
        ? []
        : [{ ...entryOf(wish), number: null, label: wish.importedLabel, origin: 'imported' as const }],
    ),
  );
  const given: NewEntry[] = [];
  // In one order everywhere, so that two bookings never wait for each other's series.
  for (const [, of] of [...bySeries(wishes)].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (let waiting = of; waiting.length > 0;) {
      const { register, year } = entryOf(wishes[waiting[0]!]!);
      const first = await takeNumbers(ctx.tx, unitId, { register, year }, waiting.length);
      const offered = waiting.map((at, place) => ({ at, number: first + place }));
      const taken = await listTakenLabels(
        ctx.tx,
        unitId,
        offered.map(({ number }) => labelOf(register, number, year)),
      );
      waiting = [];
      for (const { at, number } of offered) {
        const label = labelOf(register, number, year);
        const line = { ...entryOf(wishes[at]!), number, label, origin: 'given' as const };
        if (!taken.has(label)) {
          labels[at] = label;
          given.push(line);
          continue;
        }
        // A paper book gave this very number to somebody else: it stays his, and the register says why ours is void.
        given.push({ ...line, voidReason: 'nomor sudah dipakai menurut buku register lama' });
        waiting.push(at);
      }
    }
  await insertEntries(ctx, given);
  return labels;
}

function entryOf({ importedLabel: _, ...wish }: Wish) {
  return { ...wish, year: yearOf(wish.givenOn) };
}

/** Those that want a number of the same register and year, by their places in the list. */
function bySeries(wishes: readonly Wish[]): Map<string, number[]> {
  const series = new Map<string, number[]>();
  wishes.forEach(({ register, givenOn, importedLabel }, at) => {
    if (importedLabel !== '') return;
    const key = `${register} ${yearOf(givenOn)}`;
    series.set(key, [...(series.get(key) ?? []), at]);
  });
  return series;
}
