/**
 * The desk with the keyboard: figures press what they stand beside, Ctrl+Z takes a mis-scan back, `/` goes to the search of the desk, a
 * camera reads a card where the browser allows it. Without script the page works with Tab and Enter, and scanners that type need nothing. Runs in Chrome 100.
 */
(() => {
  const who = document.querySelector('input[data-desk]');
  if (who instanceof HTMLInputElement) {
    const isText = (/** @type {EventTarget | null} */ where) =>
      where instanceof HTMLInputElement
        ? where.type !== 'radio'
        : /^(TEXTAREA|SELECT)$/.test(/** @type {Element} */ (where).tagName);
    /** Fields that somebody has typed in: there the key that takes back takes back the typing. */
    const typedIn = new WeakSet();
    document.addEventListener(
      'input',
      ({ target }) => target instanceof Element && isText(target) && typedIn.add(target),
    );
    // Before simpul.js, whose `/` leads to the search of the whole office.
    document.addEventListener(
      'keydown',
      (event) => {
        const here = event.target;
        if (!(here instanceof HTMLElement)) return;
        if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z') {
          const undo = document.querySelector('button[data-undo]');
          if (!(undo instanceof HTMLElement) || typedIn.has(here)) return;
          event.preventDefault();
          undo.click();
          return;
        }
        if (event.ctrlKey || event.altKey || event.metaKey || isText(here)) return;
        if (event.key === '/') {
          event.preventDefault();
          who.focus();
          who.select();
        } else if (/^[1-9]$/.test(event.key)) {
          press(event, here, Number(event.key));
        }
      },
      true,
    );
  }

  /** @type {(event: KeyboardEvent, here: HTMLElement, figure: number) => void} */
  const press = (event, here, figure) => {
    const question = here.closest('fieldset');
    if (!question) {
      const arrive = document.getElementById(`arrive-${figure}`);
      if (!arrive) return;
      event.preventDefault();
      arrive.click();
      return;
    }
    const answer = question.querySelectorAll('input[type=radio]')[figure - 1];
    if (!(answer instanceof HTMLInputElement)) return;
    event.preventDefault();
    answer.checked = true;
    const next = question.nextElementSibling?.querySelector('input[type=radio], button');
    if (next instanceof HTMLElement) next.focus();
    else answer.focus();
  };

  const scan = document.querySelector('[data-scan]');
  if (!scan || !window.isSecureContext || !('BarcodeDetector' in window) || !navigator.mediaDevices) return;
  const part = (/** @type {string} */ name) => scan.querySelector(`[data-scan-${name}]`);
  const [start, stop, video, failed] = ['start', 'stop', 'video', 'failed'].map(part);
  if (!(video instanceof HTMLVideoElement)) return;
  const show = (/** @type {(Element | null | undefined)[]} */ ...shown) => {
    for (const one of [start, stop, video, failed]) one?.toggleAttribute('hidden', !shown.includes(one));
  };
  /** @type {MediaStream | undefined} */
  let stream;
  const end = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    show(start);
  };
  const look = async (
    /** @type {{ detect: (from: HTMLVideoElement) => Promise<{ rawValue: string }[]> }} */ reader,
  ) => {
    if (!stream) return;
    const [found] = await reader.detect(video).catch(() => []);
    if (!found) {
      setTimeout(() => void look(reader), 150);
      return;
    }
    end();
    location.assign(`/counter?q=${encodeURIComponent(found.rawValue)}`);
  };
  show(start);
  stop?.addEventListener('click', end);
  start?.addEventListener('click', async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      video.srcObject = stream;
      await video.play();
      show(stop, video);
      // @ts-expect-error TypeScript does not know it yet; Chrome on Android has it since version 83.
      await look(new BarcodeDetector({ formats: ['qr_code'] }));
    } catch {
      end();
      show(start, failed);
    }
  });
})();
