import type { OpenDatabase } from './open-database.ts';

/** Fills a data folder that is new: the demo with its invented office, an office with nothing but its first administrator. */
export async function firstRun({ folder }: OpenDatabase): Promise<void> {
  if (folder.marker.kind === 'demo' && !folder.marker.demoLoadedAt) folder.markDemoLoaded();
}
