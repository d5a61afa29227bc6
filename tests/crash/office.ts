import { sql } from 'kysely';
import { firstOfMonth, lastOfMonth, monthOf } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { privacyNotice } from '#modules/accounts';
import { aProgram } from '../support/api.ts';
import type { TestDatabase } from '../support/database.ts';
import { openOffice, type Officer, type TestOffice } from '../support/office.ts';
import type { Place } from './simpul.ts';

type Matter = { caseId: string; id: string };
/** A report that a client has answered on his own page and not sent: its id becomes the submission, his session sends it. */
type OwnReport = Matter & { token: string };
export type Desk = {
  office: TestOffice;
  officers: Officer[];
  /** Who sign decrees at the centre, and who forward proposals at the Kanwil. */
  signers: Officer[];
  forwarders: Officer[];
  programs: Officer[];
  cases: string[];
  /** Breaches that wait for a decision, and decrees that wait for a signature; each of a client of its own. */
  breaches: Matter[];
  decrees: Matter[];
  /** Proposals that lie with the Kanwil, each of a client of its own; and sittings that are being prepared. */
  proposals: Matter[];
  sittings: string[];
  /** Each of a client who reports nowhere else. */
  ownReports: OwnReport[];
  today: string;
};

/** One Bapas with its officers, two programs and so many clients, each with a period that is owed this month. */
export async function anOffice({ postgres }: Place, clients: number): Promise<Desk> {
  const office = await openOffice({
    ownerUrl: postgres.databaseOwnerUrl,
    appUrl: postgres.databaseUrl,
  } as TestDatabase);
  const officers = await Promise.all(
    Array.from({ length: 8 }, async () => office.enrol(await office.officer('section_head', 'palembang'))),
  );
  const programs = await Promise.all(
    [1, 2].map(() =>
      aProgram(office, 'section_head', 'palembang', ['check_in:record_remote', 'check_in:record_counter']),
    ),
  );
  const unitId = office.units.palembang;
  const today = dayAt('Asia/Jakarta', new Date());
  await sql`
    with people as (
      insert into people.person (unit_id, name) select ${unitId}, 'Klien Rekaan ' || i from generate_series(1, ${clients}::int) i
      returning id
    ), numbered as (select id, row_number() over () as i from people)
    insert into cases.client_case (person_id, unit_id, kind, age_group, state, received_on, registered_on, register_label, guidance_start, guidance_end)
    select id, ${unitId}, 'parole_pb', 'adult', 'active', '2026-01-05', '2026-01-05', 'uji/' || i, '2026-01-05', '2099-01-05'
    from numbered`.execute(office.owner);
  await sql`
    insert into check_ins.obligation (case_id, unit_id, period_from, period_until, rule_id, rule_version)
    select id, unit_id, ${firstOfMonth(today)}::date, ${lastOfMonth(monthOf(today))}::date, 'check-ins.frequency', '1'
    from cases.client_case`.execute(office.owner);
  const { rows } = await sql<{ id: string }>`select id from cases.client_case order by id`.execute(office.owner);
  const signers = await Promise.all(
    [1, 2].map(async () => office.enrol(await office.officer('ditjenpas', 'ditjenpas'))),
  );
  const forwarders = await Promise.all([1, 2].map(async () => office.enrol(await office.officer('kanwil', 'kanwil'))));
  const waiting = { ...(await mattersThatWait(office, today)), signers, forwarders };
  // Who comes to the desk is drawn from the front, notes are about the last two hundred, and between them clients report by themselves.
  const cases = rows.map(({ id }) => id);
  const ownReports = await reportsThatWait(
    office,
    cases
      .slice(0, -200)
      .reverse()
      .slice(0, Math.ceil(clients / 3)),
  );
  return { office, officers, programs, cases, ownReports, today, ...waiting };
}

