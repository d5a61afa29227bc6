import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ContactKind, Finding, Outcome, Source } from '#modules/contacts';
import type { Recommendation } from '#modules/tpp';
import type { ReadCtx } from '#platform/ctx';

export type DossierContact = {
  id: string;
  on: PlainDate;
  kind: ContactKind;
  outcome: Outcome | null;
  source: Source | null;
  finding: Finding | null;
  /** What an observer answered, where one told of it. */
  concern: 'none' | 'some' | 'serious' | null;
  livesThere: 'yes' | 'no' | 'not_known' | null;
};

/** Every contact of a client as it stands now: what was changed later stands for what it changed. Oldest first. */
export async function listContactsOf(ctx: ReadCtx, caseId: string): Promise<DossierContact[]> {
  const { rows } = await sql<DossierContact>`
    select k.id, k.happened_on::text as "on", k.kind, k.outcome, k.source, k.finding, o.concern, o.lives_there as "livesThere"
    from contacts.contact k left join contacts.observation o on o.id = k.observation_id
    where k.case_id = ${caseId} and not exists (select from contacts.contact n where n.corrects_id = k.id)
    order by k.happened_on, k.recorded_at, k.id`.execute(ctx.tx);
  return rows;
}

export type DossierItem = {
  id: string;
  sittingId: string;
  on: PlainDate;
  kind: 'breach' | 'revocation';
  recommendation: Recommendation | null;
  reasons: string | null;
};

/** What sittings were asked about this client's breaches and what they advised, oldest first. */
export async function listItemsOf(ctx: ReadCtx, caseId: string): Promise<DossierItem[]> {
  const { rows } = await sql<DossierItem>`
    select i.id, i.sitting_id as "sittingId", s.day::text as "on", i.kind, i.recommendation, i.reasons
    from tpp.item i join tpp.sitting s on s.id = i.sitting_id
    where i.case_id = ${caseId} and i.kind in ('breach', 'revocation') and i.off_at is null and s.state <> 'cancelled'
    order by s.day, i.id`.execute(ctx.tx);
  return rows;
}

export type ConfirmedMinutes = { id: string; proceedingId: string; on: PlainDate; advice: Recommendation };

/** What sittings that were not kept here advised on the proceeding that came of a breach: minutes that one noted and another confirmed. */
export async function listMinutesOf(ctx: ReadCtx, breachId: string): Promise<ConfirmedMinutes[]> {
  const { rows } = await sql<ConfirmedMinutes>`
    select m.id, m.proceeding_id as "proceedingId", m.day::text as "on", m.advice
    from revocations.proceeding p join revocations.move m on m.proceeding_id = p.id and m.step = 'hear'
    where p.breach_id = ${breachId} and exists (
      select from revocations.outside_minutes n
      where n.proceeding_id = p.id and n.state = m.from_state and n.held_on = m.day and n.document_number = m.document_number)
    order by m.day, m.id`.execute(ctx.tx);
  return rows;
}

export type Alternative = {
  id: string;
  breachId: string;
  on: PlainDate;
  kind: 'alternative' | 'reprimand';
  text: string;
  result: string;
};

/** What was tried with a client instead of a sanction, in all his breaches, with the reprimands that he had, also with a refusal to revoke. Oldest first. */
export async function listAlternativesOf(ctx: ReadCtx, caseId: string): Promise<Alternative[]> {
  const { rows } = await sql<Alternative>`
    select e.id, e.breach_id as "breachId", e.happened_on::text as "on", e.kind, e.text, e.result
    from breaches.entry e where e.case_id = ${caseId} and e.kind = 'alternative'
    union all
    select m.id, m.breach_id, m.day::text, 'reprimand', m.reason, b.counselling
    from breaches.move m join breaches.breach b on b.id = m.breach_id where m.case_id = ${caseId} and m.step = 'reprimand'
    union all
    select m.id, r.breach_id, m.day::text, 'reprimand', m.reason, m.counselling
    from revocations.move m join revocations.proceeding r on r.id = m.proceeding_id where m.case_id = ${caseId} and m.counselling <> ''
    order by 3, 1`.execute(ctx.tx);
  return rows;
}

/** Who recommended last and who decided, by account, so that two who bear one name are told apart. */
export async function readDeciders(
  ctx: ReadCtx,
  breachId: string,
): Promise<{ step: 'recommend' | 'decide'; id: string; on: PlainDate; by: string | null }[]> {
  const { rows } = await sql<{ step: 'recommend' | 'decide'; id: string; on: PlainDate; by: string | null }>`
    select distinct on (kind.step) kind.step, m.id, m.day::text as "on", m.made_by as by
    from breaches.move m cross join lateral (select case
      when m.step = 'recommend' then 'recommend'
      when m.step in ('reprimand', 'propose_revocation', 'close_unfounded') then 'decide' end as step) kind
    where m.breach_id = ${breachId} and kind.step is not null
    order by kind.step, m.made_at desc, m.id desc`.execute(ctx.tx);
  return rows;
}
