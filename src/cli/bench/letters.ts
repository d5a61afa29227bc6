import { newId } from '#kernel/id';
import { todayAt } from '#modules/units';
import { connect } from '#platform/database.server';
import { identify } from '#platform/identify.server';
import { runnerFor, type Runner } from '#platform/run.server';
import { systemWork } from '#platform/system.server';
import { typeset } from '#platform/typeset/typeset.server';
import { wholeNumber, type Command } from '../command.ts';
import { openDatabase } from '../open-database.ts';
import { countryOptions } from './country.ts';
import { goal, spreadOf, type Report } from './figures.ts';
import { openLetterOffice } from './letters/office.store.server.ts';
import { machine, timed } from './machine.ts';
import { fewPeople, measureCountry } from './measure-country.ts';
import { pairsOption, reportOptions } from './options.ts';

export const command: Command = {
  summary: {
    id: 'Mengukur seribu surat panggilan dalam satu rangkaian sebagai kelipatan menyusun halamannya saja.',
    en: 'Measures a thousand summonses of one run as a multiple of setting their pages alone.',
  },
  options: {
    letters: {
      type: 'string',
      value: 'number',
      says: { id: 'banyaknya surat (biasanya 1000)', en: 'letters (usually 1000)' },
    },
    ...pairsOption,
    ...countryOptions,
    ...reportOptions,
  },
  async run(values) {
    const letters = wholeNumber(values, 'letters', 10, 5000) ?? 1000;
    const pairs = wholeNumber(values, 'pairs', 1, 99) ?? 3;
    // An office of this size needs no whole country around it.
    return measureCountry(values, (data) => measure(data, letters, pairs), fewPeople(values));
  },
};

const fields = {
  appear_on: 'Senin, 20 Juni 2022',
  appear_at: '09.00 WIB',
  appear_place: 'Kantor Bapas',
  purpose: 'wajib lapor dan pembimbingan',
};
const AT_ONCE = 50;

async function measure(data: string, letters: number, pairs: number): Promise<Report> {
  // Only now: what takes in people's files switches off the drawing of faces, which an invented country needs.
  const { jobs, layoutOfLetters, numberRun, sheetsOfRun, startRun } = await import('#modules/letters/server');
  const database = await openDatabase(data, 'demo');
  const db = connect(database.databaseUrl, { size: 3, statementSeconds: 900, name: 'simpul bench' });
  const errors: Record<string, number> = {};
  const whole: number[] = [];
  const bare: number[] = [];
  try {
    const office = await openLetterOffice(database.ownerUrl!, letters);
    const journalKey = database.folder.key('journal');
    const actor = await identify(db, office.token);
    if (!actor) throw new Error('the session of the head is not known');
    const head = () =>
      runnerFor({ db, asker: { role: 'app_staff', token: office.token, actor }, now: new Date(), journalKey });
    const posting = actor.postings.find((one) => one.unitId === office.unitId)!;
    const submission = () => ({ id: newId(), body: {} });

    /** As people do it: drafts, the head's word, and the job that numbers, sets and stores them. Answers the run. */
    const run = async (): Promise<string> => {
      const started = await head().runOnce(submission(), (ctx) =>
        startRun(ctx, { unitId: office.unitId, kind: 'letters.summons-1', caseIds: office.caseIds, fields }),
      );
      if (!started.ok) throw new Error(started.refusal);
      const dated = todayAt(posting, new Date());
      const told = await head().runOnce(submission(), (ctx) => numberRun(ctx, { runId: started.runId, dated }));
      if (!told.ok) throw new Error(told.refusal);
      const work = systemWork({ db, journalKey, now: () => new Date() });
      await jobs['letters.number-run'].run(work, { runId: started.runId, unitId: office.unitId });
      return started.runId;
    };
    const setAlone = async (sheets: readonly unknown[]) => {
      for (let at = 0; at < sheets.length; at += AT_ONCE)
        await typeset(layoutOfLetters, sheets.slice(at, at + AT_ONCE));
    };
    const sheetsOf = (runner: Runner, runId: string) => runner.read((ctx) => sheetsOfRun(ctx, runId));

    // Warms both up, and gives the pages to set.
    const sheets = await sheetsOf(head(), await run());
    if (sheets.length !== letters) errors[`${sheets.length} of ${letters} letters were numbered`] = 1;
    await setAlone(sheets);
    for (let pair = 0; pair < pairs; pair++) {
      // Each goes first as often as the other.
      if (pair % 2 === 0) whole.push(await timed(run));
      bare.push(await timed(() => setAlone(sheets)));
      if (pair % 2 === 1) whole.push(await timed(run));
    }
  } finally {
    await db.destroy();
    await database.close();
  }
  const ratio = spreadOf(whole.map((ms, index) => ms / bare[index]!))!;
  const cells = (times: number[]) => {
    const { count, median, max } = spreadOf(times)!;
    return { n: count, 'median ms': median, 'min ms': Math.min(...times), 'max ms': max };
  };
  return {
    bench: 'letters',
    at: new Date().toISOString(),
    setting: { letters, pairs },
    machine: machine(),
    rows: [
      {
        what: { id: 'Rangkaian surat, bernomor dan tersimpan', en: 'Run of letters, numbered and stored' },
        cells: cells(whole),
      },
      { what: { id: 'Halaman yang sama, disusun saja', en: 'The same pages, set alone' }, cells: cells(bare) },
    ],
    goals: [goal({ id: 'Kelipatan, median pasangan', en: 'Ratio, median of the pairs' }, 'x', 3, ratio.median)],
    cores: null,
    errors,
    notes: [],
  };
}
