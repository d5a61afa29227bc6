import { formatDate } from '#kernel/format';
import { partsOf, type PlainDate } from '#kernel/plain-date';
import { getLetterKind, type Signatures } from './kinds.ts';
import type { LetterText, Nature, Signer } from './letter.ts';
import { plainOf, readWording, type Block } from './wording.ts';

/** What stands above an office's letters and in their date line. */
export type Letterhead = {
  lines: string[];
  address: string[];
  place: string;
  headTitle: string;
  /** Who heads a tier, where that is nobody who works here. */
  headName: string;
  headNip: string;
  logo: Buffer | null;
};

/** What a letter has once it is numbered; a draft has none of it yet. */
export type Numbered = { label: string; dated: PlainDate; signer: Signer };
type Named = { name: string; nip: string };
export type People = {
  clientName: string;
  counsellorName: string;
  counsellorNip: string;
  /** Of a sitting. */
  chair?: Named;
  secretary?: Named;
  /** Of minutes: whoever was heard where that is not the client, whoever heard him, and who else was there and as what. */
  heard?: string;
  examiner?: Named;
  present?: { name: string; as: string }[];
  /** The title of whoever signs, where that is not whoever heads the office. */
  signsAs?: string;
};

type Signature = { above: string[]; name: string; nip: string };
/** What layout/letter.typ is given. */
export type Sheet = {
  title: string;
  office: string;
  day: [number, number, number];
  form: string;
  watermark: string;
  footer: string;
  head: { lines: string[]; address: string[]; logo: string };
  number: string;
  dateline: string;
  nature: string;
  enclosure: string;
  subject: string;
  heading: string;
  about: string;
  recipient: string[];
  blocks: (Block & { continues?: boolean })[];
  signers: Signature[];
  copies: string[];
  mark: { picture: string; code: string; says: string } | null;
};

export const pictureName = 'logo';
export const layout = 'letter.typ';

/** Letters are Indonesian whatever language a screen has. */
const natureWords: Record<Nature, string> = { ordinary: 'Biasa', urgent: 'Segera', secret: 'Rahasia' };
const waits = '.....................';

/** A letter as its page shows it. Until it has a number it is marked as a draft from edge to edge. */
export function sheetOf(
  kindId: string,
  text: LetterText,
  numbered: Numbered | null,
  head: Letterhead,
  people: People,
  today: PlainDate,
  mark: Sheet['mark'] = null,
): Sheet {
  const kind = getLetterKind(kindId);
  const office = head.lines.at(-1) ?? '';
  const dated = numbered ? formatDate(numbered.dated, 'id') : waits;
  const subject = plainOf(text.subject);
  const { year, month, day } = partsOf(numbered?.dated ?? today);
  const title = `${numbered?.signer.title ?? people.signsAs ?? head.headTitle},`;
  // An order or decision is made; what a counsellor writes down he signs where and when he wrote it.
  const made =
    kind.signer === 'counsellor'
      ? [`${head.place}, ${dated}`]
      : [`Ditetapkan di ${head.place}`, `pada tanggal ${dated}`];
  return {
    title: subject,
    office,
    day: [year, month, day],
    form: kind.form,
    watermark: numbered ? '' : 'KONSEP',
    footer: numbered ? `${subject.slice(0, 70)} · ${numbered.label}` : 'Konsep: belum bernomor dan belum berlaku',
    head: { lines: head.lines, address: head.address, logo: head.logo ? pictureName : '' },
    number: numbered?.label ?? waits,
    dateline: `${head.place}, ${dated}`,
    nature: text.nature === '' ? '' : natureWords[text.nature],
    enclosure: text.enclosure,
    subject,
    heading: kind.form === 'decision' ? `Keputusan ${head.headTitle}` : subject,
    about: kind.form === 'decision' ? subject : '',
    recipient: linesOf(text.recipient),
    blocks: readWording(text.body).map((block) =>
      block.kind === 'paragraph' ? { ...block, continues: /^\p{Ll}/u.test(block.runs[0]?.text ?? '') } : block,
    ),
    signers: signaturesOf(kind.signatures, {
      signer: {
        // Below a letterhead that names the office, a letter is signed by "Kepala"; an order or decision names it in full.
        above: kind.form === 'letter' ? [title.replace(head.headTitle, shortTitle(head.headTitle))] : [...made, title],
        name: numbered?.signer.name ?? '',
        nip: numbered?.signer.nip ?? '',
      },
      people,
    }),
    copies: linesOf(text.copies),
    mark,
  };
}

function signaturesOf(which: Signatures, { signer, people }: { signer: Signature; people: People }): Signature[] {
  switch (which) {
    case 'signer':
      return [signer, ...alsoPresent(people)];
    case 'examination':
      return [
        { above: ['Yang diperiksa,'], name: people.clientName, nip: '' },
        examiner(people),
        ...alsoPresent(people),
      ];
    case 'hearing':
      return [
        { above: ['Yang diperiksa,'], name: people.heard ?? '', nip: '' },
        examiner(people),
        ...alsoPresent(people),
      ];
    case 'sitting':
      return [
        { above: ['Sekretaris,'], name: '', nip: '', ...people.secretary },
        { above: ['Ketua,'], name: '', nip: '', ...people.chair },
      ];
  }
}

/** Whoever examined; in minutes that nobody has written down elsewhere, the client's counsellor. */
const examiner = ({ examiner, counsellorName, counsellorNip }: People): Signature => ({
  above: ['Pemeriksa,'],
  ...(examiner ?? { name: counsellorName, nip: counsellorNip }),
});
const alsoPresent = ({ present = [] }: People): Signature[] =>
  present.map(({ name, as }) => ({ above: [`${as === '' ? 'Yang hadir' : as},`], name, nip: '' }));

const shortTitle = (title: string) => (title.startsWith('Kepala ') ? 'Kepala' : title);

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => plainOf(line).trim())
    .filter((line) => line !== '');

/** The letterhead of an office that has set none: the ministry, then the offices above it and itself, with their whole names. */
export function standardLetterhead(unit: {
  names: readonly string[];
  address: string;
  phone: string;
  /** The town in which it stands, where its record says so. */
  town: string;
}): Letterhead {
  const names = unit.names.map(wholeName);
  const own = names.at(-1) ?? '';
  return {
    lines: ['Kementerian Imigrasi dan Pemasyarakatan Republik Indonesia', ...names],
    address: [unit.address, unit.phone && `Telepon ${unit.phone}`].filter((line) => line !== ''),
    place: own
      .replace(/^.*\bKelas\s+(I{1,3}[AB]?)\s+/, '')
      .replace(/^Direktorat Jenderal .*$/, 'Jakarta')
      // Its name is that of a province.
      .replace(/^Kantor Wilayah .*$/, unit.town || waits),
    headTitle: own.startsWith('Direktorat Jenderal ') ? own.replace('Direktorat', 'Direktur') : `Kepala ${own}`,
    headName: '',
    headNip: '',
    logo: null,
  };
}

function wholeName(name: string): string {
  return name
    .replace(/^Bapas\b/, 'Balai Pemasyarakatan')
    .replace(/^Pos Bapas\b/, 'Pos Balai Pemasyarakatan')
    .replace(/^Kanwil Ditjenpas\b/, 'Kantor Wilayah Direktorat Jenderal Pemasyarakatan')
    .replace(/^Kanwil\b/, 'Kantor Wilayah')
    .replace(/^Ditjenpas\b/, 'Direktorat Jenderal Pemasyarakatan');
}
