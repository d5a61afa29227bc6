import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recognition, thresholds, weights, type Facts } from '#modules/people/recognition';
import { wholeNumber, type Command } from '../command.ts';
import { exitCode, floor, goal, printReport, spreadOf, type Goal, type Report, type Row } from './figures.ts';
import { machine } from './machine.ts';
import { goalsOf, rowOf } from './match/goals.ts';
import { learnWeights } from './match/learn-weights.ts';
import { askAll, askEdits, recallAt, toldAt, type Asked } from './match/measures.ts';
import { askPairs, readPairs } from './match/pairs.ts';
import { errorNotes, missNotes } from './match/notes.ts';
import { fill, peopleIn, questionsIn, writePeople } from './match/people.ts';
import type { Size } from './match/size.ts';
import { percent, shareOf } from './match/statistics.ts';
import { measureThrough, type Through } from './match/through.ts';
import { measureTrigrams } from './match/yardstick.ts';
import { reportOptions } from './options.ts';

const number = (id: string, en: string) => ({ type: 'string', value: 'number', says: { id, en } }) as const;

export const command: Command = {
  summary: {
    id: 'Mengukur pengenalan orang: ketepatan, kecepatan, dan memori, pada orang rekaan.',
    en: 'Measures how people are recognised: how rightly, how fast and in how much memory, on invented people.',
  },
  options: {
    people: number('orang dalam register (biasanya 1000000)', 'people in the register (usually 1000000)'),
    seed: number('benih pertama (biasanya 71)', 'the first seed (usually 71)'),
    seeds: number('banyaknya benih (biasanya 3)', 'how many seeds (usually 3)'),
    questions: number('pertanyaan tiap jenis (biasanya 5000)', 'questions of each kind (usually 5000)'),
    names: number('nama yang diuji satu hurufnya (biasanya 500)', 'names tried with one letter off (usually 500)'),
    list: number(
      'panjang daftar yang dicocokkan sekaligus (biasanya 100000)',
      'people of a list asked at once (usually 100000)',
    ),
    all: number(
      'pertanyaan yang dibandingkan dengan semua orang (biasanya 100; 0: tidak ada)',
      'questions compared with everybody (usually 100; 0: none)',
    ),
    yardstick: number(
      'pertanyaan kepada pg_trgm sebagai pembanding (biasanya 100; 0: tidak ada)',
      'questions to pg_trgm as the yardstick (usually 100; 0: none)',
    ),
    learn: {
      type: 'boolean',
      says: {
        id: 'mempelajari bobot dan ambang dari data rekaan dan menuliskannya ke dalam kode',
        en: 'learns weights and thresholds from invented data and writes them into the code',
      },
    },
    ...reportOptions,
  },
  async run(values) {
    const size = {
      people: wholeNumber(values, 'people', 1000, 5_000_000) ?? 1_000_000,
      seed: wholeNumber(values, 'seed', 1, 999_999) ?? 71,
      seeds: wholeNumber(values, 'seeds', 1, 20) ?? 3,
      questions: wholeNumber(values, 'questions', 50, 100_000) ?? 5000,
      names: wholeNumber(values, 'names', 1, 5000) ?? 500,
      list: wholeNumber(values, 'list', 100, 1_000_000) ?? 100_000,
      // Every goal is printed without asking; comparing with everybody and pg_trgm take a second a question, so they get few.
      all: wholeNumber(values, 'all', 0, 100_000) ?? 100,
      yardstick: wholeNumber(values, 'yardstick', 0, 100_000) ?? 100,
    };
    const folder = mkdtempSync(join(tmpdir(), 'simpul-match-'));
    try {
      if (values.learn) return await learnWeights(folder, size);
      const report = await measure(folder, size);
      if (values.json) console.log(JSON.stringify(report, null, 2));
      else printReport(report);
      return exitCode(report, values.strict === true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(folder: string, size: Size): Promise<Report> {
  const ordinary: Asked[] = [];
  const hard: Asked[] = [];
  const rows: Row[] = [];
  const goals: Goal[] = [];
  const notes: Report['notes'] = [];
  for (let turn = 0; turn < size.seeds; turn++) {
    const here = join(folder, String(turn));
    // Only the first register is compared with a list.
    await writePeople(size.people, size.seed + turn * 10, here, { ...size, list: turn === 0 ? size.list : 0 });
    const { register, ...filled } = await filledFrom(here);
    // What the first questions teach the machine is not the speed of the thousandth.
    askAll(questionsIn(here, 'train').slice(0, 300), (facts) => register.find(facts));
    const asked = askAll(questionsIn(here, 'queries'), (facts) => register.find(facts));
    const askedHard = askAll(questionsIn(here, 'queries-hard'), (facts) => register.find(facts));
    ordinary.push(...asked);
    hard.push(...askedHard);
    const lists = { what: { id: 'Daftar dan catatan', en: 'Lists and records' }, cells: { MB: register.bytes / 1e6 } };
    if (turn === 0) rows.push(lists);
    rows.push(rowOf(size.seed + turn * 10, asked, askedHard));
    if (turn === 0) {
      rows.push(...(await onOneRegister(here, register, size, goals, notes)));
      notes.push(...errorNotes(asked), ...(await missNotes(here, asked)));
      goals.push(
        goal({ id: 'Memori', en: 'Memory' }, 'MB', 600, filled.megabytes),
        goal(
          { id: 'Membaca dan menambahkan semua orang', en: 'Reading and adding everybody' },
          's',
          20,
          filled.seconds,
        ),
        goal({ id: 'Pertanyaan sementara itu, p99', en: 'Questions meanwhile, p99' }, 'ms', 40, filled.meanwhile),
      );
      if (size.yardstick > 0) {
        const questions = questionsIn(here, 'queries')
          .slice(0, size.yardstick)
          .map(({ facts }) => facts);
        const trigrams = spreadOf(await measureTrigrams(here, questions))!;
        const own = spreadOf(asked.slice(0, size.yardstick).map(({ ms }) => ms))!;
        rows.push({
          what: { id: 'pg_trgm atas empat bidang', en: 'pg_trgm on four fields' },
          cells: { 'p50 ms': trigrams.median, 'p99 ms': trigrams.p99 },
        });
        goals.push(
          floor(
            { id: 'Kali lebih cepat dari pg_trgm', en: 'Times faster than pg_trgm' },
            'x',
            100,
            trigrams.median / own.median,
          ),
        );
      }
    }
  }
  goals.unshift(...goalsOf(ordinary, hard));
  const through = await throughDatabase(folder, size);
  rows.push(...through.rows);
  goals.push(...through.goals);
  return {
    bench: 'match',
    at: new Date().toISOString(),
    setting: { ...size, weights: weights.version },
    machine: machine(),
    rows,
    goals,
    cores: null,
    errors: {},
    notes,
  };
}

/** The questions through the use case; asked of a register of their own. */
async function throughDatabase(folder: string, size: Size): Promise<Through> {
  const here = join(folder, 'through');
  const questions = Math.min(size.questions, 1000);
  const list = Math.min(size.list, size.people / 10);
  await writePeople(size.people, size.seed, here, { questions, list });
  return measureThrough(here, { questions });
}

async function filledFrom(folder: string) {
  const register = new Recognition(weights);
  const times: number[] = [];
  const questions = questionsIn(folder, 'train');
  const startedAt = performance.now();
  await fill(register, folder, () => {
    const at = performance.now();
    register.find(questions[times.length % questions.length]!.facts);
    times.push(performance.now() - at);
  });
  return {
    register,
    seconds: (performance.now() - startedAt) / 1000,
    megabytes: process.memoryUsage().rss / 1e6,
    meanwhile: spreadOf(times)?.p99 ?? 0,
  };
}

/** What is measured on the first register alone: slips of one letter, a whole list, the pairs by hand, everybody compared. */
async function onOneRegister(
  folder: string,
  register: Recognition,
  size: Size,
  goals: Goal[],
  notes: Report['notes'],
): Promise<Row[]> {
  const rows: Row[] = [];
  const every = Math.max(1, Math.floor(size.people / size.names));
  const some: { id: string; facts: Facts }[] = [];
  let at = 0;
  for await (const person of peopleIn(folder)) if (at++ % every === 0 && some.length < size.names) some.push(person);
  const edits = askEdits(register, some, size.seed);
  goals.push(
    floor(
      { id: 'Satu huruf lain: di antara sepuluh', en: 'One letter off: among ten' },
      '%',
      100,
      percent(edits.inTen.share),
    ),
    floor(
      { id: 'Satu huruf lain: yang pertama', en: 'One letter off: the first' },
      '%',
      99.9,
      percent(edits.first.share),
    ),
  );

  const list = questionsIn(folder, 'list').map(({ facts }) => facts);
  let startedAt = performance.now();
  for (const facts of list) register.find(facts);
  const single = performance.now() - startedAt;
  startedAt = performance.now();
  for (const _ of register.findEach(list));
  const together = performance.now() - startedAt;
  goals.push(
    goal(
      { id: 'Daftar sekaligus, bagian dari satu demi satu', en: 'A list at once, share of one by one' },
      'x',
      0.7,
      together / single,
    ),
  );
  rows.push({
    what: { id: `${size.list} orang sekaligus`, en: `${size.list} people at once` },
    cells: { s: together / 1000, 'one by one s': single / 1000 },
  });

  const hundred = toldAt(
    askAll(questionsIn(folder, 'queries'), (facts) => register.find(facts, 1)),
    thresholds,
    100,
  );
  rows.push({
    what: { id: 'Seratus orang lain untuk tiap yang dikenal', en: 'A hundred strangers for each known one' },
    cells: { 'told right %': percent(hundred.precision.share), 'told %': percent(hundred.recall.share) },
  });

  if (size.all > 0) {
    const asked = askAll(
      questionsIn(folder, 'queries')
        .filter(({ id }) => id !== undefined)
        .slice(0, size.all),
      (facts) => register.findAmongAll(facts),
    );
    rows.push({
      what: { id: 'Dibandingkan dengan semua orang', en: 'Compared with everybody' },
      cells: {
        '@10 %': percent(recallAt(asked, 10).share),
        '@1 %': percent(recallAt(asked, 1).share),
        'p50 ms': spreadOf(asked.map(({ ms }) => ms))!.median,
      },
    });
  }

  const pairs = askPairs(register, readPairs(), thresholds);
  for (const { group, same, inTen, told, asked, other, wronglyTold } of pairs.groups)
    notes.push({
      id: `Pasangan tulisan tangan, ${group}: ${same} pasang satu orang, ${inTen} di antara sepuluh, ${told} diberitahukan, ${asked} ditanyakan; ${other} pasang dua orang, ${wronglyTold} keliru diberitahukan`,
      en: `Pairs by hand, ${group}: ${same} of one person, ${inTen} among ten, ${told} told of, ${asked} asked about; ${other} of two, ${wronglyTold} told of wrongly`,
    });
  const all = pairs.groups.reduce((sum, { same }) => sum + same, 0);
  const inTen = pairs.groups.reduce((sum, group) => sum + group.inTen, 0);
  goals.push(
    floor(
      { id: 'Pasangan tulisan tangan, di antara sepuluh', en: 'Pairs by hand, among ten' },
      '%',
      99,
      percent(shareOf(inTen, all).share),
    ),
  );
  return rows;
}
