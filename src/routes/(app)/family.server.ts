import { stateWords } from '#modules/letters';
import type { FamilyCall } from '#modules/letters/server';
import { sayFamilyTold } from './presences.server.ts';

export type ShownFamily = { lines: string[]; letter?: { href: string; label: string; state: string } };

/** Of which steps the family was told, each with its lines and its letter; where it was told again, the last time counts. */
export function familyByStep(calls: readonly FamilyCall[]): Map<string, ShownFamily> {
  return new Map(
    calls.map((call) => [
      call.stepId,
      {
        lines: sayFamilyTold(call),
        ...(call.letter && {
          letter: {
            href: `/letters/${call.letter.id}`,
            label: call.letter.label ?? '',
            state: stateWords[call.letter.state](),
          },
        }),
      },
    ]),
  );
}
