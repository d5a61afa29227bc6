import { sql } from 'kysely';
import type { PartialDate } from '#kernel/partial-date';
import { holds, may } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { answersTo, type LinkAnswer, type LinkState } from '../links.rules.ts';
import type { Pointer } from '../matching/ask-who.server.ts';
import { fullName } from '../person.ts';
import { subjectFor } from '../queries.server.ts';
import type { Doubt, Evidence } from '../recognition/index.ts';
import type { AgreeingGroup, Band } from '../rules.ts';
import { birthFromColumns } from '../store.server.ts';

export const questionWhys = ['candidate', 'unsure', 'proposed', 'circle', 'niks', 'births', 'stays'] as const;
export type QuestionWhy = (typeof questionWhys)[number];

/** The other record of a link, where the reader sees it. */
export type LinkedPerson = {
  personId: string;
  name: string;
  birth: PartialDate | null;
  nikTail: string | null;
  photoFileId: string | null;
  unitName: string;
};
export type LinkDecision = {
  answer: LinkAnswer;
  reason: string;
  by: string;
  at: Date;
  band: Band | null;
  doubts: Doubt[];
  evidence: Evidence[];
};
export type PersonLink = {
  linkId: string;
  state: LinkState;
  needsTwo: boolean;
  /** One of these two: whom the reader sees, or what he may know of somebody he does not see. */
  other: LinkedPerson | undefined;
  pointer: Pointer | undefined;
  decisions: LinkDecision[];
  /** What is open about it. */
  questions: QuestionWhy[];
  /** What the reader may say to it now. */
  answers: LinkAnswer[];
};

/** Everything that was found and decided about whether others are this person, the newest first. */
export async function listLinksOf(ctx: ReadCtx, personId: string): Promise<PersonLink[]> {
  const subject = await subjectFor(ctx, personId, 'person:read');
  const { rows } = await sql<{ id: string; state: LinkState; needsTwo: boolean; questions: QuestionWhy[] }>`
    select l.id, l.state, l.needs_two as "needsTwo", array(select distinct q.why from people.question q
      where q.link_id = l.id and q.closed_at is null order by 1) as questions
    from people.link l join people.link_side s on s.link_id = l.id and s.person_id = ${personId}
    order by l.made_at desc, l.id desc`.execute(ctx.tx);
  const ids = rows.map(({ id }) => id);
  const [others, decisions] = [await othersOf(ctx, ids, personId), await decisionsOf(ctx, ids)];
  ctx.accessed({ what: 'person.links_viewed', unitId: subject.unitId, personId });
  const mayDecide = may(ctx.actor, 'person:link', subject);
  const leads = may(ctx.actor, 'person:approve_link', subject);
  return rows.map(({ id, questions, ...link }) => {
    const own = decisions.get(id) ?? [];
    const proposedBy = own.find(({ answer }) => answer === 'same')?.byAccount ?? null;
    const by = { accountId: ctx.actor.accountId, leads };
    return {
      linkId: id,
      ...link,
      questions,
      other: others.seen.get(id),
      pointer: others.pointers.get(id),
      decisions: own.map(({ byAccount: _, ...decision }) => decision),
      answers: mayDecide ? answersTo({ ...link, proposedBy }, by) : [],
    };
  });
}

/** For each link the other side: the person where he is in reach, else the pointer. */
async function othersOf(
  ctx: ReadCtx,
  ids: readonly string[],
  personId: string,
): Promise<{ seen: Map<string, LinkedPerson>; pointers: Map<string, Pointer> }> {
  return others(
    ctx,
    ids,
    ids.map(() => personId),
  );
}

