import { everything } from './width.ts';

/** Properties that name no number of their own try a hundred examples, and a few thousand where everything is walked. */
if (everything) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ numRuns: 3000 });
}
