import { complain, wholeNumber, type Command } from '../command.ts';
import { countryOptions } from './country.ts';
import { goal, spreadOf, type Report } from './figures.ts';
import { machine, watchCores, type CoreWatch } from './machine.ts';
import { measureCountry } from './measure-country.ts';
import { decimal, reportOptions } from './options.ts';
import { startOffice } from './running-office.ts';
import { drive } from './web/drive.ts';
import { kinds, type Kind, type Sample } from './web/kinds.ts';
import { listArriving, signInPlayers } from './web/players.store.server.ts';
import { countErrors } from './web/samples.ts';

const seed = 20_260_624;

export const command: Command = {
  summary: {
    id: 'Mengukur pagi hari: ratusan petugas masuk dalam satu menit, sementara yang lain sudah bekerja.',
    en: 'Measures the morning: hundreds of officers sign in within a minute while others are at work already.',
  },
  options: {
    officers: {
      type: 'string',
      value: 'number',
      says: { id: 'petugas yang masuk (biasanya 500)', en: 'officers who sign in (usually 500)' },
    },
    working: {
      type: 'string',
      value: 'number',
      says: { id: 'petugas yang sudah bekerja (biasanya 100)', en: 'officers at work already (usually 100)' },
    },
    seconds: {
      type: 'string',
      value: 'number',
      says: { id: 'dalam waktu (biasanya 60)', en: 'within (usually 60)' },
    },
    ...countryOptions,
    ...reportOptions,
  },
  async run(values) {
    const officers = wholeNumber(values, 'officers', 1, 5000) ?? 500;
    const working = wholeNumber(values, 'working', 1, 5000) ?? 100;
    const seconds = decimal(values, 'seconds', 1, 3600) ?? 60;
    return measureCountry(values, (data) => measure(data, { officers, working, seconds }));
  },
};

async function measure(
  data: string,
  { officers, working, seconds }: { officers: number; working: number; seconds: number },
): Promise<Report> {
  const office = await startOffice(data);
  try {
    const players = await signInPlayers(office.databaseOwnerUrl, working);
    const arriving = await listArriving(
      office.databaseOwnerUrl,
      officers,
      players.map((player) => player.accountId),
    );
    const think = Math.min(10, seconds / 6);
    const timing = { warmUp: Math.min(30, think * 1.5), measured: seconds, think };
    const order = { do: 'play', origin: office.address, players, seed, timing } as const;
    complain({ id: `${working} petugas bekerja …`, en: `${working} officers are at work …` });
    const calm = await drive(order);
    complain({ id: `${arriving.length} petugas masuk …`, en: `${arriving.length} officers sign in …` });
    let watch: CoreWatch | undefined;
    const rush = await drive({ ...order, arriving, seed: seed + 1 }, (pid) => {
      watch = watchCores({ application: [office.pids.application], database: [office.pids.database], load: [pid] });
    });
    const cores = watch?.shares() ?? null;

    const of = (samples: readonly Sample[], is: (kind: Kind) => boolean) =>
      spreadOf(samples.filter(({ kind, problem }) => is(kind) && !problem).map(({ ms }) => ms));
    const isPage = (kind: Kind) => kinds[kind].group === 'page';
    const cells = (spread: ReturnType<typeof of>) => ({
      n: spread?.count ?? 0,
      'median ms': spread?.median ?? null,
      'p95 ms': spread?.p95 ?? null,
      'p99 ms': spread?.p99 ?? null,
      'max ms': spread?.max ?? null,
    });
    const signIns = of(rush.samples, (kind) => kind === 'sign_in');
    const [before, during] = [of(calm.samples, isPage), of(rush.samples, isPage)];
    const errors = countErrors([...calm.samples, ...rush.samples]);
    if ((signIns?.count ?? 0) + Object.keys(errors).length === 0) errors['nobody signed in'] = 1;
    return {
      bench: 'login',
      at: new Date().toISOString(),
      setting: { officers: arriving.length, working: players.length, seconds },
      machine: machine(),
      rows: [
        { what: kinds.door.says, cells: cells(of(rush.samples, (kind) => kind === 'door')) },
        { what: kinds.sign_in.says, cells: cells(signIns) },
        { what: kinds.first.says, cells: cells(of(rush.samples, (kind) => kind === 'first')) },
        { what: { id: 'Halaman sebelumnya', en: 'Pages before' }, cells: cells(before) },
        { what: { id: 'Halaman sementara itu', en: 'Pages meanwhile' }, cells: cells(during) },
      ],
      goals: [
        ...(signIns ? [goal({ id: 'Masuk, p95', en: 'Signing in, p95' }, 'ms', 2000, signIns.p95)] : []),
        ...(before && during
          ? [
              goal(
                { id: 'Halaman petugas lain, p95 kali', en: "Others' pages, p95 times" },
                'x',
                1.2,
                during.p95 / before.p95,
              ),
            ]
          : []),
      ],
      cores,
      errors,
      notes: [],
    };
  } finally {
    await office.stop();
  }
}