async function others(ctx: ReadCtx, ids: readonly string[], mine: readonly string[]) {
  const seen = await sql<{
    link: string;
    id: string;
    name: string;
    title_before: string;
    title_after: string;
    birth_date: string | null;
    birth_precision: string;
    nik_tail: string | null;
    photo_file_id: string | null;
    unit_name: string;
  }>`
    select m.link, p.id, p.name, p.title_before, p.title_after, p.birth_date, p.birth_precision, p.nik_tail, p.photo_file_id, u.name as unit_name
    from unnest(${[...ids]}::uuid[], ${[...mine]}::uuid[]) m (link, own)
    join people.link_side s on s.link_id = m.link and s.person_id <> m.own
    join people.person p on p.id = s.person_id join units.unit u on u.id = p.unit_id`.execute(ctx.tx);
  const pointed = await sql<{ link: string; unit: string; band: Band; agrees: AgreeingGroup[]; ask: string }>`
    select f.link_id as link, u.name as unit, f.band, f.agrees, u.phone as ask
    from people.link_pointers(${[...ids]}::uuid[], ${[...mine]}::uuid[]) f join units.unit u on u.id = f.unit_id`.execute(
    ctx.tx,
  );
  return {
    seen: new Map(
      seen.rows.map((row): [string, LinkedPerson] => [
        row.link,
        {
          personId: row.id,
          name: fullName({ name: row.name, titleBefore: row.title_before, titleAfter: row.title_after }),
          birth: birthFromColumns(row.birth_date, row.birth_precision),
          nikTail: row.nik_tail,
          photoFileId: row.photo_file_id,
          unitName: row.unit_name,
        },
      ]),
    ),
    pointers: new Map(pointed.rows.map(({ link, ...pointer }): [string, Pointer] => [link, pointer])),
  };
}

type KeptDecision = LinkDecision & { byAccount: string };
async function decisionsOf(ctx: ReadCtx, ids: readonly string[]): Promise<Map<string, KeptDecision[]>> {
  const { rows } = await sql<KeptDecision & { link: string }>`
    select d.link_id as link, d.answer, d.reason, coalesce(s.name, '') as by, d.decided_by as "byAccount", d.decided_at as at, d.band, d.doubts, d.evidence
    from people.link_decision d left join accounts.account a on a.id = d.decided_by left join units.staff s on s.id = a.staff_id
    where d.link_id = any (${[...ids]}::uuid[]) order by d.decided_at desc, d.id desc`.execute(ctx.tx);
  const byLink = new Map<string, KeptDecision[]>();
  for (const { link, ...decision } of rows) byLink.set(link, [...(byLink.get(link) ?? []), decision]);
  return byLink;
}

export type OpenQuestion = {
  id: string;
  linkId: string;
  personId: string;
  name: string;
  unitName: string;
  why: QuestionWhy;
  since: Date;
  other: LinkedPerson | undefined;
  pointer: Pointer | undefined;
};
export type QuestionFilter = { why?: QuestionWhy | undefined; offset?: number; limit?: number };

/** What is open about who somebody is in the asker's offices, the oldest first. */
export async function listQuestions(
  ctx: ReadCtx,
  { why, offset = 0, limit = 50 }: QuestionFilter = {},
): Promise<{ rows: OpenQuestion[]; total: number }> {
  if (!holds(ctx.actor, 'person:link')) throw new NotAllowed('person:link');
  const open = sql`from people.question q join people.person p on p.id = q.person_id join units.unit u on u.id = q.unit_id
    where q.closed_at is null and q.unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody'))::int[])
    ${why ? sql`and q.why = ${why}` : sql``}`;
  const { rows } = await sql<Omit<OpenQuestion, 'other' | 'pointer'>>`
    select q.id, q.link_id as "linkId", q.person_id as "personId", p.name, u.name as "unitName", q.why, q.since
    ${open} order by q.since, q.id limit ${limit} offset ${offset}`.execute(ctx.tx);
  const count = await sql<{ total: number }>`select count(*)::int as total ${open}`.execute(ctx.tx);
  const { seen, pointers } = await others(
    ctx,
    rows.map(({ linkId }) => linkId),
    rows.map(({ personId }) => personId),
  );
  return {
    rows: rows.map((row) => ({ ...row, other: seen.get(row.linkId), pointer: pointers.get(row.linkId) })),
    total: count.rows[0]!.total,
  };
}

/** Since when something has been open in an office at all; nothing where nothing is. */
export async function oldestQuestion(ctx: ReadCtx, unitId: number): Promise<Date | undefined> {
  const { rows } = await sql<{ since: Date | null }>`
    select min(q.since) as since from people.question q where q.unit_id = ${unitId} and q.closed_at is null`.execute(
    ctx.tx,
  );
  return rows[0]?.since ?? undefined;
}
