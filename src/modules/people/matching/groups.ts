import type { Evidence, Facts, Verdict } from '../recognition/index.ts';
import type { AgreeingGroup, Band } from '../rules.ts';

/** Which groups of fields agree and which do not. What is not known on both sides is in neither. */
export type Groups = { agrees: AgreeingGroup[]; differs: AgreeingGroup[] };

const groupOf: Partial<Record<Evidence['about'], AgreeingGroup>> = {
  nik: 'nik',
  name: 'name',
  birth: 'birth',
  mother: 'mother',
  father: 'father',
  place: 'birth_place',
  sex: 'sex',
};
/** Says too little in either direction: half a number, or a year alone. */
const saysNothing = new Set(['half', 'same_year']);

/** The groups behind some evidence. Only what was asked for counts: a NIK tells a day of birth that nobody typed. */
export function groupsOf(evidence: readonly Evidence[], asked: Facts): Groups {
  const given: Record<AgreeingGroup, boolean> = {
    nik: Boolean(asked.nik),
    name: asked.name !== '',
    birth: Boolean(asked.birth),
    mother: Boolean(asked.mother),
    father: true,
    birth_place: Boolean(asked.birthPlace),
    sex: Boolean(asked.sex),
  };
  const groups: Groups = { agrees: [], differs: [] };
  const hasAlias = evidence.some(({ about }) => about === 'alias');
  for (const { about, outcome } of evidence) {
    const group = groupOf[about];
    if (!group || !given[group] || saysNothing.has(outcome)) continue;
    // That two people are of one sex says nothing.
    if (group === 'sex' && outcome === 'same') continue;
    const agrees = outcome !== 'differs' || (group === 'name' && hasAlias);
    groups[agrees ? 'agrees' : 'differs'].push(group);
  }
  return groups;
}

/** The name as a whole, however it is spelled; a part of it is borne by half a village. */
const wholeName = new Set(['same', 'spelling', 'one_letter', 'similar', 'found']);

/**
 * How strong a likeness is, in one word; nothing where it is none. A name alone never makes more than a doubtful one: it is no reason to
 * stop anybody, however rare it is. Nor does a part of a name with a day of birth.
 */
export function bandOf(
  { answer, doubts }: Verdict,
  { agrees }: Groups,
  evidence: readonly Evidence[],
): Band | undefined {
  if (agrees.length === 0 || (!answer && !agrees.includes('nik'))) return undefined;
  const telling = agrees.filter((group) => group === 'nik' || group === 'birth' || group === 'mother');
  if (telling.length === 0) return agrees.includes('name') ? 'doubtful' : undefined;
  if (answer === 'tell' && agrees.includes('name')) return 'strong';
  if (agrees.includes('nik')) return 'likely';
  const isWhole = evidence.some(
    ({ about, outcome }) => (about === 'name' || about === 'alias') && wholeName.has(outcome),
  );
  const isNamed = agrees.includes('name') && (isWhole || (agrees.includes('mother') && agrees.includes('birth')));
  return isNamed && !doubts.includes('births_contradict') ? 'likely' : 'doubtful';
}

/**
 * The certainty of each, held against the others that the asker may know of and against nobody: somebody hidden from him must not make
 * another one less certain, or he would be known by it.
 */
export function certaintiesOf(bits: readonly number[], people: number): number[] {
  const top = Math.max(...bits);
  const nobody = 2 ** (Math.log2(people + 1) - top);
  const together = bits.reduce((sum, one) => sum + 2 ** (one - top), 0);
  return bits.map((one) => {
    const own = 2 ** (one - top);
    return Math.log2(own / Math.max(together - own + nobody, 1e-12));
  });
}
