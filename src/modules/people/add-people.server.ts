import { NotAllowed } from '#platform/errors';
import type { Ctx } from '#platform/ctx';
import type { NewAddress } from './store.server.ts';
import { insertPeople, type IncomingPerson, type IncomingPhone } from './bulk.store.server.ts';
import { fieldsOfNewcomer, type Newcomer } from './register-person.server.ts';
import { askSoon } from './links/jobs.server.ts';

export type PersonToAdd = Omit<Newcomer, 'unitId'> & { address?: NewAddress | null; phones?: readonly IncomingPhone[] };

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

function filled(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
