import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { AccessListKind } from './person.ts';
import { findOfficer, listListings, subjectFor } from './queries.server.ts';
import { insertChanges, insertListing, removeFrom, setRestricted } from './store.server.ts';

/**
 * Restriction: only the listed may look. Exclusion: the listed may not (kin, victims, named staff), and find nothing anywhere.
 * The head of the office decides; what others look for stays absent for them in every list, count and search.
 */

export type RestrictAnswer = { ok: true };
export async function restrictPerson(
  ctx: Ctx,
  { personId, restricted, reason, today }: { personId: string; restricted: boolean; reason: string; today: PlainDate },
): Promise<RestrictAnswer> {
  const subject = await subjectFor(ctx, personId, 'case:restrict');
  await insertChanges(
    ctx,
    { id: personId, unitId: subject.unitId },
    [{ field: 'restricted', before: subject.restricted, after: restricted }],
    reason,
  );
  if (!(await setRestricted(ctx.tx, personId, restricted, reason, today))) throw new NotFound('person');
  ctx.journal({ what: restricted ? 'person.restricted' : 'person.unrestricted', unitId: subject.unitId, personId });
  return { ok: true };
}

export type ListingToAdd = {
  personId: string;
  kind: AccessListKind;
  accountId: string | undefined;
  /** NIP or user name, where the officer works elsewhere. */
  officer: string;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  reason: string;
};
export type ListingAnswer =
  | { ok: true; id: string }
  | {
      ok: false;
      refusal: 'officer_missing' | 'officer_unknown' | 'officer_yourself' | 'officer_listed' | 'ends_before_start';
    };

export async function listForAccess(ctx: Ctx, listing: ListingToAdd): Promise<ListingAnswer> {
  const { personId, kind, startsOn, endsOn, reason } = listing;
  const subject = await subjectFor(ctx, personId, 'case:restrict');
  if (endsOn !== null && endsOn < startsOn) return { ok: false, refusal: 'ends_before_start' };
  if (!listing.accountId && listing.officer === '') return { ok: false, refusal: 'officer_missing' };
  const accountId = listing.accountId ?? (await findOfficer(ctx, listing.officer));
  if (!accountId) return { ok: false, refusal: 'officer_unknown' };
  if (accountId === ctx.actor.accountId) return { ok: false, refusal: 'officer_yourself' };
  const listed = await listListings(ctx, personId);
  if (listed.some((one) => one.accountId === accountId && one.kind === kind))
    return { ok: false, refusal: 'officer_listed' };
  const id = await insertListing(
    ctx,
    { id: personId, unitId: subject.unitId },
    { accountId, kind, startsOn, endsOn, reason },
  );
  ctx.journal({ what: `person.${kind}_listed`, unitId: subject.unitId, personId, about: { accountId, listing: id } });
  return { ok: true, id };
}

export async function unlistForAccess(
  ctx: Ctx,
  { personId, id }: { personId: string; id: string },
): Promise<{ ok: true }> {
  const subject = await subjectFor(ctx, personId, 'case:restrict');
  if (!(await removeFrom(ctx.tx, 'people.access_list', personId, id, ctx.now))) throw new NotFound('listing');
  ctx.journal({ what: 'person.unlisted', unitId: subject.unitId, personId, about: { listing: id } });
  return { ok: true };
}
