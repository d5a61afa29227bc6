import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';

/** What is older than these moments goes. */
export type EvidenceLimits = { photos: Date; doubtedPhotos: Date; looks: Date; positions: Date };

/**
 * Erases what proved a report and has served: photos, the looks by which they are known again, positions. A photo stays longer where
 * the last review doubted who it was, or where a sign of it waits for its first review; a call drawn at random is no sign of doubt.
 */
export async function eraseEvidence(
  ctx: Ctx,
  unitId: number,
  before: EvidenceLimits,
): Promise<{ photos: number; looks: number; positions: number }> {
  const photos = await sql`
    update platform.file f set content = null, erased_at = ${ctx.now}, erased_why = 'retention'
    from check_ins.content o join check_ins.check_in i on i.id = o.check_in_id
    where o.photo_file_id = f.id and f.unit_id = ${unitId} and f.content is not null and f.uploaded_at < ${before.photos}
      and (f.uploaded_at < ${before.doubtedPhotos} or i.voided_at is not null or not (
        coalesce(i.review in ('not_the_person', 'accepted_with_concern'), false)
        or (i.review is null and exists (
          select 1 from check_ins.flag g where g.check_in_id = i.id and g.kind <> 'random_call'))))`.execute(ctx.tx);
  const looks = await sql`
    update platform.file f set look = null
    from check_ins.content o
    where o.photo_file_id = f.id and f.unit_id = ${unitId} and f.look is not null and f.uploaded_at < ${before.looks}`.execute(
    ctx.tx,
  );
  const positions = await sql`
    update check_ins.content o set latitude = null, longitude = null, accuracy_m = null, position_at = null, position_erased_at = ${ctx.now}
    from check_ins.check_in i
    where i.id = o.check_in_id and o.unit_id = ${unitId} and o.latitude is not null and i.recorded_at < ${before.positions}`.execute(
    ctx.tx,
  );
  const count = (result: { numAffectedRows?: bigint | undefined }) => Number(result.numAffectedRows ?? 0n);
  return { photos: count(photos), looks: count(looks), positions: count(positions) };
}
