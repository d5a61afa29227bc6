import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { newId } from '#kernel/id';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { proposePhase } from '#modules/cases/server';
import { sittingInvitation, sittingMinutes } from '#modules/letters';
import { changeDraft, letterOf, listLettersAbout, numberLetter } from '#modules/letters/server';
import { draftAnotherLetter, movePermit } from '#modules/permits/server';
import { draftAbove, takeStep } from '#modules/revocations/server';
import { addMember, closeSitting, draftSitting, hearMany, invite, openSitting, readSitting } from '#modules/tpp/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { connect, type Database } from '#platform/database.server';
import { identify } from '#platform/identify.server';
import { withConnection } from '#platform/one-connection.server';
import { runnerFor, type Runner } from '#platform/run.server';
import { laterStep } from './permits.ts';

type Demo = { client: pg.ClientBase; db: Database; journalKey: Buffer; runners: Map<string, Runner> };

/** The letters of the demo come as those of an office do: by its officers, on the days on which they would have written them. */
export async function writeDemoLetters(at: {
  ownerUrl: string;
  databaseUrl: string;
  journalKey: Buffer;
}): Promise<void> {
  const db = connect(at.databaseUrl, { size: 2 });
  try {
    await withConnection(at.ownerUrl, async (client) => {
      const demo: Demo = { client, db, journalKey: at.journalKey, runners: new Map() };
      await writePermits(demo);
      await writeProposal(demo);
      await holdSitting(demo);
      await client.query(`update accounts.session set ended_at = now(), ended_why = 'by_owner' where ended_at is null`);
    });
  } finally {
    await db.destroy();
  }
}

/** Each permit that was granted is a letter, numbered by the head on the day on which he granted it; so is a refusal. */
async function writePermits(demo: Demo): Promise<void> {
  const { rows } = await demo.client.query<{
    id: string;
    case_id: string;
    unit_id: number;
    asked: string;
    day: string | null;
  }>(
    `select p.id, p.case_id, p.unit_id, p.asked_on::text as asked, m.day::text as day
     from permits.permit p left join permits.move m on m.permit_id = p.id and m.step = 'grant'
     where not exists (select from letters.letter l where l.concerns_id = p.id) order by m.day, p.id`,
  );
  // The book of letters is in the order of its days.
  const orderly = rows.toSorted((a, b) => dayOf(a).localeCompare(dayOf(b)));
  for (const { id, case_id: caseId, unit_id: unitId, asked, day } of orderly) {
    if (day !== null)
      await onDay(demo, unitId, plainDate(day), async () => {
        await does(demo, 'pk.gili', day, (ctx) => draftAnotherLetter(ctx, { caseId, permitId: id }));
        await numbers(demo, 'kepala.gili', day, { thing: 'permits.permit', id });
      });
    const later = laterStep(asked);
    if (!later) continue;
    const { step, reason } = later;
    await onDay(demo, unitId, plainDate(later.day), async () => {
      await does(demo, later.username, later.day, (ctx) => movePermit(ctx, { caseId, permitId: id, step, reason }));
      if (step === 'refuse') await numbers(demo, 'kepala.gili', later.day, { thing: 'permits.permit', id });
    });
  }
}

const dayOf = ({ day, asked }: { day: string | null; asked: string }) => day ?? laterStep(asked)?.day ?? '';

