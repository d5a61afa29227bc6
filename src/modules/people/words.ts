import { m } from '#messages';
import type {
  AccessListKind,
  AddressKind,
  AliasKind,
  Education,
  FamilyRelation,
  MaritalState,
  NikSource,
  PersonField,
  PhotoKind,
  Religion,
  Sex,
} from './person.ts';
import type { QualityKind } from './quality.ts';
import type { ComparisonState } from './comparisons.rules.ts';
import type { LikenessAnswer, LinkAnswer, LinkState, QuestionWhy } from './links.rules.ts';
import type { QuestionPlace } from './questions.ts';
import type { AgreeingGroup, Band, WordMatch } from './rules.ts';

type Words<Key extends string> = Readonly<Record<Key, () => string>>;

export const sexWords: Words<Sex> = { male: m.people_sex_male, female: m.people_sex_female };
export const nikSourceWords: Words<NikSource> = {
  said: m.people_nik_source_said,
  document: m.people_nik_source_document,
  register: m.people_nik_source_register,
};
export const religionWords: Words<Religion> = {
  islam: m.people_religion_islam,
  protestant: m.people_religion_protestant,
  catholic: m.people_religion_catholic,
  hindu: m.people_religion_hindu,
  buddhist: m.people_religion_buddhist,
  confucian: m.people_religion_confucian,
  belief: m.people_religion_belief,
  other: m.people_religion_other,
};
export const maritalWords: Words<MaritalState> = {
  single: m.people_marital_single,
  married: m.people_marital_married,
  divorced: m.people_marital_divorced,
  widowed: m.people_marital_widowed,
};
export const educationWords: Words<Education> = {
  none: m.people_education_none,
  primary: m.people_education_primary,
  junior_secondary: m.people_education_junior_secondary,
  senior_secondary: m.people_education_senior_secondary,
  diploma: m.people_education_diploma,
  bachelor: m.people_education_bachelor,
  postgraduate: m.people_education_postgraduate,
};
export const aliasWords: Words<AliasKind> = {
  alias: m.people_alias_alias,
  nickname: m.people_alias_nickname,
  former: m.people_alias_former,
  document: m.people_alias_document,
};
export const addressWords: Words<AddressKind> = {
  residence: m.people_address_residence,
  identity_card: m.people_address_identity_card,
  family: m.people_address_family,
  other: m.people_address_other,
};
export const relationWords: Words<FamilyRelation> = {
  father: m.people_relation_father,
  mother: m.people_relation_mother,
  partner: m.people_relation_partner,
  child: m.people_relation_child,
  sibling: m.people_relation_sibling,
  grandparent: m.people_relation_grandparent,
  guardian: m.people_relation_guardian,
  other: m.people_relation_other,
};
export const photoWords: Words<PhotoKind> = { face: m.people_photo_face, mark: m.people_photo_mark };
export const listKindWords: Words<AccessListKind> = {
  restriction: m.people_list_restriction,
  exclusion: m.people_list_exclusion,
};

export const bandWords: Words<Band> = {
  strong: m.people_band_strong,
  likely: m.people_band_likely,
  doubtful: m.people_band_doubtful,
};
export const groupWords: Words<AgreeingGroup> = {
  nik: m.people_group_nik,
  name: m.people_group_name,
  birth: m.people_group_birth,
  mother: m.people_group_mother,
  father: m.people_group_father,
  birth_place: m.people_group_birth_place,
  sex: m.people_group_sex,
};
export const likenessWords: Words<LikenessAnswer> = {
  same: m.people_answer_same,
  not_same: m.people_answer_not_same,
  unsure: m.people_answer_unsure,
};
export const decisionWords: Words<LinkAnswer> = {
  ...likenessWords,
  approve: m.people_answer_approve,
  refuse: m.people_answer_refuse,
  undo: m.people_answer_undo,
};
export const linkStateWords: Words<LinkState> = {
  open: m.people_link_state_open,
  unsure: m.people_link_state_unsure,
  proposed: m.people_link_state_proposed,
  linked: m.people_link_state_linked,
  not_same: m.people_link_state_not_same,
  undone: m.people_link_state_undone,
};
export const questionWords: Words<QuestionWhy> = {
  candidate: m.people_question_candidate,
  unsure: m.people_question_unsure,
  proposed: m.people_question_proposed,
  circle: m.people_question_circle,
  niks: m.people_question_niks,
  births: m.people_question_births,
  stays: m.people_question_stays,
};
export const questionPlaceWords: Words<QuestionPlace> = {
  inside: m.people_questions_place_inside,
  across: m.people_questions_place_across,
};
export const comparisonStateWords: Words<ComparisonState> = {
  running: m.people_comparison_state_running,
  paused: m.people_comparison_state_paused,
  done: m.people_comparison_state_done,
  cancelled: m.people_comparison_state_cancelled,
};

