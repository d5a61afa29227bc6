import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dice } from '#invented/dice';
import { learn, Recognition, weights, type Thresholds, type Weights } from '#modules/people/recognition';
import { say } from '../../command.ts';
import { calibrationOf, drawCalibration } from './calibration.ts';
import { askAll, thresholdFor, toldAt } from './measures.ts';
import { fill, questionsIn, writePeople } from './people.ts';
import type { Size } from './size.ts';
import { percent } from './statistics.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** A little above what is promised, so that other people than those it was found on keep the promise, too. */
const aim = 0.9965;
/** Whom somebody is asked about: one in twenty may be nobody's match. */
const askBits = -6;

/**
 * Learns on one register, finds the threshold on another, and measures it on a third. Writes the weights into the code and draws how the
 * certainty keeps its word.
 */
export async function learnWeights(folder: string, size: Size): Promise<number> {
  const [learning, finding, measuring] = [0, 10, 20].map((step) => size.seed + step) as [number, number, number];
  const first = await registerOf(join(folder, 'learn'), size.people, learning, size.questions);
  const lessons = questionsIn(first.folder, 'train')
    .filter(({ id }) => id !== undefined)
    .slice(0, size.questions * 2);
  const dice = new Dice(learning);
  const draw = () => dice.f();
  const version = `${size.people}-${learning}-${lessons.length}`;
  const learned = learn(first.register, lessons, weights, { rounds: 3, pairs: 400_000, draw, version });
  const blind = learn(
    first.register,
    questionsIn(first.folder, 'train')
      .slice(0, size.questions)
      .map(({ facts }) => ({ facts })),
    weights,
    {
      rounds: 5,
      pairs: 400_000,
      draw,
      version: `${version}-blind`,
    },
  );

  const second = await registerOf(join(folder, 'find'), size.people, finding, size.questions);
  second.register.weigh(learned);
  const found = thresholdFor(
    askAll(questionsIn(second.folder, 'queries'), (facts) => second.register.find(facts, 1)),
    aim,
  );
  const bits = { tell: { bits: found.bits }, ask: { bits: askBits } } as Thresholds;

  const third = await registerOf(join(folder, 'measure'), size.people, measuring, size.questions);
  third.register.weigh(learned);
  const asked = askAll(questionsIn(third.folder, 'queries'), (facts) => third.register.find(facts, 1));
  third.register.weigh(blind);
  const askedBlind = askAll(questionsIn(third.folder, 'queries'), (facts) => third.register.find(facts, 1));

  const measured = (at: Thresholds, answers = asked) => {
    const { precision, recall } = toldAt(answers, at);
    const share = (value: number) => Math.round(value * 1e5) / 1e5;
    return {
      precision: share(precision.share),
      recall: share(recall.share),
      low: share(precision.low),
      high: share(precision.high),
      queries: answers.length,
    };
  };
  const thresholds: Thresholds = {
    tell: { bits: found.bits, measured: measured(bits) },
    ask: { bits: askBits, measured: measured({ ...bits, tell: { ...bits.tell, bits: askBits } }) },
  };
  writeFileSync(
    join(root, 'src/modules/people/recognition/weights.data.ts'),
    dataText(learned, thresholds, {
      people: size.people,
      learned: learning,
      found: finding,
      measured: measuring,
      lessons: lessons.length,
    }),
  );
  writeFileSync(join(root, 'docs/pictures/recognition.svg'), drawCalibration(calibrationOf(asked)));
  const without = measured(bits, askedBlind);
  say({
    id: `Ambang ${found.bits} bit: benar ${percent(thresholds.tell.measured.precision)} %, diberitahukan ${percent(thresholds.tell.measured.recall)} %; dipelajari tanpa jawaban: ${percent(without.precision)} %, ${percent(without.recall)} %.`,
    en: `Threshold ${found.bits} bits: right ${percent(thresholds.tell.measured.precision)} %, told of ${percent(thresholds.tell.measured.recall)} %; learned without answers: ${percent(without.precision)} %, ${percent(without.recall)} %.`,
  });
  return 0;
}

async function registerOf(folder: string, people: number, seed: number, questions: number) {
  await writePeople(people, seed, folder, { questions });
  const register = new Recognition(weights);
  await fill(register, folder);
  return { register, folder };
}

function dataText(learned: Weights, thresholds: Thresholds, on: Record<string, number>): string {
  const terms = Object.entries(learned.terms)
    .map(([kind, { m, u }]) => `    ${kind}: {\n      m: ${JSON.stringify(m)},\n      u: ${JSON.stringify(u)},\n    },`)
    .join('\n');
  return `import type { Thresholds, Weights } from './weights.ts';

/** The invented people on which this was learned and measured: how many, and their seeds. \`bench match --learn\` writes it anew. */
// prettier-ignore
export const learnedOn = ${JSON.stringify(on)};

// prettier-ignore
export const weights: Weights = {
  version: '${learned.version}',
  terms: {
${terms}
  },
};

// prettier-ignore
export const thresholds: Thresholds = ${JSON.stringify(thresholds, null, 2)};
`;
}
