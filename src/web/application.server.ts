import { dataFolder, type DataFolder, type KeyName } from '#platform/data-folder.server';
import { connect, type Database } from '#platform/database.server';
import { env } from '#platform/env.server';

/** What one process of the web application holds: its connections, and the keys of its data folder. */
export type Application = {
  db: Database;
  /**
   * For requests that write, so that what somebody has typed never stands behind pages that others look at: where twenty ask for figures at
   * once they wait for one another, and a report at the desk goes past them.
   */
  dbToWrite: Database;
  folder: DataFolder;
  key: (name: KeyName) => Buffer;
  isDemo: boolean;
};

/** Of the connections: what is looked at needs enough of them, since a page holds one while it is put together. */
const shareToWrite = 3 / 8;

let running: Application | undefined;

/** Made at the first request; `serve` has settled the environment by then. */
export function application(): Application {
  if (running) return running;
  const { DATABASE_URL, SIMPUL_DATA, DATABASE_POOL } = env();
  if (!DATABASE_URL)
    throw new Error('DATABASE_URL is not settled: start the application with npm start or simpul serve');
  const toWrite = Math.ceil(DATABASE_POOL * shareToWrite);
  const folder = dataFolder(SIMPUL_DATA);
  const keys = new Map<KeyName, Buffer>();
  running = {
    db: connect(DATABASE_URL, { size: DATABASE_POOL - toWrite, name: 'simpul web' }),
    dbToWrite: connect(DATABASE_URL, { size: toWrite, name: 'simpul web' }),
    folder,
    key(name) {
      const key = keys.get(name) ?? folder.key(name);
      keys.set(name, key);
      return key;
    },
    isDemo: folder.marker.kind === 'demo',
  };
  return running;
}
