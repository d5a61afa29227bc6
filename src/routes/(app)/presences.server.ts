import { m } from '#messages';

type Called = {
  guardianPresent: boolean | null;
  guardianNote: string;
  companionPresent: boolean | null;
  companionNote: string;
};

const was = (present: boolean) => (present ? m.revocations_present() : m.revocations_absent());

/** Whom a child's case called at a step and whether they came, a line each; nothing where nobody was called. */
export function sayPresences({ guardianPresent, guardianNote, companionPresent, companionNote }: Called): string[] {
  return [
    ...(guardianPresent === null
      ? []
      : [m.revocations_guardian_was({ was: was(guardianPresent), note: guardianNote })]),
    ...(companionPresent === null
      ? []
      : [m.revocations_companion_was({ was: was(companionPresent), note: companionNote })]),
  ];
}
