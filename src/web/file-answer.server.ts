import type { ReadCtx } from '#platform/ctx';
import { openFile, readContent, type FileHead } from '#platform/files/store.server';
import { isUuid } from '#kernel/id';
import { NotFound } from '#platform/errors';

type Read = <T>(query: (ctx: ReadCtx) => Promise<T>) => Promise<T>;

/**
 * Hands out a stored file to whoever may see it. Pictures show in the page; everything else is only ever a download, in a sandbox
 * without scripts, under a name of ours.
 */
export async function answerWithFile(read: Read, id: string, request: Request): Promise<Response> {
  if (!isUuid(id)) throw new NotFound('file');
  const { head, content } = await read(async (ctx) => {
    const opened = await openFile(ctx, id);
    const known = knows(request, opened);
    return { head: opened, content: known ? undefined : await readContent(ctx, id) };
  });
  const headers = new Headers({
    ETag: `"${head.sha256}"`,
    // Asked for again each time, so that nobody sees a face from the cache of a browser whose rights have ended.
    'Cache-Control': 'private, no-cache',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    Vary: 'Cookie',
  });
  if (!content) return new Response(null, { status: 304, headers });
  headers.set('Content-Type', head.mediaType);
  headers.set('Content-Length', String(content.length));
  headers.set('Content-Disposition', dispositionOf(head));
  return new Response(new Uint8Array(content), { headers });
}

function knows(request: Request, head: FileHead): boolean {
  const tags = request.headers.get('if-none-match') ?? '';
  return tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${head.sha256}"`);
}

const endings: Record<FileHead['mediaType'], string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

function dispositionOf(head: FileHead): string {
  if (head.mediaType === 'image/jpeg' || head.mediaType === 'image/png') return 'inline';
  return `attachment; filename="simpul-${head.id.slice(-8)}.${endings[head.mediaType]}"`;
}
