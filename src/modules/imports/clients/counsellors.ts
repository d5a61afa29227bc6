import { nameWords } from '#kernel/person-name';
import type { ClientKnowledge } from './clean-row.ts';

export type Counsellor = { staffId: string; name: string; nip: string | null };

/** Finds a counsellor of the office by NIP, by his whole name, or by the words of it that only he bears. */
export function counsellorFinder(counsellors: readonly Counsellor[]): ClientKnowledge['findCounsellor'] {
  const listed = counsellors.map((one) => ({ ...one, words: nameWords(one.name) }));
  const known = new Map<string, ReturnType<ClientKnowledge['findCounsellor']>>();

  return (typed) => {
    const before = known.get(typed);
    if (before) return before;
    const answer = find(typed);
    known.set(typed, answer);
    return answer;
  };

  function find(typed: string): ReturnType<ClientKnowledge['findCounsellor']> {
    const digits = typed.replace(/\D/g, '');
    if (digits.length >= 15) {
      const byNip = listed.filter(({ nip }) => nip === digits);
      if (byNip.length === 1) return { found: byNip[0]!.staffId };
      if (digits.length === typed.replace(/[\s.\-'’]/g, '').length) return 'unknown';
    }
    const words = nameWords(typed.replace(/\bNIP\b.*$/i, '').replace(/\d+/g, ' '));
    if (words.length === 0) return 'unknown';
    const whole = listed.filter(
      (one) => one.words.length === words.length && words.every((word) => one.words.includes(word)),
    );
    const part =
      whole.length > 0
        ? whole
        : listed.filter(
            (one) =>
              words.every((word) => one.words.includes(word)) ||
              (one.words.length > 1 && one.words.every((word) => words.includes(word))),
          );
    if (part.length === 0) return 'unknown';
    return part.length === 1 ? { found: part[0]!.staffId } : 'several';
  }
}
