import type { Sentence } from '#platform/console-problem.server';
import { complain, wholeNumber, type Command } from '../command.ts';
import { countryOptions } from './country.ts';
import { goal, spreadOf, type Report, type Row } from './figures.ts';
import { machine, watchCores, type CoreWatch } from './machine.ts';
import { measureCountry } from './measure-country.ts';
import { decimal, reportOptions } from './options.ts';
import { startOffice } from './running-office.ts';
import { drive, listenIn, poolSize } from './web/drive.ts';
import { kinds, type Kind, type Sample } from './web/kinds.ts';
import { countErrors } from './web/samples.ts';
import { signInRegistrars } from './web/institutions.store.server.ts';
import { waitForKeptMonths } from './web/kept-months.store.server.ts';
import { clockOf, countSubmissions, signInPlayers } from './web/players.store.server.ts';

const seed = 20_260_624;

/** Of so many officers one is a registrar who books people; each booking takes him four acts. */
const officersOfARegistrar = 50;
const actsOfABooking = 4;

export const command: Command = {
  summary: {
    id: 'Mengukur halaman dan simpanan dengan ratusan petugas yang bekerja sekaligus, di samping kueri yang sama tanpa aplikasi.',
    en: 'Measures pages and saves with hundreds of officers at work at once, next to the same queries without the application.',
  },
  options: {
    officers: {
      type: 'string',
      value: 'number',
      says: { id: 'petugas yang bekerja sekaligus (biasanya 500)', en: 'officers at work at once (usually 500)' },
    },
    minutes: {
      type: 'string',
      value: 'number',
      says: {
        id: 'lama pengukuran (biasanya 5; boleh pecahan)',
        en: 'how long to measure (usually 5; may be a fraction)',
      },
    },
    think: {
      type: 'string',
      value: 'seconds',
      says: {
        id: 'jeda antara dua tindakan seorang petugas (biasanya 10)',
        en: 'pause between two acts of an officer (usually 10)',
      },
    },
    ...countryOptions,
    ...reportOptions,
  },
  async run(values) {
    const officers = wholeNumber(values, 'officers', 1, 5000) ?? 500;
    const minutes = decimal(values, 'minutes', 0.05, 600) ?? 5;
    const think = decimal(values, 'think', 0.1, 600) ?? 10;
    return measureCountry(values, (data) => measure(data, { officers, minutes, think }));
  },
};

async function measure(
  data: string,
  { officers, minutes, think }: { officers: number; minutes: number; think: number },
): Promise<Report> {
  const office = await startOffice(data);
  try {
    const warmUp = Math.min(60, think * 6);
    await waitForKeptMonths(office.databaseOwnerUrl);
    const players = await signInPlayers(office.databaseOwnerUrl, officers);
    const registrars = await signInRegistrars(
      office.databaseOwnerUrl,
      Math.max(1, Math.round(officers / officersOfARegistrar)),
      Math.ceil((warmUp + minutes * 60) / (think * actsOfABooking)) + 5,
    );
    complain({ id: 'Mendengarkan kueri aplikasi …', en: "Listening to the application's queries …" });
    const listened = await listenIn(
      { data, databaseUrl: office.databaseUrl },
      players,
      Math.min(480, officers * 4),
      seed,
    );

    // The yardstick is laid on before and after, so that a machine that grows slower or faster meanwhile shows. What is counted is an
    // hour of work, not its first minute, in which every connection plans its statements and the database reads its pages.
    const bareTiming = { warmUp, measured: Math.min(60, minutes * 20), think };
    const bare = (turn: number) =>
      drive({
        do: 'bare',
        url: office.databaseUrl,
        pool: poolSize(),
        askers: players.length,
        acts: listened.acts,
        recordedFrom: listened.from.toISOString(),
        seed: seed + turn,
        timing: bareTiming,
      });
    complain({ id: 'Kueri yang sama tanpa aplikasi …', en: 'The same queries without the application …' });
    const before = await bare(1);

    complain({ id: `${players.length} petugas bekerja …`, en: `${players.length} officers are at work …` });
    const from = await clockOf(office.databaseOwnerUrl);
    let watch: CoreWatch | undefined;
    const played = await drive(
      {
        do: 'play',
        origin: office.address,
        players,
        registrars,
        seed,
        timing: { warmUp, measured: minutes * 60, think },
      },
      (pid) => {
        watch = watchCores({
          application: [office.pids.application],
          database: [office.pids.database],
          load: [pid],
        });
      },
    );
    const cores = watch?.shares() ?? null;
    const kept = await countSubmissions(
      office.databaseOwnerUrl,
      [...players, ...registrars].map(({ accountId }) => accountId),
      from,
    );
    complain({ id: 'Sekali lagi tanpa aplikasi …', en: 'Once more without the application …' });
    const after = await bare(2);

    const errors = countErrors([...listened.errors, ...before.samples, ...played.samples, ...after.samples]);
    if (kept !== played.acknowledged)
      errors[`${played.acknowledged} saves were acknowledged and ${kept} are in the database`] = 1;
    if (played.samples.length === 0) errors['nothing was measured'] = 1;
    return reportOf({
      played: played.samples,
      bare: [...before.samples, ...after.samples],
      cores,
      errors,
      setting: { officers: players.length, registrars: registrars.length, minutes, think, saves: played.acknowledged },
      seconds: minutes * 60,
    });
  } finally {
    await office.stop();
  }
}

