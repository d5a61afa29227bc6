/**
 * The few conveniences that HTML lacks, for every page, whether or not the page brings more script of its own.
 * Everything hangs on data attributes and on the document, so nothing has to be set up when a page changes.
 * Runs as it is written in Chrome 100; without it every page still works.
 */
(() => {
  const { documentElement: root } = document;
  root.classList.add('scripted'); // base.css shows what needs script only now

  const typing = (/** @type {EventTarget | null} */ where) =>
    where instanceof HTMLElement && (where.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(where.tagName));

  /** `/` leads to the search, the page's own before that of the frame; `?` shows the keys, Esc closes the open menu. */
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      const menu = document.querySelector('details[data-menu][open]');
      menu?.removeAttribute('open');
      menu?.querySelector('summary')?.focus();
    }
    if (typing(event.target)) return;
    if (event.key === '/') {
      const search = document.querySelector('main [data-slash]') ?? document.querySelector('[data-slash]');
      if (!(search instanceof HTMLInputElement)) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === '?') {
      const keys = document.querySelector('dialog[data-keys]');
      if (!(keys instanceof HTMLDialogElement) || keys.open) return;
      event.preventDefault();
      keys.showModal();
    }
  });

  /** The mark of that key stands at one box: where the page has a search of its own, not at that of the frame. */
  if (document.querySelector('main [data-slash], main [data-desk]')) {
    const box = document.querySelector('header [data-slash]');
    box?.removeAttribute('aria-keyshortcuts');
    box?.parentElement?.querySelector('kbd')?.setAttribute('hidden', '');
  }

  document.addEventListener('click', (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;

    // A menu closes when something else, or something in it, is pressed.
    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      if (!menu.contains(target) || target.closest('a')) menu.removeAttribute('open');
    }

    target.closest('[data-close]')?.closest('details')?.removeAttribute('open');

    const calendar = target.closest('[data-calendar]');
    if (calendar) openCalendar(calendar);

    if (target.closest('[data-print]')) print();

    // The page that says that the line is down stands in the place of another one, which may have been sent to.
    if (target.closest('[data-again]')) {
      event.preventDefault();
      location.reload();
    }

    const ready = target.closest('[data-fill]');
    if (ready instanceof HTMLElement) fill(ready.getAttribute('aria-controls'), ready.dataset.fill);
  });

  /** Writes into a field as if it had been typed, so that a page with more script hears it. */
  const fill = (/** @type {string | null} */ id, /** @type {string | undefined} */ value) => {
    const field = document.getElementById(id ?? '');
    if (!(field instanceof HTMLInputElement)) return;
    field.value = value ?? '';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  };

  /** The device's own calendar, starting at what is typed: 13-06-2022, 13/6/2022, 13.6.2022. */
  const openCalendar = (/** @type {Element} */ button) => {
    const id = button.getAttribute('aria-controls');
    const field = document.getElementById(id ?? '');
    const picker = button.nextElementSibling;
    if (!(field instanceof HTMLInputElement) || !(picker instanceof HTMLInputElement)) return;
    const [, day = '', month = '', year] = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(field.value.trim()) ?? [];
    picker.value = year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : '';
    picker.onchange = () => picker.value && fill(id, picker.value.split('-').reverse().join('-'));
    picker.showPicker();
  };

  /** Heads of tables stop below the head of the person, whatever its height on this screen. */
  const measure = () => {
    const head = document.querySelector('[data-stays]');
    root.style.setProperty('--sticky-top', `${head instanceof HTMLElement ? head.offsetHeight : 0}px`);
  };
  measure();
  addEventListener('resize', measure);
  addEventListener('load', measure);

  /** A file that is too large is said before it is sent over a slow line. */
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'file' || !target.dataset.maxSize) return;
    const tooLarge = Array.from(target.files ?? []).some((file) => file.size > Number(target.dataset.maxSize));
    target.setCustomValidity(tooLarge ? (target.dataset.tooLarge ?? '') : '');
    target.reportValidity();
  });

  /** Sent once: a second press while the first is on its way does nothing. A form that is sent by other script is left to it. */
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || event.defaultPrevented) return;
    if (form.hasAttribute('data-sent')) return event.preventDefault();
    form.setAttribute('data-sent', '');
    // A download leaves the page where it is.
    setTimeout(() => form.removeAttribute('data-sent'), 8000);
  });
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) form.removeAttribute('data-sent');
  });

  /** Long work: asks { value, max, text, done } at the address in data-poll; at the end the page is loaded again. */
  let asking = false;
  setInterval(async () => {
    const bar = document.querySelector('progress[data-poll]');
    if (!(bar instanceof HTMLProgressElement) || !bar.dataset.poll || asking || document.hidden) return;
    asking = true;
    try {
      const answer = await fetch(bar.dataset.poll, { headers: { accept: 'application/json' } });
      if (!answer.ok) return;
      const { value, max, text, done } = await answer.json();
      if (max > 0) Object.assign(bar, { max, value });
      const words = bar.parentElement?.querySelector('[data-poll-text]');
      if (words && text) words.textContent = text;
      if (done) {
        delete bar.dataset.poll;
        location.reload();
      }
    } catch {
      // No network for a moment: the work goes on without us, the next question comes.
    } finally {
      asking = false;
    }
  }, 3000);

  // Without a line the device itself answers, in the language of the screen (src/service-worker). Only on https, or on the machine itself.
  const devices = navigator.serviceWorker;
  if (devices) {
    devices.register('/service-worker.js').catch(() => undefined);
    devices.ready.then(({ active }) => active?.postMessage({ language: root.lang })).catch(() => undefined);
  }
})();
