import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sentence } from '#platform/console-problem.server';

export const project = fileURLToPath(new URL('../..', import.meta.url));

export type Suite = {
  says: Sentence;
  /** The steps of `npm test` that it is the whole of, or a part; together the suites leave none out. */
  steps: readonly string[];
  /** Folders of tests that are this suite's alone; the suite `unit` takes what no other one does. */
  folders: readonly string[];
  /** Folders of served tests that are this suite's alone; the suite `served` takes what no other one does. */
  served?: readonly string[];
  /** Works on the built application. */
  built?: boolean;
  /** Into how many parts it is divided, so that each takes minutes on two cores. */
  parts: number;
};

export const suites = {
  sources: {
    says: { id: 'bentuk, aturan penulisan, pintu, dan tipe', en: 'format, lint, doors and types' },
    steps: ['format', 'lint', 'doors', 'types'],
    folders: [],
    parts: 1,
  },
  unit: {
    says: { id: 'aturan, kasus pakai, dan basis data', en: 'rules, use cases and database' },
    steps: ['unit'],
    folders: [],
    parts: 6,
  },
  zones: {
    says: { id: 'jawaban yang sama di zona waktu server mana pun', en: 'the same answers in any zone of the server' },
    steps: ['zones'],
    folders: [],
    parts: 12,
  },
  access: {
    says: { id: 'siapa boleh melihat apa, setiap sel', en: 'who may see what, every cell' },
    steps: ['unit', 'served'],
    folders: ['tests/access'],
    served: ['tests/access'],
    built: true,
    parts: 16,
  },
  journal: {
    says: { id: 'jurnal yang dirusak dengan sengaja', en: 'a journal tampered with on purpose' },
    steps: ['unit'],
    folders: ['src/platform/journal', 'src/modules/journal'],
    parts: 1,
  },
  corpus: {
    says: { id: 'setiap masukan buruk pada setiap jenis isian', en: 'every bad input on every type of field' },
    steps: ['unit'],
    folders: ['tests/corpus'],
    parts: 1,
  },
  forms: {
    says: { id: 'setiap masukan buruk pada setiap formulir lewat HTTP', en: 'every bad input on every form over HTTP' },
    steps: ['served'],
    folders: [],
    served: ['tests/corpus'],
    built: true,
    parts: 16,
  },
  crash: {
    says: { id: 'aplikasi dan basis data dimatikan paksa', en: 'application and database killed' },
    steps: ['unit'],
    folders: ['tests/crash'],
    built: true,
    parts: 4,
  },
  served: {
    says: { id: 'pemeriksaan lain pada aplikasi yang berjalan', en: 'other tests of the running application' },
    steps: ['served'],
    folders: [],
    built: true,
    parts: 1,
  },
  weight: {
    says: { id: 'berat halaman', en: 'page weight' },
    steps: ['weight'],
    folders: [],
    built: true,
    parts: 1,
  },
  // The last part counts the pages that the others have opened.
  journeys: {
    says: { id: 'perjalanan di peramban', en: 'journeys in a browser' },
    steps: ['journeys'],
    folders: [],
    built: true,
    parts: 13,
  },
} as const satisfies Record<string, Suite>;
export type SuiteName = keyof typeof suites;
export const suiteNames = Object.keys(suites) as SuiteName[];

/** One part of a suite, counted from 1. */
export type Part = { suite: SuiteName; part: number };

export const partsOf = (suite: SuiteName): Part[] =>
  Array.from({ length: suites[suite].parts }, (_, index) => ({ suite, part: index + 1 }));

/** As it is typed and told: `forms.3`, or the suite's name alone where it is not divided. */
export const nameOf = ({ suite, part }: Part) => (suites[suite].parts === 1 ? suite : `${suite}.${part}`);

/** What somebody asks for by a suite's name or a part's; nothing where there is no such thing. */
export function partsCalled(name: string): Part[] | undefined {
  const called = suiteNames.find((suite) => suite === name);
  if (called) return partsOf(called);
  const one = suiteNames.flatMap(partsOf).find((part) => nameOf(part) === name);
  return one && [one];
}

const within = (folders: readonly string[], file: string) => folders.some((folder) => file.startsWith(`${folder}/`));
const all = Object.values<Suite>(suites);
const ownFolders = all.flatMap(({ folders }) => folders);
const ownServed = all.flatMap(({ served }) => served ?? []);

/** The tests that a suite gives to Vitest: those of its folders, or whatever lies in no other one's. */
export function filesOf(suite: SuiteName): string[] {
  return ofSuite('.test.ts', suites[suite].folders, ownFolders);
}
export function servedFilesOf(suite: SuiteName): string[] {
  return ofSuite('.served.ts', (suites[suite] as Suite).served ?? [], ownServed);
}
function ofSuite(ending: string, own: readonly string[], others: readonly string[]): string[] {
  const isOwn = (file: string) => (own.length > 0 ? within(own, file) : !within(others, file));
  return ['src', 'tests']
    .flatMap((folder) =>
      readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file.replaceAll('\\', '/')}`,
      ),
    )
    .filter((file) => file.endsWith(ending) && isOwn(file))
    .sort();
}

/** Of these files the ones of a part: each once, and in every part the long ones that divide themselves (tests/support/width.ts). */
export function inPart(files: readonly string[], { suite, part }: Part): string[] {
  const divided = files.filter(dividesItself);
  const whole = files.filter((file) => !divided.includes(file));
  return [...divided, ...whole.filter((_, index) => index % suites[suite].parts === part - 1)];
}
export const dividesItself = (file: string) => readFileSync(join(project, file), 'utf8').includes('ofThisPart(');
