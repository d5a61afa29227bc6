import { newId } from '#kernel/id';
import { PersonGenerator } from '#invented/persons';
import { useMatchingDatabase } from '#modules/people/server';
import { connect } from '#platform/database.server';
import { identify } from '#platform/identify.server';
import { runnerFor } from '#platform/run.server';
import { systemWork } from '#platform/system.server';
import { writeXlsx } from '#platform/tables/write-xlsx.server';
import { wholeNumber, type Command } from '../command.ts';
import { openDatabase } from '../open-database.ts';
import { countryOptions } from './country.ts';
import { goal, rounded, spreadOf, type Report } from './figures.ts';
import { openImportOffice } from './import/office.store.server.ts';
import { machine, timed } from './machine.ts';
import { fewPeople, measureCountry } from './measure-country.ts';
import { pairsOption, reportOptions } from './options.ts';

/** What an office waits for at most, for as many rows as the largest keeps. */
const MOST_SECONDS = 60;

export const command: Command = {
  summary: {
    id: 'Mengukur impor daftar klien sebagai kelipatan COPY baris yang sama.',
    en: 'Measures the import of a list of clients as a multiple of a bare COPY of the same rows.',
  },
  options: {
    rows: {
      type: 'string',
      value: 'number',
      says: { id: 'baris dalam berkas (biasanya 10000)', en: 'rows of the file (usually 10000)' },
    },
    ...pairsOption,
    ...countryOptions,
    ...reportOptions,
  },
  async run(values) {
    const rows = wholeNumber(values, 'rows', 10, 20_000) ?? 10_000;
    const pairs = wholeNumber(values, 'pairs', 1, 20) ?? 3;
    // An office that brings its list stands in a Simpul that knows some people already, not the whole country.
    return measureCountry(values, (data) => measure(data, rows, pairs), fewPeople(values));
  },
};

/** A list as offices keep it: names in capitals, days as people write them, telephones with blanks. */
function aList(rows: number, seed: number): Uint8Array {
  const people = new PersonGenerator(20_261_129 + seed);
  const heads = [
    'Nama',
    'Tanggal lahir',
    'Jenis kelamin',
    'Jenis bimbingan',
    'Nomor register',
    'Tanggal terima',
    'Alamat',
    'Telepon',
  ];
  const two = (value: number) => String(value).padStart(2, '0');
  return writeXlsx([
    {
      name: 'Klien',
      columns: heads.map((header) => ({ header, kind: 'text' })),
      rows: Array.from({ length: rows }, (_, at) => {
        const person = people.person(at);
        return [
          person.name.toUpperCase(),
          `${two(1 + (at % 28))}-${two(1 + (at % 12))}-${1960 + (at % 40)}`,
          person.sex,
          ['PB', 'CB', 'CMB'][at % 3]!,
          `U${seed}-${at}/2021`,
          `${two(1 + (at % 28))}/03/2021`,
          `Jalan Melati Nomor ${at}`,
          `0812 ${1000 + (at % 9000)} ${1000 + ((at * 7) % 9000)}`,
        ];
      }),
    },
  ]);
}

