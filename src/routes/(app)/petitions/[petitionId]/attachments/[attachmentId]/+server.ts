import { readAttachment } from '#modules/petitions/server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['petition:handle'] };

/** What came with a petition may show who sent it: never kept by a browser, and a paper is only ever a download, in a sandbox. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const { mediaType, content } = await locals.read((ctx) =>
    readAttachment(ctx, params.petitionId, params.attachmentId),
  );
  const name = mediaType === 'application/pdf' ? 'lampiran.pdf' : 'lampiran.jpg';
  return new Response(new Uint8Array(content), {
    headers: {
      'Content-Type': mediaType,
      'Content-Length': String(content.length),
      'Content-Disposition': `${mediaType === 'application/pdf' ? 'attachment' : 'inline'}; filename="${name}"`,
      'Cache-Control': 'private, no-store',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      Vary: 'Cookie',
    },
  });
};
