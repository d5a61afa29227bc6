import { thresholds } from '#modules/people/recognition';
import { floor, goal, spreadOf, type Goal, type Row } from '../figures.ts';
import { recallAt, thresholdFor, toldAt, type Asked } from './measures.ts';
import { percent } from './statistics.ts';

export function rowOf(seed: number, asked: Asked[], askedHard: Asked[]): Row {
  const [ten, one, hardTen] = [recallAt(asked, 10), recallAt(asked, 1), recallAt(askedHard, 10)];
  const { precision, recall } = toldAt(asked, thresholds);
  return {
    what: { id: `Benih ${seed}`, en: `Seed ${seed}` },
    cells: {
      '@10 %': percent(ten.share),
      '@1 %': percent(one.share),
      'hard @10 %': percent(hardTen.share),
      'told right %': percent(precision.share),
      'told %': percent(recall.share),
      'p50 ms': spreadOf(asked.map(({ ms }) => ms))!.median,
      'p99 ms': spreadOf(asked.map(({ ms }) => ms))!.p99,
    },
  };
}

export function goalsOf(ordinary: Asked[], hard: Asked[]): Goal[] {
  const times = spreadOf(ordinary.map(({ ms }) => ms))!;
  const told = toldAt(ordinary, thresholds);
  const interval = (asked: Asked[]) => {
    const { low, high } = recallAt(asked, 10);
    return `${percent(low)}–${percent(high)}`;
  };
  const [range, hardRange] = [interval(ordinary), interval(hard)];
  const recallWhere = (precision: number) => percent(thresholdFor(ordinary, precision).at.recall.share);
  return [
    goal({ id: 'Satu pertanyaan, p50', en: 'One question, p50' }, 'ms', 5, times.median),
    goal({ id: 'Satu pertanyaan, p99', en: 'One question, p99' }, 'ms', 40, times.p99),
    floor(
      { id: `Di antara sepuluh pertama (${range})`, en: `Among the first ten (${range})` },
      '%',
      99.3,
      percent(recallAt(ordinary, 10).share),
    ),
    floor(
      { id: `Sulit, di antara sepuluh pertama (${hardRange})`, en: `Hard, among the first ten (${hardRange})` },
      '%',
      98.9,
      percent(recallAt(hard, 10).share),
    ),
    floor(
      {
        id: `Yang diberitahukan benar (${percent(told.precision.low)}–${percent(told.precision.high)})`,
        en: `Told of and right (${percent(told.precision.low)}–${percent(told.precision.high)})`,
      },
      '%',
      99.5,
      percent(told.precision.share),
    ),
    floor(
      {
        id: `Yang dikenal dan diberitahukan (${percent(told.recall.low)}–${percent(told.recall.high)})`,
        en: `Known and told of (${percent(told.recall.low)}–${percent(told.recall.high)})`,
      },
      '%',
      88,
      percent(told.recall.share),
    ),
    floor({ id: 'Diberitahukan bila 99,5 % benar', en: 'Told of where 99.5 % are right' }, '%', 88, recallWhere(0.995)),
    floor({ id: 'Diberitahukan bila 99,0 % benar', en: 'Told of where 99.0 % are right' }, '%', 91, recallWhere(0.99)),
  ];
}
