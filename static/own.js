/**
 * The little that the pages of a client do with script (src/routes/(client)): say in time that a quiet page closes, read a
 * position when asked to, open the camera's part where there is a camera. Runs as it is written in Chrome 100; without it every
 * page still works, and a report is sent without photo and position.
 */
(() => {
  const minute = 60_000;

  /** A page that nobody uses closes with its session; somebody who types keeps it open without noticing. */
  const quiet = document.querySelector('[data-quiet]');
  const soon = document.querySelector('[data-quiet-soon]');
  const after = Number(quiet?.getAttribute('data-quiet')) * minute;
  let lastAsked = Date.now();
  let closed = false;
  /**
   * What was typed and not sent is no longer shown; it goes along to the door and comes back behind the PIN. Where there is no line just
   * then it waits for one: a browser that cannot send a form forgets it.
   */
  const close = () => {
    if (closed) return;
    closed = true;
    const typed = document.querySelector('main textarea')?.closest('form');
    const leaving = typed ? formToTheDoor(typed) : undefined;
    const waits = document.querySelector('[data-quiet-waits]');
    document.querySelector('main')?.replaceChildren(...(waits ? [waits] : []));
    document.querySelector('footer')?.remove();
    soon?.remove();
    const leave = async () => {
      const line = await fetch('/healthz', { cache: 'no-store' }).catch(() => undefined);
      if (!line?.ok) {
        waits?.removeAttribute('hidden');
        setTimeout(leave, 5000);
        return;
      }
      if (!leaving) return location.replace('/l?said=ended');
      document.body.append(leaving);
      leaving.submit();
    };
    void leave();
  };
  const formToTheDoor = (/** @type {HTMLFormElement} */ typed) => {
    const { pathname, search } = new URL(typed.action);
    const leaving = document.createElement('form');
    leaving.method = 'post';
    leaving.action = '/my/sign-out';
    for (const [name, value] of [...new FormData(typed), ['why', 'quiet'], ['at', pathname + search]]) {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = String(name);
      field.value = String(value);
      leaving.append(field);
    }
    return leaving;
  };
  const stay = async () => {
    lastAsked = Date.now();
    soon?.setAttribute('hidden', '');
    try {
      const answer = await fetch('/my/awake');
      if (answer.redirected || answer.status === 401 || answer.status === 403) close();
    } catch {
      // No line for a moment; what is typed stays, and sending it will tell.
    }
  };
  if (after > 0) {
    soon?.querySelector('button')?.addEventListener('click', stay);
    document.addEventListener('input', () => Date.now() - lastAsked > 3 * minute && stay());
    setInterval(() => {
      const since = Date.now() - lastAsked;
      if (since >= after) close();
      else if (since >= after - 3 * minute) soon?.removeAttribute('hidden');
    }, 5000);
    // A page that the browser kept from before is asked about anew.
    addEventListener('pageshow', (event) => event.persisted && stay());
  }

  const zone = document.querySelector('[data-zone]');
  if (zone instanceof HTMLInputElement) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';

  /** Browsers give position and camera only to a page that they trust: https, or this machine. */
  const trusted = window.isSecureContext;
  const swap = (/** @type {string} */ without, /** @type {string} */ within) => {
    for (const part of document.querySelectorAll(`[data-${without}]`)) part.setAttribute('hidden', '');
    for (const part of document.querySelectorAll(`[data-${within}]`)) part.removeAttribute('hidden');
  };
  if (trusted && navigator.mediaDevices?.getUserMedia) swap('without-camera', 'with-camera');
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.id === 'own-photo')
      document.querySelector('[data-after-photo]')?.toggleAttribute('hidden', !target.files?.length);
  });

  const locate = document.querySelector('form[data-locate]');
  if (!(locate instanceof HTMLFormElement) || !trusted || !navigator.geolocation) return;
  swap('without-locating', 'locate');
  const [busy, failed] = ['busy', 'failed'].map((name) => locate.querySelector(`[data-locate-${name}]`));
  locate.querySelector('button')?.addEventListener('click', () => {
    busy?.removeAttribute('hidden');
    failed?.setAttribute('hidden', '');
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => {
        const said = {
          latitude: coords.latitude.toFixed(7),
          longitude: coords.longitude.toFixed(7),
          accuracy: coords.accuracy.toFixed(1),
          at: String(Math.round(timestamp)),
        };
        for (const [name, value] of Object.entries(said)) {
          const field = locate.elements.namedItem(name);
          if (field instanceof HTMLInputElement) field.value = value;
        }
        locate.requestSubmit();
      },
      () => {
        busy?.setAttribute('hidden', '');
        failed?.removeAttribute('hidden');
      },
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  });
})();
