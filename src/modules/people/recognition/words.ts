import { m } from '#messages';
import type { Evidence, NameLikeness } from './evidence.ts';
import type { Answer, Doubt } from './judge.ts';
import type { Outcome } from './weights.ts';

type Words<Key extends string> = Readonly<Record<Key, () => string>>;

export const answerWords: Words<Answer> = { tell: m.recognition_answer_tell, ask: m.recognition_answer_ask };
export const doubtWords: Words<Doubt> = {
  possible_relative: m.recognition_doubt_possible_relative,
  births_contradict: m.recognition_doubt_births_contradict,
  nik_of_another: m.recognition_doubt_nik_of_another,
  no_name: m.recognition_doubt_no_name,
};

const nameWords: Words<NameLikeness> = {
  same: m.recognition_name_same,
  spelling: m.recognition_name_spelling,
  one_letter: m.recognition_name_one_letter,
  similar: m.recognition_name_similar,
  partly: m.recognition_name_partly,
  differs: m.recognition_name_differs,
};
const motherWords: Words<NameLikeness> = {
  same: m.recognition_mother_same,
  spelling: m.recognition_mother_spelling,
  one_letter: m.recognition_mother_one_letter,
  similar: m.recognition_mother_similar,
  partly: m.recognition_mother_partly,
  differs: m.recognition_mother_differs,
};
const fatherWords: Words<NameLikeness> = {
  same: m.recognition_father_same,
  spelling: m.recognition_father_spelling,
  one_letter: m.recognition_father_one_letter,
  similar: m.recognition_father_similar,
  partly: m.recognition_father_partly,
  differs: m.recognition_father_differs,
};
const birthWords: Words<Outcome<'birth'>> = {
  same: m.recognition_birth_same,
  swapped: m.recognition_birth_swapped,
  default: m.recognition_birth_default,
  day: m.recognition_birth_day,
  month: m.recognition_birth_month,
  next_year: m.recognition_birth_next_year,
  year: m.recognition_birth_year,
  partly: m.recognition_birth_partly,
  near: m.recognition_birth_near,
  same_year: m.recognition_birth_same_year,
  differs: m.recognition_birth_differs,
};
const placeWords: Words<Outcome<'place'>> = {
  same: m.recognition_place_same,
  similar: m.recognition_place_similar,
  part: m.recognition_place_part,
  differs: m.recognition_place_differs,
};
const nikWords: Words<Outcome<'nik'>> = {
  same: m.recognition_nik_same,
  digit: m.recognition_nik_digit,
  half: m.recognition_nik_half,
  differs: m.recognition_nik_differs,
};
const sexWords: Words<Outcome<'sex'>> = { same: m.recognition_sex_same, differs: m.recognition_sex_differs };

/** What one piece of evidence says, in words. */
export function evidenceWords(evidence: Evidence): string {
  switch (evidence.about) {
    case 'name':
      return nameWords[evidence.outcome]();
    case 'mother':
      return motherWords[evidence.outcome]();
    case 'father':
      return fatherWords[evidence.outcome]();
    case 'alias':
      return m.recognition_alias_found({ words: evidence.words.join(' ') });
    case 'rarity':
      return m.recognition_rarity({ word: evidence.words.join(' '), bearers: evidence.bearers });
    case 'birth':
      return birthWords[evidence.outcome]();
    case 'place':
      return placeWords[evidence.outcome]();
    case 'nik':
      return nikWords[evidence.outcome]();
    case 'sex':
      return sexWords[evidence.outcome]();
  }
}
