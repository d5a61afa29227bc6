import type { Keep } from './route-keep.ts';

/** Headers that every answer carries; the content policy is SvelteKit's (vite.config.ts). */
const always: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), interest-cohort=()',
  'X-Frame-Options': 'DENY',
};

/** Pages about people are never kept by a browser or a proxy on the way, unless the page itself said what it may keep. */
export function secureHeaders(
  headers: Headers,
  { isPrivate, isHttps, keep }: { isPrivate: boolean; isHttps: boolean; keep: Keep },
): void {
  for (const [name, value] of Object.entries(always)) if (!headers.has(name)) headers.set(name, value);
  if (isPrivate && !headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store');
  // Told to the device itself; the browser's own store stays empty whatever a page may keep.
  headers.set('Simpul-Keep', keep);
  if (isHttps) headers.set('Strict-Transport-Security', 'max-age=31536000');
}
