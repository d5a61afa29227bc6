import { optionalChoice, optionalShortText } from './fields.ts';

/** Whether somebody whom a child's case calls was there, or why he was not. */
export type Presence = { present: boolean; note: string };
export type Presences = { guardian: Presence; companion: Presence };

export const attendances = ['yes', 'no'] as const;
/** What a form asks of them; one and the same wherever a child's case takes a step. */
export const presenceFields = {
  guardianPresent: optionalChoice(attendances),
  guardianNote: optionalShortText(300),
  companionPresent: optionalChoice(attendances),
  companionNote: optionalShortText(300),
};
type Typed = {
  guardianPresent?: (typeof attendances)[number] | undefined;
  guardianNote: string;
  companionPresent?: (typeof attendances)[number] | undefined;
  companionNote: string;
};

/** What was typed of them; nothing where one of the two was not asked after. */
export function presencesIn(typed: Typed): Presences | undefined {
  const { guardianPresent, guardianNote, companionPresent, companionNote } = typed;
  if (!guardianPresent || !companionPresent) return undefined;
  return {
    guardian: { present: guardianPresent === 'yes', note: guardianNote },
    companion: { present: companionPresent === 'yes', note: companionNote },
  };
}

/** Both were asked after: who came, or why he did not. */
export function arePresencesSaid(presences: Presences | undefined): boolean {
  return areBothSaid(presences);
}

/** Whether somebody of a child's people is called with him, and his name, or why he is not called. */
export type Call = { called: boolean; note: string };
export type Calls = { guardian: Call; companion: Call };

/** What a form asks before a child is called: whether they will come is not known yet. */
export const callFields = {
  guardianCalled: optionalChoice(attendances),
  guardianNote: optionalShortText(300),
  companionCalled: optionalChoice(attendances),
  companionNote: optionalShortText(300),
};
type TypedCalls = {
  guardianCalled?: (typeof attendances)[number] | undefined;
  guardianNote: string;
  companionCalled?: (typeof attendances)[number] | undefined;
  companionNote: string;
};

/** What was typed of them; nothing where one of the two was not asked after. */
export function callsIn({
  guardianCalled,
  guardianNote,
  companionCalled,
  companionNote,
}: TypedCalls): Calls | undefined {
  if (!guardianCalled || !companionCalled) return undefined;
  return {
    guardian: { called: guardianCalled === 'yes', note: guardianNote },
    companion: { called: companionCalled === 'yes', note: companionNote },
  };
}

/** Both were thought of: who is called, or why he is not. */
export function areCallsSaid(calls: Calls | undefined): boolean {
  return areBothSaid(calls);
}

function areBothSaid(both: Record<'guardian' | 'companion', { note: string }> | undefined): boolean {
  return both !== undefined && [both.guardian, both.companion].every(({ note }) => note.length >= 3);
}
