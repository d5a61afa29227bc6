import { NotAllowed } from '#platform/errors';
import type { Ctx, ReadCtx } from '#platform/ctx';
import type { NewAddress } from './store.server.ts';
import { insertPeople, type IncomingPerson } from './bulk.store.server.ts';
import { listKnownAmong, type KnownPerson } from './bulk.queries.server.ts';
import { fieldsOfNewcomer, type Newcomer } from './register-person.server.ts';
import { askSoon } from './links/jobs.server.ts';
import { judgeLikeness, type Judgement, type Likeness } from './rules.ts';

export type PersonToAdd = Omit<Newcomer, 'unitId'> & { address?: NewAddress | null; phones?: readonly string[] };

/**
 * Registers many people of one office at once, for the import: whoever calls has asked about duplicates already. Gives their ids in
 * the order of the list. Only the worker may; a person at a desk registers people one by one.
 */
export async function addPeople(
  ctx: Ctx,
  unitId: number,
  people: readonly PersonToAdd[],
  about: Record<string, unknown> = {},
): Promise<string[]> {
  if (ctx.actor.kind !== 'system') throw new NotAllowed('many people at once');
  const incoming = people.map(({ address, phones, ...newcomer }): IncomingPerson => {
    const { fields, aliases } = fieldsOfNewcomer({ ...newcomer, unitId });
    return {
      id: ctx.newId(),
      fields,
      aliases,
      address: address ?? null,
      phones: phones ?? [],
      history: filled({ ...fields, aliases }),
    };
  });
  await insertPeople(ctx, unitId, incoming);
  for (const { id } of incoming) ctx.journal({ what: 'person.registered', unitId, personId: id, about });
  await askSoon(ctx, unitId);
  return incoming.map(({ id }) => id);
}

/** For each of many newcomers the people of the office who may be the same, the most alike first. */
export async function likenessesAmong(
  ctx: ReadCtx,
  unitId: number,
  newcomers: readonly Likeness[],
): Promise<{ known: KnownPerson; judgement: Judgement }[][]> {
  const known = await listKnownAmong(ctx, unitId, {
    niks: newcomers.flatMap(({ nik }) => nik ?? []),
    births: newcomers.flatMap(({ birth }) => (birth?.precision === 'day' ? birth.text : [])),
    names: newcomers.map(({ name }) => name.toLowerCase()),
  });
  if (known.length === 0) return newcomers.map(() => []);
  const byNik = groupBy(known, ({ nik }) => nik ?? undefined);
  const byBirth = groupBy(known, ({ birth }) => (birth?.precision === 'day' ? birth.text : undefined));
  const byName = groupBy(known, ({ name }) => name.toLowerCase());
  const order = { strong: 0, likely: 1, doubtful: 2 };
  return newcomers.map((one) => {
    const candidates = new Set([
      ...((one.nik && byNik.get(one.nik)) || []),
      ...((one.birth?.precision === 'day' && byBirth.get(one.birth.text)) || []),
      ...(byName.get(one.name.toLowerCase()) ?? []),
    ]);
    return [...candidates]
      .flatMap((candidate) => {
        const judgement = judgeLikeness(one, candidate);
        return judgement ? [{ known: candidate, judgement }] : [];
      })
      .sort((a, b) => order[a.judgement.band] - order[b.judgement.band]);
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function filled(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
