/**
 * What the device does when a page cannot be reached: it shows the page that says so, under the address that was asked for, so that
 * trying again asks for the same. It keeps that page, its styles and the small script of every page, and nothing else: what an answer may
 * leave on a device stands in its header Simpul-Keep, and a page that does not say `page` there is not kept.
 */
const device = self as unknown as ServiceWorkerGlobalScope;

const PAGE = '/network-down';
const SCRIPT = '/simpul.js';
const CACHE = 'simpul-network-down';

/** Also anew, when the language of the screen is another one: the page is fetched with the cookies of whoever sits there. */
async function keepPage(): Promise<void> {
  const answer = await fetch(PAGE, { cache: 'no-store' });
  if (!answer.ok || answer.headers.get('Simpul-Keep') !== 'page') return;
  const html = await answer.clone().text();
  const styles = [...html.matchAll(/<link[^>]+href="([^"]+\.css)"/g)].map(([, href]) => href!);
  const kept = await caches.open(CACHE);
  await kept.addAll([...new Set([...styles, SCRIPT])]);
  await kept.put(PAGE, answer);
}

async function keptPage(): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(PAGE);
}

/** Not a success: whoever looks at the answer by program must not take it for the page that he asked for. */
async function networkDown(): Promise<Response> {
  const kept = await keptPage();
  if (!kept) return Response.error();
  return new Response(kept.body, { status: 503, headers: kept.headers });
}

async function navigate(event: FetchEvent): Promise<Response> {
  try {
    return ((await event.preloadResponse) as Response | undefined) ?? (await fetch(event.request));
  } catch {
    return networkDown();
  }
}

async function piece(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await (await caches.open(CACHE)).match(request)) ?? Response.error();
  }
}

device.addEventListener('install', (event) => {
  event.waitUntil(keepPage().then(() => device.skipWaiting()));
});
device.addEventListener('activate', (event) => {
  event.waitUntil(
    Promise.all([device.registration.navigationPreload?.enable(), device.clients.claim()]).then(() => undefined),
  );
});
device.addEventListener('message', (event) => {
  const { language } = (event.data ?? {}) as { language?: unknown };
  if (typeof language !== 'string') return;
  event.waitUntil(
    keptPage()
      .then((kept) => kept?.text())
      // Without a line the page in the other language is better than none.
      .then((html) => (html?.includes(`<html lang="${language}"`) ? undefined : keepPage().catch(() => undefined))),
  );
});
device.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate') event.respondWith(navigate(event));
  else if (
    request.method === 'GET' &&
    (request.destination === 'style' || new URL(request.url).pathname === SCRIPT) &&
    new URL(request.url).origin === device.location.origin
  )
    event.respondWith(piece(request));
});
