/** A PDF that Simpul has set itself: shown by the browser's own viewer, in a sandbox without scripts, under a name of ours. */
export function answerWithPage({ page, name }: { page: Buffer; name: string }): Response {
  return new Response(new Uint8Array(page), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Length': String(page.length),
      'Content-Disposition': `inline; filename="${name}"`,
      // Asked for again each time, so that nobody reads a letter from the cache of a browser whose rights have ended.
      'Cache-Control': 'private, no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'",
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      Vary: 'Cookie',
    },
  });
}