export const wordMatchWords: Readonly<Record<WordMatch, (input: { word: string }) => string>> = {
  exact: m.people_why_exact,
  beginning: m.people_why_beginning,
  one_letter: m.people_why_one_letter,
  sound: m.people_why_sound,
};
export const numberMatchWords: Words<'nik_same' | 'nik_ending' | 'phone' | 'register'> = {
  nik_same: m.people_why_nik_same,
  nik_ending: m.people_why_nik_ending,
  phone: m.people_why_phone,
  register: m.people_why_register,
};

/** Fields of a person, and what hangs on one, as the history names them. */
export const fieldWords: Words<
  PersonField | 'alias' | 'address' | 'phone' | 'family' | 'photo' | 'restricted' | 'person'
> = {
  name: m.people_field_name,
  titleBefore: m.people_field_title_before,
  titleAfter: m.people_field_title_after,
  nik: m.people_field_nik,
  nikSource: m.people_field_nik_source,
  sex: m.people_field_sex,
  birthPlace: m.people_field_birth_place,
  birth: m.people_field_birth,
  motherName: m.people_field_mother_name,
  fatherName: m.people_field_father_name,
  religion: m.people_field_religion,
  maritalState: m.people_field_marital_state,
  education: m.people_field_education,
  occupation: m.people_field_occupation,
  workplace: m.people_field_workplace,
  nationality: m.people_field_nationality,
  marks: m.people_field_marks,
  deceasedOn: m.people_field_deceased_on,
  alias: m.people_field_alias,
  address: m.people_field_address,
  phone: m.people_field_phone,
  family: m.people_field_family,
  photo: m.people_field_photo,
  restricted: m.people_field_restricted,
  person: m.people_history_registered,
};

/** What is wrong with a form of this module, beyond the problems of fields. */
export const problemWords: Readonly<Record<string, () => string>> = {
  people_rt_not_digits: m.people_problem_rt_not_digits,
  people_postal_code: m.people_problem_postal_code,
  people_area_unknown: m.people_problem_area_unknown,
  people_nationality: m.people_problem_nationality,
  area_unknown: m.people_problem_area_unknown,
  address_empty: m.people_problem_address_empty,
  reason_missing: m.people_problem_reason_missing,
  officer_missing: m.people_problem_officer_missing,
  officer_unknown: m.people_problem_officer_unknown,
  officer_yourself: m.people_problem_officer_yourself,
  officer_listed: m.people_problem_officer_listed,
  ends_before_start: m.people_problem_ends_before_start,
  likely_duplicates: m.people_problem_likely_duplicates,
  ask_one_more: m.people_problem_ask_one_more,
  nobody_to_show: m.people_problem_nobody_to_show,
  stale: m.people_problem_stale,
  not_now: m.people_problem_link_not_now,
  own_proposal: m.people_problem_link_own_proposal,
  only_leaders: m.people_problem_link_only_leaders,
  comparison_under_way: m.people_problem_comparison_under_way,
  comparison_not_now: m.people_problem_comparison_not_now,
  comparison_no_register: m.people_problem_comparison_no_register,
};
export const qualityWords: Words<QualityKind> = {
  nik_twice: m.people_quality_nik_twice,
  nik_impossible: m.people_quality_nik_impossible,
  nik_against_birth: m.people_quality_nik_against_birth,
  nik_against_sex: m.people_quality_nik_against_sex,
  no_nik: m.people_quality_no_nik,
  no_birth: m.people_quality_no_birth,
  no_mother: m.people_quality_no_mother,
  no_birth_place: m.people_quality_no_birth_place,
  no_sex: m.people_quality_no_sex,
  no_reminders: m.people_quality_no_reminders,
};
