import { sql } from 'kysely';
import type { PartialDate } from '#kernel/partial-date';
import { may } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { answersTo, type LinkAnswer, type LinkState, type QuestionWhy } from '../links.rules.ts';
import type { Pointer } from '../matching/ask-who.server.ts';
import { besideOpened, type OpenedBeside } from '../matching/side-by-side.server.ts';
import { fullName } from '../person.ts';
import { subjectFor } from '../queries.server.ts';
import type { Doubt, Evidence } from '../recognition/index.ts';
import type { AgreeingGroup, Band } from '../rules.ts';
import { birthFromColumns } from '../store.server.ts';

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
  /** What the other office has laid open of its record, beside this one. */
  opened: OpenedBeside | undefined;
  /** Until when this record lies open to the other office. */
  shownUntil: Date | null;
  /** Whether the reader may lay it open. */
  mayShow: boolean;
};

/** Everything that was found and decided about whether others are this person, the newest first. */
export async function listLinksOf(ctx: ReadCtx, personId: string): Promise<PersonLink[]> {
  const subject = await subjectFor(ctx, personId, 'person:read');
  const { rows } = await sql<{
    id: string;
    state: LinkState;
    needsTwo: boolean;
    questions: QuestionWhy[];
    shownUntil: Date | null;
  }>`
    select l.id, l.state, l.needs_two as "needsTwo",
      (select max(x.until) from people.link_opening x where x.link_id = l.id and x.person_id = s.person_id and x.until > now()) as "shownUntil",
      array(select distinct q.why from people.question q
      where q.link_id = l.id and q.closed_at is null order by 1) as questions
    from people.link l join people.link_side s on s.link_id = l.id and s.person_id = ${personId}
    order by l.made_at desc, l.id desc`.execute(ctx.tx);
  const ids = rows.map(({ id }) => id);
  const [others, decisions] = [await othersOf(ctx, ids, personId), await decisionsOf(ctx, ids)];
  ctx.accessed({ what: 'person.links_viewed', unitId: subject.unitId, personId });
  const mayDecide = may(ctx.actor, 'person:link', subject);
  const leads = may(ctx.actor, 'person:approve_link', subject);
  const opened = new Map<string, OpenedBeside>();
  for (const id of ids) {
    if (others.seen.has(id)) continue;
    const beside = await readOpened(ctx, id, personId);
    if (beside) opened.set(id, beside);
  }
  return rows.map(({ id, questions, shownUntil, ...link }) => {
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
      opened: opened.get(id),
      shownUntil,
      mayShow: leads && !others.seen.has(id) && others.pointers.has(id),
    };
  });
}

/** The other record of a link where its office has laid it open. Looking leaves a line at that office. */
export async function readOpened(ctx: ReadCtx, linkId: string, personId: string): Promise<OpenedBeside | undefined> {
  const beside = await besideOpened(ctx, linkId, personId);
  if (beside)
    ctx.accessed({ what: 'person.opened_side_viewed', unitId: beside.other.unitId, personId: beside.other.personId });
  return beside;
}

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

/** For each link the other side, seen from one of its people: the person where he is in reach, else the pointer. */
export async function others(ctx: ReadCtx, ids: readonly string[], mine: readonly string[]) {
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
