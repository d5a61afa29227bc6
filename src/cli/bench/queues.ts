import { complain, wholeNumber, type Command } from '../command.ts';
import { countryOptions } from './country.ts';
import { goal, spreadOf, type Report, type Row } from './figures.ts';
import { machine, watchCores } from './machine.ts';
import { measureCountry } from './measure-country.ts';
import { reportOptions } from './options.ts';
import { countOpen, signInAskers, type Asker } from './queues/askers.store.server.ts';
import { queuePages, type QueuePage } from './queues/pages.ts';
import { sendUp } from './queues/tiers.store.server.ts';
import { startOffice } from './running-office.ts';
import { Browser } from './web/browser.ts';

export const command: Command = {
  summary: {
    id: 'Mengukur halaman antrean tiap tingkat: pelanggaran, pencabutan, sidang, surat, dan berkas perkara, dengan satu perkara terbuka tiap 20 klien.',
    en: 'Measures the queue pages of each tier: breaches, revocations, sittings, letters and cases for a decision, with one open case for every 20 clients.',
  },
  options: {
    officers: {
      type: 'string',
      value: 'number',
      says: { id: 'petugas yang bergantian bertanya (biasanya 60)', en: 'officers who ask in turn (usually 60)' },
    },
    rounds: {
      type: 'string',
      value: 'number',
      says: {
        id: 'berapa kali tiap petugas membuka tiap halaman (biasanya 5)',
        en: 'how often each officer opens each page (usually 5)',
      },
    },
    'at-once': {
      type: 'string',
      value: 'number',
      says: { id: 'permintaan sekaligus (biasanya 4)', en: 'requests at once (usually 4)' },
    },
    ...countryOptions,
    ...reportOptions,
  },
  async run(values) {
    const officers = wholeNumber(values, 'officers', 1, 1000) ?? 60;
    const rounds = wholeNumber(values, 'rounds', 1, 1000) ?? 5;
    const atOnce = wholeNumber(values, 'at-once', 1, 100) ?? 4;
    return measureCountry(values, (data) => measure(data, { officers, rounds, atOnce }));
  },
};

type Plan = { officers: number; rounds: number; atOnce: number };
type Sample = { page: QueuePage; role: string; ms: number; problem?: string };

async function measure(data: string, { officers, rounds, atOnce }: Plan): Promise<Report> {
  const office = await startOffice(data);
  try {
    await sendUp(office.databaseOwnerUrl);
    const roles = [...new Set(queuePages.flatMap((page) => page.roles))];
    const askers = await signInAskers(office.databaseOwnerUrl, roles, officers);
    const open = await countOpen(office.databaseOwnerUrl);
    complain({
      id: `${askers.length} petugas membuka antrean dari ${open.breaches} pelanggaran dan ${open.proceedings} pencabutan …`,
      en: `${askers.length} officers open the queues of ${open.breaches} breaches and ${open.proceedings} revocations …`,
    });
    // What is counted is work, not the first look, in which every connection plans its statements and the database reads its pages.
    const warmed = await ask(office.address, askers, 1, atOnce);
    const watch = watchCores({ application: [office.pids.application], database: [office.pids.database] });
    const samples = await ask(office.address, askers, rounds, atOnce);
    return reportOf(samples, warmed, watch.shares(), { officers: askers.length, rounds, atOnce, ...open });
  } finally {
    await office.stop();
  }
}

/** Each officer opens each of his pages so often, page by page and so many at once. */
async function ask(address: string, askers: readonly Asker[], rounds: number, atOnce: number): Promise<Sample[]> {
  const browsers = askers.map((asker) => ({ asker, browser: new Browser(address, { simpul_session: asker.token }) }));
  const wanted = Array.from({ length: rounds }, () =>
    queuePages.flatMap((page) =>
      browsers.filter(({ asker }) => page.roles.includes(asker.role)).map((one) => ({ page, ...one })),
    ),
  ).flat();
  const samples: Sample[] = [];
  const next = wanted.values();
  const work = async () => {
    for (const { page, asker, browser } of next) {
      const path = pathOf(page, asker);
      if (path === undefined) continue;
      const startedAt = performance.now();
      try {
        const answer = await browser.get(path);
        const problem = problemOf(page, answer);
        samples.push({ page, role: asker.role, ms: answer.ms, ...(problem ? { problem } : {}) });
      } catch (error) {
        samples.push({ page, role: asker.role, ms: performance.now() - startedAt, problem: (error as Error).message });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  for (const { browser } of browsers) browser.close();
  return samples;
}

/** The page's own address; nothing where it is about one case, or about revocations, and this officer has none. */
function pathOf({ path }: QueuePage, { caseId, breachId, hasRevocations }: Asker): string | undefined {
  if (path.startsWith('/revocations') && !hasRevocations) return undefined;
  if (!path.includes('{')) return path;
  return caseId && breachId ? path.replace('{case}', caseId).replace('{breach}', breachId) : undefined;
}

function problemOf({ line }: QueuePage, { status, body }: { status: number; body: string }): string | undefined {
  if (status !== 200) return `status ${status}`;
  if (!body.includes('</html>')) return 'half a page';
  return line.test(body) ? undefined : 'a page without a line of the queue';
}

function reportOf(
  samples: readonly Sample[],
  warmed: readonly Sample[],
  cores: Report['cores'],
  setting: Report['setting'],
): Report {
  const good = samples.filter(({ problem }) => !problem);
  const cells = (part: readonly Sample[]): Row['cells'] => {
    const spread = spreadOf(part.map(({ ms }) => ms));
    return {
      n: spread?.count ?? 0,
      'median ms': spread?.median ?? null,
      'p95 ms': spread?.p95 ?? null,
      'p99 ms': spread?.p99 ?? null,
      'max ms': spread?.max ?? null,
    };
  };
  const errors: Record<string, number> = {};
  for (const { page, problem } of [...warmed, ...samples]) {
    if (!problem) continue;
    const what = `${page.says.en}: ${problem}`;
    errors[what] = (errors[what] ?? 0) + 1;
  }
  for (const page of queuePages)
    for (const role of page.roles)
      if (!good.some((sample) => sample.page === page && sample.role === role))
        errors[`${page.says.en}: nothing was measured as ${role}`] = 1;
  const all = spreadOf(good.map(({ ms }) => ms));
  return {
    bench: 'queues',
    at: new Date().toISOString(),
    setting,
    machine: machine(),
    rows: [
      ...queuePages.map((page) => ({ what: page.says, cells: cells(good.filter((sample) => sample.page === page)) })),
      { what: { id: 'Semua antrean', en: 'All queues' }, cells: cells(good) },
    ],
    goals: all
      ? [
          goal({ id: 'Halaman antrean, p95', en: 'Queue pages, p95' }, 'ms', 500, all.p95),
          goal({ id: 'Halaman antrean, p99', en: 'Queue pages, p99' }, 'ms', 1500, all.p99),
        ]
      : [],
    cores,
    errors,
    notes: [],
  };
}
