import type { Authority, BasisKind, Penalty, Register } from '#modules/custody';
import { registers, shortRegister } from '#modules/custody';
import { plainWord } from '../read-words.ts';

/** Letters and digits alone: "Reg. A.III", "a iii" and "A-3" are one. */
function bare(text: string): string {
  return plainWord(text)
    .replace(/\b(register|registrasi|reg|buku)\b/g, '')
    .replace(/ /g, '');
}

const roman: Readonly<Record<string, string>> = { i: '1', ii: '2', iii: '3', iv: '4', v: '5' };
const registerByWord = new Map<string, Register>([
  ['seumurhidup', 'reg_b_life'],
  ['bsh', 'reg_b_life'],
  ['pidanamati', 'reg_b_death'],
  ['sandera', 'reg_c'],
]);
for (const register of registers) {
  const short = bare(shortRegister(register));
  registerByWord.set(short, register);
  const parts = /^([ab])(i{1,3}|iv|v)([abs]?)$/.exec(short);
  if (parts) registerByWord.set(`${parts[1]}${roman[parts[2]!]}${parts[3]}`, register);
}

/** "A.III", "Reg AIII", "A3", "B.IIa". B.II alone is two registers. */
export function readRegister(text: string): Register | undefined {
  return registerByWord.get(bare(text));
}

const warrantWords =
  /\b(penahanan|perpanjangan|sp ?han|spp|sphan|warrant)\b|^(surat )?(perintah|penetapan)( hakim)?$|^tahanan$/;
const verdictWords = /\b(putusan|vonis|petikan|eksekusi|inkracht|verdict)\b|^(narapidana|napi|terpidana)$/;
const hostageWords = /\b(sandera|penyanderaan|gijzeling)\b/;
/** On which kind of paper somebody is held. */
export function readBasisKind(text: string): BasisKind | undefined {
  const word = plainWord(text);
  if (hostageWords.test(word)) return 'hostage_order';
  if (verdictWords.test(word)) return 'verdict';
  return warrantWords.test(word) ? 'warrant' : undefined;
}

const authorityWords: readonly (readonly [Authority, RegExp])[] = [
  ['supreme_court', /\bmahkamah agung\b|\bma( ri)?$/],
  ['high_court', /\bpengadilan tinggi\b|^pt\b/],
  ['district_court', /\bpengadilan( negeri| anak| tipikor)?\b|^pn\b/],
  ['prosecutor', /\b(kejaksaan|kejari|kejati|kejagung|jaksa|penuntut|jpu)\b/],
  [
    'investigator',
    /\b(polres\w*|polsek\w*|polda|polri|kepolisian|polisi|penyidik|bareskrim|ditres\w*|satres\w*|bnn\w*|kpk|ppns|imigrasi|pom\w*)\b/,
  ],
];
/** Whose paper it is, by the name of the office that issued it. */
export function readAuthority(text: string): Authority | undefined {
  const word = plainWord(text);
  return authorityWords.find(([, words]) => words.test(word))?.[0];
}

/** The penalty of a verdict, also where the column of its length names one without a length. */
export function readPenalty(text: string): Penalty | undefined {
  const word = plainWord(text);
  if (/\bseumur hidup\b|^sh$/.test(word)) return 'life';
  if (/\bmati\b/.test(word)) return 'death';
  if (/\b(subsider|subsidair|pengganti|denda)\b/.test(word)) return 'in_lieu';
  if (/\bkurungan\b/.test(word)) return 'confinement';
  return /\bpenjara\b/.test(word) ? 'imprisonment' : undefined;
}
