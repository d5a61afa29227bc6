import pg from 'pg';
import type { Facts } from '../recognition/index.ts';
import { factsOfRow, type FactsRow } from './facts.queries.server.ts';

/** By this name the database's list of connections knows it. */
export const matchingConnection = 'simpul matching';

/** One connection that is `app_match` from its first moment to its last: it reads what is compared, and can read nothing else. */
export type MatchConnection = {
  /** What every later look is held against: which transactions could be seen. */
  snapshot: () => Promise<string>;
  /** The people with the next higher ids. */
  readOn: (afterId: string, most: number) => Promise<KnownFacts[]>;
  /** Who changed in a transaction that could not be seen at the last look, and the look that this was. */
  readChanged: (since: string) => Promise<{ people: KnownFacts[]; snapshot: string }>;
  close: () => Promise<void>;
};
export type KnownFacts = { id: string; facts: Facts };

const columns =
  'id, name, nik, birth_date::text, birth_precision, birth_place, sex, mother_name, father_name, aliases::text[] as aliases';

/** `onWake` is called whenever somebody has changed, `onLost` once when the connection is gone. */
export async function openMatchConnection(
  url: string,
  { onWake, onLost }: { onWake: () => void; onLost: (error?: Error) => void },
): Promise<MatchConnection> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c role=app_match',
    application_name: matchingConnection,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  client.on('error', onLost).on('end', () => onLost());
  await client.connect();
  client.on('notification', onWake);
  await client.query('listen people_changed');
  // Nobody is kept from ending by a copy that would only go on being kept.
  (client as unknown as { unref: () => void }).unref();

  const seen = async () =>
    (await client.query<{ seen: string }>('select pg_current_snapshot()::text as seen')).rows[0]!.seen;
  return {
    snapshot: seen,
    async readOn(afterId, most) {
      const { rows } = await client.query<FactsRow>(
        `select ${columns} from people.for_matching where id > $1 order by id limit $2`,
        [afterId, most],
      );
      return rows.map(knownOf);
    },
    // One statement sees the people and its own snapshot as of one moment, and is planned once. The first condition finds few rows by
    // the index, the second leaves out what was read before although others still worked.
    async readChanged(since) {
      const { rows } = await client.query<{ seen: string } & (FactsRow | { id: null })>({
        name: 'changed',
        text: `select pg_current_snapshot()::text as seen, f.* from (values (1)) as one left join (
             select ${columns} from people.for_matching
             where noted >= (pg_snapshot_xmin($1::pg_snapshot)::text::numeric + platform.xact_offset())::text::xid8
               and not pg_visible_in_snapshot((noted::text::numeric - platform.xact_offset())::text::xid8, $1::pg_snapshot)) f on true`,
        values: [since],
      });
      return { people: rows.flatMap((row) => (row.id === null ? [] : [knownOf(row)])), snapshot: rows[0]!.seen };
    },
    close: () => client.end().catch(() => {}),
  };
}

const knownOf = (row: FactsRow): KnownFacts => ({ id: row.id, facts: factsOfRow(row) });
