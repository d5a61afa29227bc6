import type { Facts } from '#modules/people/recognition';
import type { Report } from '../figures.ts';
import { errorsByKind, rankOf, type Asked } from './measures.ts';
import { numberOf, peopleIn } from './people.ts';

export function errorNotes(asked: Asked[]): Report['notes'] {
  return [...errorsByKind(asked)].map(([kind, { had, missed, notFirst }]) => ({
    id: `Diubah ${kind}: ${had} pertanyaan, ${missed} tidak di antara sepuluh, ${notFirst} bukan yang pertama`,
    en: `Changed ${kind}: ${had} questions, ${missed} not among ten, ${notFirst} not the first`,
  }));
}

/** The twenty worst misses, for reading. */
export async function missNotes(folder: string, asked: Asked[]): Promise<Report['notes']> {
  const misses = asked
    .filter((one) => one.question.id !== undefined && rankOf(one) > 0)
    .sort((a, b) => rankOf(b) - rankOf(a) || a.question.changed.length - b.question.changed.length)
    .slice(0, 20);
  const wanted = new Set(misses.map(({ question }) => question.id!));
  const known = new Map<string, Facts>();
  for await (const { id, facts } of peopleIn(folder)) if (wanted.has(id)) known.set(id, facts);
  return misses.map(({ question, found }) => {
    const facts = known.get(question.id!)!;
    const place = found.findIndex(({ id }) => id === question.id);
    const text = `${place < 0 ? '>10' : place + 1} | ${question.line} | ${numberOf(question.id!)} ${[facts.name, facts.birth?.text, facts.birthPlace, facts.mother].join('; ')} | ${question.changed.join(', ')}`;
    return { id: text, en: text };
  });
}
