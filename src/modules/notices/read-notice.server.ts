import { isUuid } from '#kernel/id';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { NoticePost } from './notice.ts';
import { readRow } from './store.server.ts';

/** An officer says that he has read it: written once, in his own name. It answers the task of his post and nobody else's. */
export async function readNotice(ctx: Ctx, input: { caseId: string; noticeId: string }): Promise<{ ok: true }> {
  const of = await reachCase(ctx, input.caseId, 'case:read_specific');
  const found = isUuid(input.noticeId)
    ? await ctx.tx
        .selectFrom('notices.notice')
        .select(['id'])
        .where('id', '=', input.noticeId)
        .where('case_id', '=', of.id)
        .executeTakeFirst()
    : undefined;
  if (!found) throw new NotFound('notice');
  const posts = postsOf(ctx, of);
  // Whoever opened the file with a reason looks at it and is nobody's post.
  if (posts.length === 0) throw new NotFound('notice');
  await readRow(ctx, { id: found.id, caseId: of.id, unitId: of.unitId }, posts[0]!);
  const close = (kind: 'notices.held' | 'notices.held-head' | 'notices.unread') =>
    closeTasks(ctx, { unitId: of.unitId, kind, key: found.id });
  const guides = posts.includes('pk') || posts.includes('stands_in');
  if (guides || (posts.includes('section_head') && of.pkStaffId === null)) await close('notices.held');
  if (guides || posts.includes('section_head')) await close('notices.unread');
  if (posts.includes('head_of_bapas')) await close('notices.held-head');
  ctx.journal({
    what: 'notice.read',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { noticeId: found.id, post: posts.join(' ') },
  });
  return { ok: true };
}

/** As what the asker reads it, the nearest to the client first. */
function postsOf(ctx: Ctx, of: CaseOnFile): NoticePost[] {
  const at = (role: string) =>
    ctx.actor.postings.some((posting) => posting.unitId === of.unitId && posting.role === role);
  return [
    ...(of.pkStaffId !== null && of.pkStaffId === ctx.actor.staffId ? (['pk'] as const) : []),
    ...(of.subject.standsIn ? (['stands_in'] as const) : []),
    ...(at('section_head') ? (['section_head'] as const) : []),
    ...(at('head_of_bapas') ? (['head_of_bapas'] as const) : []),
  ];
}
