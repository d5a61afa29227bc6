import { authorityWords, basisWords, penaltyWords } from '#modules/custody';
import { optionsOf } from '../people/shown.server.ts';
import { registerOptions } from './shown.server.ts';

/** What the fields of a paper offer. */
export const basisOptions = () => ({
  kinds: optionsOf(basisWords),
  authorities: optionsOf(authorityWords),
  penalties: optionsOf(penaltyWords),
  registers: registerOptions(),
});
