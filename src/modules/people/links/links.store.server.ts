import { sql } from 'kysely';
import type { Ctx, ReadCtx } from '#platform/ctx';
import type { LinkAnswer, LinkState, LinkToJudge } from '../links.rules.ts';

/** The link between somebody of one's own office and the person of a hit; nothing where either may not be known of. */
export async function linkWithHit(ctx: Ctx, personId: string, hitId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`select people.link_with(${hitId}, ${personId}) as id`.execute(
    ctx.tx,
  );
  return rows[0]?.id ?? undefined;
}

export type KeptLink = LinkToJudge & { id: string };
/** A link of this person; `proposedBy` only where the asker himself proposed it, since who else did is another office's. */
export async function findLink(ctx: ReadCtx, id: string, personId: string): Promise<KeptLink | undefined> {
  const { rows } = await sql<KeptLink>`
    select l.id, l.state, l.needs_two as "needsTwo",
      (select d.decided_by from people.link_decision d where d.link_id = l.id and d.answer = 'same'
        order by d.decided_at desc, d.id desc limit 1) as "proposedBy"
    from people.link l join people.link_side s on s.link_id = l.id and s.person_id = ${personId}
    where l.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** Whom and which link a question is about, where the asker may know of both sides. */
export async function findQuestion(
  ctx: ReadCtx,
  id: string,
): Promise<{ personId: string; linkId: string } | undefined> {
  return ctx.tx
    .selectFrom('people.question')
    .select(['person_id as personId', 'link_id as linkId'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export type NewDecision = { linkId: string; unitId: number; answer: LinkAnswer; reason: string; hitId: string | null };

/** Writes a decision; the database weighs it, keeps the evidence with it and moves the link. Gives where the link stands now. */
export async function insertDecision(ctx: Ctx, decision: NewDecision): Promise<LinkState> {
  await ctx.tx
    .insertInto('people.link_decision')
    .values({
      link_id: decision.linkId,
      unit_id: decision.unitId,
      answer: decision.answer,
      reason: decision.reason,
      hit_id: decision.hitId,
      decided_by: ctx.actor.accountId,
      decided_at: ctx.now,
    })
    .execute();
  const { state } = await ctx.tx
    .selectFrom('people.link')
    .select('state')
    .where('id', '=', decision.linkId)
    .executeTakeFirstOrThrow();
  return state as LinkState;
}

/** Shows somebody of one's own office to the office of the other record; the database ends it by itself. */
export async function insertOpening(
  ctx: Ctx,
  { linkId, personId, unitId, reason }: { linkId: string; personId: string; unitId: number; reason: string },
): Promise<void> {
  await ctx.tx
    .insertInto('people.link_opening')
    .values({ link_id: linkId, person_id: personId, unit_id: unitId, reason, opened_by: ctx.actor.accountId })
    .execute();
}

export type LinkSide = { personId: string; unitId: number };
/** Both people of a link, for those who follow links; also where the decider sees only one of them. */
export async function sidesOf(ctx: ReadCtx, linkId: string): Promise<LinkSide[]> {
  const { rows } = await sql<LinkSide>`
    select person_id as "personId", unit_id as "unitId" from people.link_sides(${linkId}) order by unit_id, person_id`.execute(
    ctx.tx,
  );
  return rows;
}

/** The offices of everybody who is tied to somebody, directly or through others; for a job of the office of the record. */
export async function officesAround(ctx: ReadCtx, personId: string): Promise<number[]> {
  const { rows } = await sql<{ unitId: number }>`
    select unit_id as "unitId" from people.offices_around(${personId}) order by unit_id`.execute(ctx.tx);
  return rows.map(({ unitId }) => unitId);
}
