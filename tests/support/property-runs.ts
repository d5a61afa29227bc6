import fc from 'fast-check';
import { everything } from './width.ts';

/**
 * Properties that name no number of their own try a hundred examples, and a few thousand where everything is walked. `npm test` tries the
 * same ones every time, so that it fails for what somebody changed and not by chance; `verify` looks for new ones.
 */
fc.configureGlobal(everything ? { numRuns: 3000 } : { seed: 20_260_101 });
