import type { Tx } from '#platform/ctx';

/** One thing that hangs on a person, as the history keeps it when it is taken away; nothing when it is not his or is gone. */
export async function detailOf(
  tx: Tx,
  table: 'people.alias' | 'people.address' | 'people.phone' | 'people.photo',
  personId: string,
  id: string,
): Promise<Record<string, unknown> | undefined> {
  const row = await tx
    .selectFrom(table)
    .selectAll()
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  const {
    id: _id,
    person_id: _person,
    unit_id: _unit,
    made_by: _by,
    made_at: _at,
    removed_at: _gone,
    ...rest
  } = row as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [camel(key), value]));
}

function camel(column: string): string {
  return column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
