import { jobs } from '#modules/check-ins/server';
import { connect } from '#platform/database.server';
import { systemWork } from '#platform/system.server';
import { wholeNumber, type Command } from '../command.ts';
import { openDatabase } from '../open-database.ts';
import { countryOptions } from './country.ts';
import { goal, spreadOf, type Report } from './figures.ts';
import { machine, timed } from './machine.ts';
import { measureCountry } from './measure-country.ts';
import { reportOptions } from './options.ts';
import { openMonthEnd } from './sweep/month-end.store.server.ts';

export const command: Command = {
  summary: {
    id: 'Mengukur penutupan akhir bulan semua klien sebagai kelipatan satu pernyataan SQL polos yang membaca dan menulis sebanyak itu.',
    en: 'Measures the month-end close of all clients as a multiple of one bare SQL statement that reads and writes as much.',
  },
  options: {
    pairs: {
      type: 'string',
      value: 'number',
      says: { id: 'banyaknya pasangan bergantian (biasanya 7)', en: 'pairs, one after the other (usually 7)' },
    },
    ...countryOptions,
    ...reportOptions,
  },
  async run(values) {
    const pairs = wholeNumber(values, 'pairs', 1, 99) ?? 7;
    return measureCountry(values, (data) => measure(data, pairs));
  },
};

async function measure(data: string, pairs: number): Promise<Report> {
  const database = await openDatabase(data, 'demo');
  const db = connect(database.databaseUrl, { size: 3, statementSeconds: 900, name: 'simpul bench' });
  const monthEnd = await openMonthEnd(database.ownerUrl!);
  const errors: Record<string, number> = {};
  const closes: number[] = [];
  const bares: number[] = [];
  let written = 0;
  try {
    const due = await monthEnd.prepare();
    // The job itself, as the worker runs it: a session, a transaction and a line in the journal for each office.
    const close = async () => {
      const work = systemWork({ db, journalKey: database.folder.key('journal'), now: () => new Date() });
      const ms = await timed(() => jobs['check-ins.close-periods'].run(work, {}));
      const found = await monthEnd.countWritten();
      if (found.missed !== due) errors[`the close marked ${found.missed} of ${due} periods as missed`] = 1;
      written = found.rows;
      await monthEnd.reset();
      return ms;
    };
    const bare = async () => {
      const ms = await timed(() => monthEnd.runBare(written));
      await monthEnd.emptyBare();
      return ms;
    };
    await close(); // warms both up, and tells how many rows the bare statement has to write
    await bare();
    for (let pair = 0; pair < pairs; pair++) {
      // Each goes first as often as the other.
      const closedFirst = pair % 2 === 0;
      if (closedFirst) closes.push(await close());
      bares.push(await bare());
      if (!closedFirst) closes.push(await close());
    }
  } finally {
    await monthEnd.end();
    await db.destroy();
    await database.close();
  }
  const ratio = spreadOf(closes.map((ms, index) => ms / bares[index]!))!;
  const cells = (times: number[]) => {
    const { count, median, max } = spreadOf(times)!;
    return { n: count, 'median ms': median, 'min ms': Math.min(...times), 'max ms': max };
  };
  return {
    bench: 'sweep',
    at: new Date().toISOString(),
    setting: { pairs, rowsWritten: written },
    machine: machine(),
    rows: [
      { what: { id: 'Penutupan akhir bulan', en: 'Month-end close' }, cells: cells(closes) },
      { what: { id: 'Satu pernyataan SQL polos', en: 'One bare SQL statement' }, cells: cells(bares) },
    ],
    goals: [goal({ id: 'Kelipatan, median pasangan', en: 'Ratio, median of the pairs' }, 'x', 3, ratio.median)],
    cores: null,
    errors,
    notes: [],
  };
}