async function measure(data: string, rows: number, pairs: number): Promise<Report> {
  // Only now: what takes in people's files switches off the drawing of faces, which an invented country needs.
  const { bringImport, getImport, jobs, mapImport, takeImport } = await import('#modules/imports/server');
  const database = await openDatabase(data, 'demo');
  const db = connect(database.databaseUrl, { size: 3, statementSeconds: 900, name: 'simpul bench' });
  const office = await openImportOffice(database.ownerUrl!);
  const errors: Record<string, number> = {};
  const [read, checked, taken, whole, bare]: number[][] = [[], [], [], [], []];
  let written = 0;
  try {
    const journalKey = database.folder.key('journal');
    const actor = await identify(db, office.token);
    if (!actor) throw new Error('the session of the head is not known');
    const head = () =>
      runnerFor({ db, asker: { role: 'app_staff', token: office.token, actor }, now: new Date(), journalKey });
    const submission = () => ({ id: newId(), body: {} });
    const work = systemWork({ db, journalKey, now: () => new Date() });
    const { unitId } = office;

    /** From the file to the clients, as the worker does it; the officer's own two presses are not counted. */
    const run = async (seed: number, size: number): Promise<string> => {
      const bytes = aList(size, seed);
      const brought = await head().runOnce(submission(), (ctx) =>
        bringImport(ctx, { unitId, fileName: `daftar-${seed}.xlsx`, bytes }),
      );
      if (!brought.ok) throw new Error(brought.refusal);
      const which = { importId: brought.importId, unitId };
      const look = () => head().read((ctx) => getImport(ctx, brought.importId));
      const times = [await timed(() => jobs['imports.read'].run(work, which))];
      const one = await look();
      if (one.state === 'mapping') {
        const { sheet, headerRow, columns } = one.mapping!;
        const mapped = await head().runOnce(submission(), (ctx) =>
          mapImport(ctx, { importId: one.id, sheet, headerRow, columns }),
        );
        if (!mapped.ok) throw new Error(mapped.refusal);
      }
      times.push(await timed(() => jobs['imports.check'].run(work, which)));
      // Invented people resemble each other; whoever looks like somebody known is taken as well.
      const told = await head().runOnce(submission(), (ctx) => takeImport(ctx, { importId: one.id, likely: true }));
      if (!told.ok) throw new Error(told.refusal);
      times.push(await timed(() => jobs['imports.take'].run(work, which)));
      const count = await office.countTaken(brought.importId);
      if (count !== size) errors[`${count} of ${size} rows became clients`] = 1;
      if (seed > 0) {
        read!.push(times[0]!);
        checked!.push(times[1]!);
        taken!.push(times[2]!);
        whole!.push(times.reduce((sum, ms) => sum + ms, 0));
      }
      return brought.importId;
    };

    const small = await office.rowsOf(await run(0, Math.min(rows, 200))); // warms both up
    await office.copyBare(small);
    for (let pair = 1; pair <= pairs; pair++) {
      const list = await office.rowsOf(await run(pair, rows));
      written = list.reduce((sum, one) => sum + one.rows, 0);
      bare!.push(await timed(() => office.copyBare(list)));
      await office.emptyBare(list);
    }
  } finally {
    await useMatchingDatabase(undefined);
    await office.end();
    await db.destroy();
    await database.close();
  }
  const ratio = spreadOf(whole!.map((ms, index) => ms / bare![index]!))!;
  const cells = (times: number[]) => {
    const { count, median, max } = spreadOf(times)!;
    return { n: count, 'median ms': median, 'min ms': rounded(Math.min(...times)), 'max ms': max };
  };
  return {
    bench: 'import',
    at: new Date().toISOString(),
    setting: { rows, pairs, rowsWritten: written },
    machine: machine(),
    rows: [
      { what: { id: 'Impor seluruhnya', en: 'The whole import' }, cells: cells(whole!) },
      { what: { id: '  membaca berkas', en: '  reading the file' }, cells: cells(read!) },
      { what: { id: '  memeriksa setiap baris', en: '  judging every row' }, cells: cells(checked!) },
      { what: { id: '  mengambil klien', en: '  taking the clients' }, cells: cells(taken!) },
      { what: { id: 'COPY baris yang sama saja', en: 'A bare COPY of the same rows' }, cells: cells(bare!) },
    ],
    goals: [
      goal(
        { id: 'Impor seluruhnya, terlama', en: 'The whole import, the longest' },
        's',
        MOST_SECONDS,
        Math.max(...whole!) / 1000,
      ),
    ],
    cores: null,
    errors,
    notes: [
      {
        id: `Kelipatan COPY polos, median pasangan: ${ratio.median}; tanpa sasaran, karena COPY tidak memeriksa apa pun.`,
        en: `Multiple of the bare COPY, median of the pairs: ${ratio.median}; without a goal, since COPY judges nothing.`,
      },
    ],
  };
}