/** What the Kanwil has forwarded is its letter to the centre, which asked back by one of its own and was answered. */
async function writeProposal(demo: Demo): Promise<void> {
  const { rows } = await demo.client.query<{ id: string; unit_id: number; day: string }>(
    `select r.id, r.unit_id, m.day::text as day from revocations.proceeding r join revocations.move m on m.proceeding_id = r.id and m.step = 'forward'
     where r.state = 'at_ditjenpas' limit 1`,
  );
  for (const { id, unit_id: unitId, day } of rows) {
    await does(demo, 'kanwil.ntb', day, (ctx) => draftAbove(ctx, { proceedingId: id }));
    const about = { thing: 'revocations.proceeding', id } as const;
    const letter = await reads(demo, 'kanwil.ntb', day, async (ctx) =>
      letterOf(ctx, (await listLettersAbout(ctx, about)).at(-1)!.id),
    );
    const { version, subject, recipient, copies, enclosure, nature } = letter;
    const body = letter.body.replace('{earlier_letter}', 'tanggal 19 Mei 2022');
    const text = { subject, recipient, body, copies, enclosure, nature };
    await does(demo, 'kanwil.ntb', day, (ctx) => changeDraft(ctx, { letterId: letter.id, version, text }));
    await askBack(demo, id, unitId);
  }
}

async function askBack(demo: Demo, proceedingId: string, unitId: number): Promise<void> {
  const takes = (username: string, day: string, step: 'return_ditjenpas' | 'answer_ditjenpas', reason: string) =>
    onDay(demo, unitId, plainDate(day), () =>
      does(demo, username, day, (ctx) =>
        takeStep(ctx, {
          proceedingId,
          step,
          reason,
          day: undefined,
          documentNumber: '',
          issuer: '',
          advice: undefined,
          told: '',
          nextOn: undefined,
          nextPlace: '',
          counselling: '',
          notProven: false,
          newEnd: undefined,
          presences: undefined,
        }),
      ).then(() => undefined),
    );
  const asked = '2022-06-06';
  await takes('penyusun.ditjenpas', asked, 'return_ditjenpas', 'Lampirkan keterangan saksi tentang ancaman itu.');
  const about = { thing: 'revocations.proceeding', id: proceedingId } as const;
  await onDay(demo, unitId, plainDate(asked), () => numbers(demo, 'penyusun.ditjenpas', asked, about));
  await takes('pk.gili', '2022-06-08', 'answer_ditjenpas', 'Keterangan dua saksi disampaikan bersama jawaban ini.');
}

/** One sitting of the large office: its invitation went out, and its minutes wait for the signatures. */
async function holdSitting(demo: Demo): Promise<void> {
  const day = '2022-06-10';
  const { rows: offices } = await demo.client.query<{ id: number }>(
    `select id from units.unit where code = 'bapas-palembang'`,
  );
  const unitId = offices[0]!.id;
  const { rows: staff } = await demo.client.query<{ username: string; staff_id: string }>(
    `select username, staff_id from accounts.account where username in ('kasi.palembang', 'pk.palembang', 'apk.palembang')`,
  );
  const staffOf = (username: string) => staff.find((one) => one.username === username)!.staff_id;
  const { rows: clients } = await demo.client.query<{ id: string; version: number }>(
    `select id, version from cases.client_case where unit_id = $1 and pk_staff_id = $2 and state = 'active' and age_group = 'adult'
       and guidance_start < '2022-01-01' and phase_decided is null order by registered_on, id limit 3`,
    [unitId, staffOf('pk.palembang')],
  );
  const [chairId, secretaryId] = [staffOf('kasi.palembang'), staffOf('pk.palembang')];
  await onDay(demo, unitId, plainDate(day), async () => {
    const by = <T extends { ok: boolean }>(username: string, work: (ctx: Ctx) => Promise<T>) =>
      does(demo, username, day, work);
    for (const [staffId, duty] of [
      [chairId, 'chair'],
      [secretaryId, 'secretary'],
      [staffOf('apk.palembang'), 'member'],
    ] as const)
      await by('kepala.palembang', (ctx) =>
        addMember(ctx, { unitId, staffId, duty, startsOn: plainDate('2022-01-03'), endsOn: null, basis: 'SK Kepala' }),
      );
    for (const { id: caseId, version } of clients)
      await by('pk.palembang', (ctx) =>
        proposePhase(ctx, {
          caseId,
          version,
          toPhase: 'advanced',
          report: 'Wajib lapor lengkap dan keluarga mendukung.',
        }),
      );
    const place = 'Ruang Sidang Bapas Kelas I Palembang';
    const { sittingId } = await by('kasi.palembang', (ctx) =>
      draftSitting(ctx, { unitId, day: plainDate(day), startsAt: '09:00' as ClockTime, place, takeAll: true }),
    );
    const sitting = () => reads(demo, 'kasi.palembang', day, (ctx) => readSitting(ctx, sittingId));
    await by('kasi.palembang', async (ctx) => invite(ctx, { sittingId, version: 1 }));
    await numbers(demo, 'kasi.palembang', day, { thing: 'tpp.sitting', id: sittingId }, sittingInvitation);
    const present = staff.map(({ staff_id }) => staff_id);
    const opened = { sittingId, version: (await sitting()).sitting.version, present, chairId, secretaryId };
    await by('kasi.palembang', (ctx) => openSitting(ctx, opened));
    const items = (await sitting()).items.map(({ id }) => id);
    const reasons = 'Program diikuti dengan baik.';
    await by('kasi.palembang', (ctx) => hearMany(ctx, { sittingId, items, recommendation: 'approve', reasons }));
    const { version } = (await sitting()).sitting;
    await by('kasi.palembang', (ctx) => closeSitting(ctx, { sittingId, version }));
    await numbers(demo, 'kasi.palembang', day, { thing: 'tpp.sitting', id: sittingId }, sittingMinutes);
  });
}

