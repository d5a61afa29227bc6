/**
 * The load, in a process of its own: officers who think between two acts (`play`), beside them others who sign in one after another
 * (`arriving`), or as many bare askers (`bare`).
 * It is told what to do in its first message and answers with every sample it took.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '#invented/dice';
import { Bare } from './bare.store.server.ts';
import { Browser } from './browser.ts';
import { kinds, type Arriving, type Kind, type Player, type Registrar, type Sample } from './kinds.ts';
import { Officer } from './officer.ts';
import { BookingRegistrar } from './registrar.ts';
import { signIn } from './sign-in.ts';
import type { Recording } from './recording.ts';

export type Timing = {
  /** Seconds until everybody is at work; what happens before is not counted. */
  warmUp: number;
  /** Seconds that are counted. */
  measured: number;
  /** Seconds between an answer and the next act, in the mean. */
  think: number;
};
export type Order =
  | {
      do: 'play';
      origin: string;
      players: Player[];
      registrars?: Registrar[];
      arriving?: Arriving[];
      seed: number;
      timing: Timing;
    }
  | {
      do: 'bare';
      url: string;
      pool: number;
      askers: number;
      acts: Recording[][];
      recordedFrom: string;
      seed: number;
      timing: Timing;
    };
export type Told = { tell: 'measuring' } | { tell: 'done'; samples: Sample[]; acknowledged: number };

process.on('message', (order: Order) => {
  void (order.do === 'play' ? play(order) : bare(order)).then((told) => {
    process.send!(told, () => process.exit(0));
  });
});

async function play({
  origin,
  players,
  registrars = [],
  arriving = [],
  seed,
  timing,
}: Extract<Order, { do: 'play' }>): Promise<Told> {
  const startedAt = performance.now();
  const signingIn = arriving.map(async (one, index) => {
    await sleep((timing.warmUp + (index / arriving.length) * timing.measured) * 1000);
    return signIn(one, new Browser(origin), startedAt);
  });
  const officers = [
    ...players.map(
      (player, index) =>
        new Officer(player, new Browser(origin, { simpul_session: player.token }), seed + index, startedAt),
    ),
    ...registrars.map((one, index) => new BookingRegistrar(one, origin, seed - 1 - index, startedAt)),
  ];
  await everybody(officers.length, seed, timing, startedAt, (index) => officers[index]!.act());
  for (const officer of officers) officer.close();
  const arrived = (await Promise.all(signingIn)).flat();
  return tellAll([...officers.flatMap((officer) => officer.samples), ...arrived], timing);
}

async function bare(order: Extract<Order, { do: 'bare' }>): Promise<Told> {
  const { url, pool, askers, acts, recordedFrom, seed, timing } = order;
  const startedAt = performance.now();
  const dice = new Dice(seed);
  const server = new Bare(url, pool, new Date(recordedFrom));
  const samples: Sample[] = [];
  await everybody(askers, seed, timing, startedAt, () =>
    server.send(dice.pick(acts), (kind, ms, problem) =>
      samples.push({ kind: kind as Kind, ms, at: performance.now() - startedAt - ms, ...(problem ? { problem } : {}) }),
    ),
  );
  await server.close();
  return tellAll(samples, timing);
}

/** Lets each of them act, think, and act again until the time is over. They begin one after another over the warm-up. */
async function everybody(
  count: number,
  seed: number,
  { warmUp, measured, think }: Timing,
  startedAt: number,
  act: (index: number) => Promise<void>,
): Promise<void> {
  const dice = new Dice(seed ^ 0x5eed);
  const end = startedAt + (warmUp + measured) * 1000;
  const begun = setTimeout(() => process.send!({ tell: 'measuring' } satisfies Told), warmUp * 1000);
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await sleep(((index + dice.f()) / count) * Math.min(warmUp, think) * 1000);
      while (performance.now() < end) {
        await act(index);
        // Between half and one and a half of the mean, and never past the end.
        const pause = think * 1000 * (0.5 + dice.f());
        await sleep(Math.min(pause, Math.max(0, end - performance.now())));
      }
    }),
  );
  clearTimeout(begun);
}

function tellAll(samples: readonly Sample[], { warmUp }: Timing): Told {
  return {
    tell: 'done',
    samples: samples.filter(({ at }) => at >= warmUp * 1000),
    acknowledged: samples.filter(({ kind, problem }) => kinds[kind].group === 'save' && !problem).length,
  };
}
