import type { Head } from '../journal/chain.server.ts';
import type { Log } from '../journal.server.ts';
import type { Marker } from '../data-folder.server.ts';

export const FORMAT = 1;

/** The first entry of an archive: what it is, before anything else is read. */
export type ArchiveHeader = {
  simpul: 'backup';
  format: number;
  version: string;
  madeAt: string;
  systemId: string;
  postgres: string;
  kind: Marker['kind'];
  source: 'embedded' | 'outside';
};

/** The last entry: what every file must be, and what the restored office must hold. */
export type Manifest = ArchiveHeader & {
  files: Record<string, { size: number; sha256: string }>;
  bytes: number;
  /** Taken at the restore point; `exact` when nothing was being written at that moment, so that a restore must find the same. */
  counts: Record<string, number>;
  exact: boolean;
  heads: Record<Log, Head>;
  restorePoint: string;
  restorePosition: string;
  /** Where the log that follows this backup begins. */
  logFrom: string;
  timeline: number;
  segmentSize: number;
  database: string;
  superuser: string;
  /** What the server was allowed at most; a recovery must be allowed no less. */
  limits: Record<string, string>;
  marker: Marker;
  mac: string;
};

/** Why an archive cannot be used. Nothing has been touched when this is thrown. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive';
  readonly why: 'foreign' | 'truncated' | 'corrupt' | 'newer_format' | 'other_server' | 'forged';

  constructor(why: BadArchive['why'], detail = '') {
    super(detail ? `${why}: ${detail}` : why);
    this.why = why;
  }
}
