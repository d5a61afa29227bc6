import type { Locale } from '#messages';

/** What may stand in a message besides plain words. Nobody's name, no case, no office: whoever holds the phone may read it. */
export const placeholders = ['code', 'link', 'date', 'office_phone'] as const;
export type Placeholder = (typeof placeholders)[number];

/** One kind of message, as the module that sends it describes it. */
export type MessageKind = {
  /** How the administrator finds it among the templates. */
  name: () => string;
  /** What the sender will hand in; `office_phone` is always there. */
  facts: readonly Exclude<Placeholder, 'office_phone'>[];
  /** The wording until an office writes its own; it gets the placeholders themselves: `m.messages_x({ code: '{code}' })`. */
  standard: (inputs: Record<Placeholder, string>, options: { locale: Locale }) => string;
  /** What is filled in only as the message goes out, because the outbox must not hold it. */
  atSending?: (body: string) => string;
};

const kinds = new Map<string, MessageKind>();

/** Makes kinds of messages known; a module calls it once, in its index.ts, and keeps the result. */
export function defineMessageKinds<const Kinds extends Record<`${string}.${string}`, MessageKind>>(
  defined: Kinds,
): Kinds {
  for (const [kind, description] of Object.entries(defined)) kinds.set(kind, description);
  return defined;
}

export function findMessageKind(kind: string): MessageKind | undefined {
  return kinds.get(kind);
}

export function getMessageKind(kind: string): MessageKind {
  const found = kinds.get(kind);
  if (!found) throw new TypeError(`no such kind of message: ${kind}`);
  return found;
}

export function nameOfMessageKind(kind: string): string {
  return getMessageKind(kind).name();
}

export function listMessageKinds(): string[] {
  return [...kinds.keys()].sort();
}

export function standardWording(kind: string, locale: Locale): string {
  return getMessageKind(kind).standard(
    { code: '{code}', link: '{link}', date: '{date}', office_phone: '{office_phone}' },
    { locale },
  );
}
