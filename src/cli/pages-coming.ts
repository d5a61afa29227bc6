import process from 'node:process';

/**
 * Resolves when the pages are there: at once, unless whoever started us builds them meanwhile and will say so (scripts/start.mjs).
 * Where they cannot be built we are stopped by a signal, so this never fails.
 */
export async function pagesAreBuilt(): Promise<void> {
  if (!process.env['SIMPUL_PAGES_COMING'] || !process.connected) return;
  await new Promise<void>((done) => {
    process.once('message', () => done());
    process.once('disconnect', () => done());
  });
}
