/** What is wrong with a wording, and on which line of it. */
export type TemplateProblem = {
  line: number;
  problem:
    'placeholder_unknown' | 'placeholder_not_given' | 'brace' | 'case_word' | 'nik' | 'link' | 'too_long' | 'too_short';
  /** The piece of the line that is meant. */
  piece: string;
};

/**
 * Words that tell whoever reads over a shoulder what the message is about. The receiver's own name cannot be known here; that
 * no name gets in is kept by taking nothing into a message but a code, a link and a day.
 */
const caseWords =
  /\b(ba[lp]as|balai pemasyarakatan|pemasyarakatan|ditjenpas|lapas|rutan|lpka|lpas|penjara|bui|sel|wajib lapor|lapor diri|klien|narapidana|napi|warga binaan|wbp|tahanan|terpidana|terdakwa|tersangka|pidana|perkara|kasus|vonis|putusan|hukuman|pembebasan|bebas bersyarat|bersyarat|cuti|asimilasi|integrasi|litmas|pembimbing|bimbingan|pengawasan|penjamin|anak berhadapan|diversi|pencabutan|kejaksaan|jaksa|polisi|polri|pengadilan|narkoba|narkotika|residivis|parole|probation|prison|jail|offen[cs]e|offender|convict\w*|inmate|crim\w+|court|sentence\w*|supervis\w+|case ?worker|police)\b/giu;

const longest = 480; // three SMS; longer ones are cut by some gateways

/** Judges the wording of a message line by line; nothing is wrong with an empty list. `given` is what the sender hands in. */
export function judgeTemplate(body: string, given: readonly string[]): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  if (body.trim().length < 10) problems.push({ line: 1, problem: 'too_short', piece: '' });
  if (body.length > longest)
    problems.push({ line: body.split('\n').length, problem: 'too_long', piece: String(longest) });
  for (const [index, text] of body.split('\n').entries()) {
    const line = index + 1;
    const add = (problem: TemplateProblem['problem'], piece: string) => problems.push({ line, problem, piece });
    for (const [piece, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
      if (!['code', 'link', 'date', 'office_phone'].includes(name)) add('placeholder_unknown', piece);
      else if (name !== 'office_phone' && !given.includes(name)) add('placeholder_not_given', piece);
    }
    const plain = text.replace(/\{[^{}]*\}/g, ' ');
    const brace = /[{}]|\$\{|%[a-z]/i.exec(plain);
    if (brace) add('brace', brace[0]);
    for (const word of caseWordsIn(plain)) add('case_word', word);
    for (const [number] of plain.matchAll(/\d(?:[\s.-]?\d){11,}/g)) add('nik', number);
    for (const [link] of plain.matchAll(/\bhttps?:\/\/\S+|\bwww\.\S+/gi)) add('link', link);
  }
  return problems;
}

/** The words of a text that give the matter away, as they stand there. Letters with marks on them are read as those without. */
export function caseWordsIn(text: string): string[] {
  return [...text.normalize('NFKD').replace(/\p{M}/gu, '').matchAll(caseWords)].map(([word]) => word);
}

/** What a sender hands in, checked: a code of ours, a link to ourselves, a day. */
export type MessageFacts = { code?: string; link?: string; date?: string };

/** Which fact cannot go into a message, or nothing when all may. */
export function wrongFact(facts: MessageFacts): string | undefined {
  if (facts.code !== undefined && !/^[A-Z0-9][A-Z0-9-]{1,19}$/i.test(facts.code)) return 'code';
  if (facts.link !== undefined && !/^https?:\/\/[^\s{}]{3,290}$/.test(facts.link)) return 'link';
  if (facts.date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(facts.date)) return 'date';
  return Object.keys(facts).find((name) => !['code', 'link', 'date'].includes(name));
}