type About = { thing: `${string}.${string}`; id: string };
async function numbers(demo: Demo, username: string, day: string, about: About, kind?: string): Promise<void> {
  const { id: letterId, version } = await reads(demo, username, day, async (ctx) => {
    const letters = await listLettersAbout(ctx, about);
    return letterOf(ctx, letters.findLast((one) => !kind || one.kind === kind)!.id);
  });
  await does(demo, username, day, (ctx) => numberLetter(ctx, { letterId, version, dated: plainDate(day) }));
}

/** The office lives on that day meanwhile, and afterwards again on the one at which the demo stands. */
async function onDay({ client }: Demo, unitId: number, day: PlainDate, work: () => Promise<void>): Promise<void> {
  const stands = await client.query<{ day: string }>('select demo_today::text as day from units.unit where id = $1', [
    unitId,
  ]);
  const live = (on: string) => client.query('update units.unit set demo_today = $2 where id = $1', [unitId, on]);
  await live(day);
  await work();
  await live(stands.rows[0]!.day);
}

async function does<T extends { ok: boolean }>(
  demo: Demo,
  username: string,
  day: string,
  work: (ctx: Ctx) => Promise<T>,
): Promise<Extract<T, { ok: true }>> {
  const answer = await (await runnerOf(demo, username, day)).runOnce({ id: newId(), body: {} }, work as never);
  if (!(answer as T).ok) throw new Error(`the demo's ${username} was refused: ${JSON.stringify(answer)}`);
  return answer as unknown as Extract<T, { ok: true }>;
}
async function reads<T>(demo: Demo, username: string, day: string, work: (ctx: ReadCtx) => Promise<T>): Promise<T> {
  return (await runnerOf(demo, username, day)).read(work);
}

async function runnerOf({ client, db, journalKey, runners }: Demo, username: string, day: string): Promise<Runner> {
  const key = `${username} ${day}`;
  const known = runners.get(key);
  if (known) return known;
  const token = randomBytes(32).toString('base64url');
  await client.query(
    `insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at)
     select $1, id, 'browser', 'full', '15 minutes', now() + interval '10 minutes' from accounts.account where username = $2`,
    [createHash('sha256').update(token).digest(), username],
  );
  const actor = await identify(db, token);
  if (!actor) throw new Error(`the demo has no officer ${username}`);
  const asker = { role: 'app_staff', token, actor } as const;
  const runner = runnerFor({ db, asker, now: new Date(`${day}T03:00:00Z`), journalKey });
  runners.set(key, runner);
  return runner;
}