function reportOf(found: {
  played: Sample[];
  bare: Sample[];
  cores: Report['cores'];
  errors: Report['errors'];
  setting: Report['setting'];
  seconds: number;
}): Report {
  const good = found.played.filter(({ problem }) => !problem);
  const bare = found.bare.filter(({ problem }) => !problem);
  const times = (samples: readonly Sample[], of: (kind: Kind) => boolean) =>
    samples.filter(({ kind }) => of(kind)).map(({ ms }) => ms);
  const rowOf = (what: Sentence, of: (kind: Kind) => boolean): Row => {
    const own = spreadOf(times(good, of));
    const yardstick = spreadOf(times(bare, of));
    return {
      what,
      cells: {
        n: own?.count ?? 0,
        'n/s': (own?.count ?? 0) / found.seconds,
        'median ms': own?.median ?? null,
        'p95 ms': own?.p95 ?? null,
        'p99 ms': own?.p99 ?? null,
        'bare median': yardstick?.median ?? null,
        'bare p95': yardstick?.p95 ?? null,
        'ratio median': own && yardstick ? own.median / yardstick.median : null,
        'ratio p95': own && yardstick ? own.p95 / yardstick.p95 : null,
      },
    };
  };
  const isOf = (group: string) => (kind: Kind) => kinds[kind].group === group;
  const present = (Object.keys(kinds) as Kind[]).filter((kind) => good.some((sample) => sample.kind === kind));
  const pages = spreadOf(times(good, isOf('page')));
  const saves = spreadOf(times(good, isOf('save')));
  const alerts = spreadOf(times(good, isOf('alert')));
  return {
    bench: 'web',
    at: new Date().toISOString(),
    setting: found.setting,
    machine: machine(),
    rows: [
      ...present.map((kind) => rowOf(kinds[kind].says, (one) => one === kind)),
      rowOf({ id: 'Semua halaman', en: 'All pages' }, isOf('page')),
      rowOf({ id: 'Semua simpanan', en: 'All saves' }, isOf('save')),
      rowOf({ id: 'Semua permintaan', en: 'All requests' }, () => true),
    ],
    goals: [
      ...(pages ? [goal({ id: 'Halaman, p95', en: 'Pages, p95' }, 'ms', 500, pages.p95)] : []),
      ...(saves ? [goal({ id: 'Simpanan, p95', en: 'Saves, p95' }, 'ms', 300, saves.p95)] : []),
      ...(pages ? [goal({ id: 'Halaman, p99', en: 'Pages, p99' }, 'ms', 1500, pages.p99)] : []),
      ...(alerts
        ? [goal({ id: 'Penerimaan sampai terbaca, p95', en: 'Admission until read, p95' }, 'ms', 2000, alerts.p95)]
        : []),
    ],
    cores: found.cores,
    errors: found.errors,
    notes: [],
  };
}
