import { m } from '#messages';

type Called = {
  guardianPresent: boolean | null;
  guardianNote: string;
  companionPresent: boolean | null;
  companionNote: string;
};

const was = (present: boolean) => (present ? m.revocations_present() : m.revocations_absent());

type CalledWith = {
  guardianCalled: boolean | null;
  guardianNote: string;
  companionCalled: boolean | null;
  companionNote: string;
};

/** Whom a summons calls with a child, a line each; nothing where nobody was asked after. Papers are Indonesian whatever language a screen has. */
export function sayCalls(
  { guardianCalled, guardianNote, companionCalled, companionNote }: CalledWith,
  language: { locale?: 'id' } = {},
): string[] {
  const is = (called: boolean) =>
    called ? m.breaches_called_with({}, language) : m.breaches_not_called_with({}, language);
  return [
    ...(guardianCalled === null
      ? []
      : [m.revocations_guardian_was({ was: is(guardianCalled), note: guardianNote }, language)]),
    ...(companionCalled === null
      ? []
      : [m.revocations_companion_was({ was: is(companionCalled), note: companionNote }, language)]),
  ];
}

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

/** Who of a child's family was told of a step by letter and where that letter is, a line each. */
export function sayFamilyTold({
  guardianCalled,
  guardianNote,
  companionCalled,
  companionNote,
}: Omit<CalledWith, 'guardianCalled' | 'companionCalled'> & {
  guardianCalled: boolean;
  companionCalled: boolean;
}): string[] {
  const is = (told: boolean) => (told ? m.revocations_family_told_yes() : m.revocations_family_told_no());
  return [
    m.revocations_guardian_was({ was: is(guardianCalled), note: guardianNote }),
    m.revocations_companion_was({ was: is(companionCalled), note: companionNote }),
  ];
}
