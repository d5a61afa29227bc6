import { optionalChoice, optionalShortText } from '#kernel/fields';

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
  return presences !== undefined && [presences.guardian, presences.companion].every(({ note }) => note.length >= 3);
}