/** Clients with a card, signed in on their own phones, at the last page of their report. */
async function reportsThatWait({ owner }: TestOffice, caseIds: readonly string[]): Promise<OwnReport[]> {
  const { rows } = await sql<OwnReport>`
    with client as (
      select c.id as case_id, c.unit_id, gen_random_uuid() as account_id, uuidv7() as draft_id,
        encode(sha256(convert_to('own report ' || c.id, 'UTF8')), 'hex') as token
      from cases.client_case c where c.id = any (${caseIds}::uuid[])
    ), account as (
      insert into accounts.account (id, kind) select account_id, 'client' from client returning id
    ), card as (
      insert into accounts.client_access (account_id, kind, case_id, unit_id, code_hash, pin_hash, consent_at, consent_version)
      select k.account_id, 'client', k.case_id, k.unit_id, sha256(convert_to('card ' || k.case_id, 'UTF8')), 'chosen', now(), ${privacyNotice.version}
      from client k join account a on a.id = k.account_id returning account_id
    ), signed_in as (
      insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at)
      select sha256(convert_to(k.token, 'UTF8')), k.account_id, 'client', 'full', '12 hours', now() + interval '12 hours'
      from client k join card on card.account_id = k.account_id returning account_id
    ), draft as (
      insert into check_ins.draft (account_id, id, case_id, unit_id, answers, position_choice, photo_choice)
      select k.account_id, k.draft_id, k.case_id, k.unit_id,
        '{"address": "same", "phone": "same", "work": "same", "family": "fine", "problem": "none"}', 'declined', 'declined'
      from client k join signed_in s on s.account_id = k.account_id returning account_id
    )
    select k.case_id as "caseId", k.draft_id as id, k.token from client k join draft d on d.account_id = k.account_id order by k.case_id`.execute(
    owner,
  );
  return rows;
}

/** As if they had come there step by step. */
async function mattersThatWait(
  { owner }: TestOffice,
  today: string,
): Promise<Pick<Desk, 'breaches' | 'decrees' | 'proposals' | 'sittings'>> {
  const breaches = await sql<Matter>`
    insert into breaches.breach (case_id, unit_id, state, source, opened_on)
    select id, unit_id, 'recommended', 'officer', ${today}::date from cases.client_case returning case_id as "caseId", id`.execute(
    owner,
  );
  // A client has one proceeding at a time: a quarter of them lie with the Kanwil, the others wait for a signature.
  const proceedings = await owner.transaction().execute(async (tx) => {
    await sql`alter table revocations.proceeding disable trigger user`.execute(tx);
    const made = await sql<Matter & { state: string }>`
      with proposed as (
        insert into breaches.breach (case_id, unit_id, state, source, opened_on, ended_on)
        select id, unit_id, 'proposed_for_revocation', 'officer', ${today}::date, ${today}::date from cases.client_case returning id, case_id, unit_id
      )
      insert into revocations.proceeding (case_id, unit_id, kind, route, state, breach_id, begun_on, since, reason, service_until, went_up_on, at_centre_on)
      select case_id, unit_id, 'revocation', 'tiers', case when nth % 4 = 0 then 'at_kanwil' else 'decree_drafted' end, id, ${today}::date, ${today}::date,
        'tidak melapor tiga kali', ${today}::date, ${today}::date, case when nth % 4 > 0 then ${today}::date end
      from (select p.*, row_number() over (order by p.case_id) as nth from proposed p) p returning case_id as "caseId", id, state`.execute(
      tx,
    );
    await sql`alter table revocations.proceeding enable trigger user`.execute(tx);
    return made;
  });
  const sittings = await sql<{ id: string }>`
    insert into tpp.sitting (unit_id, state, day, starts_at, place)
    select unit_id, 'draft', '2099-01-05', '09:00', 'Aula' from cases.client_case returning id`.execute(owner);
  const at = (state: string) => proceedings.rows.filter((one) => one.state === state);
  return {
    breaches: breaches.rows,
    decrees: at('decree_drafted'),
    proposals: at('at_kanwil'),
    sittings: sittings.rows.map(({ id }) => id),
  };
}
