import type { Marker } from '../data-folder.server.ts';
import type { Log } from '../journal.server.ts';
import type { Head } from '../journal/chain.server.ts';

/** The form of an archive of everything; another one than that of a physical backup, which only its own server reads. */
export const EVERYTHING = 1;

/** The first entry: what it is, before anything else is read. */
export type EverythingHeader = {
  simpul: 'everything';
  format: number;
  version: string;
  madeAt: string;
  postgres: string;
  kind: Marker['kind'];
};

export type TableInArchive = { columns: string[]; rows: number; bytes: number; sha256: string };
export type WaitingJob = {
  task: string;
  payload: unknown;
  queue: string | null;
  runAt: string;
  maxAttempts: number;
  key: string | null;
  priority: number;
};

/** The last entry: what was put in, and what the new office must hold. */
export type EverythingManifest = EverythingHeader & {
  /** The tables are those of this release; the importing one goes on from there. */
  migrations: { name: string; sha256: string }[];
  tables: Record<string, TableInArchive>;
  /** Months for which the journal has a table of its own, as `2026_11`. */
  months: string[];
  sequences: { name: string; value: string; called: boolean }[];
  jobs: WaitingJob[];
  heads: Record<Log, Head>;
  /** Above every number of a transaction that stands in the journal. */
  nextXact: string;
  marker: Marker;
  mac: string;
};

/** What is worked out anew from the rest, and copied nowhere. */
export const derivedTables = `
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence = 'u' and n.nspname not in ('public', 'graphile_worker')
  order by 1`;

/** What is copied: every table of ours, and of each what is written and not reckoned. A queue's own tables are of its own making. */
export const tablesOfOurs = `
  select format('%I.%I', n.nspname, c.relname) as name, c.relforcerowsecurity as forced,
    (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and c.relpersistence = 'p' and not c.relispartition and c.oid <> 'platform.migration'::regclass
    and n.nspname not in ('public', 'information_schema', 'graphile_worker') and n.nspname !~ '^pg_'
  order by 1`;
