/**
 * While somebody types a new person, asks at rest whether he may be registered already, and says so above the fields. The same
 * question is asked when the form is sent, so nothing is lost without it. Runs as it is written in Chrome 100.
 */
(() => {
  const form = document.querySelector('form[data-duplicates]');
  const box = document.querySelector('[data-likely]');
  const title = box?.querySelector('[data-likely-title]');
  const list = box?.querySelector('[data-likely-list]');
  if (!(form instanceof HTMLFormElement) || !(box instanceof HTMLElement) || !title || !list) return;

  const asked = ['name', 'nik', 'birth', 'motherName', 'birthPlace'];
  let waiting = 0;
  let last = '';

  const look = async () => {
    const typed = new FormData(form);
    const body = JSON.stringify(Object.fromEntries(asked.map((name) => [name, typed.get(name) ?? ''])));
    if (body === last || String(typed.get('name') ?? '').trim().length < 2) return;
    last = body;
    try {
      const answer = await fetch(form.dataset.duplicates ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (answer.ok && body === last) show(await answer.json());
    } catch {
      last = ''; // without network nothing is known; the form asks again
    }
  };

  const show = (
    /** @type {{ title: string, candidates: { personId: string, name: string, birth: string, facts: string[], reasons: string[] }[], elsewhere: { says: string, ask: string }[] }} */ found,
  ) => {
    title.textContent = found.title;
    list.replaceChildren(
      ...found.candidates.map(({ personId, name, birth, facts, reasons }) => {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = `/people/${encodeURIComponent(personId)}`;
        link.target = '_blank';
        link.rel = 'noopener';
        link.textContent = name;
        item.append(link, ` (${[birth, ...facts].filter(Boolean).join(' · ')}): ${reasons.join(' ')}`);
        return item;
      }),
      // Of other offices no more than that there is somebody.
      ...found.elsewhere.map(({ says, ask }) => {
        const item = document.createElement('li');
        item.textContent = `${says} ${ask}`;
        return item;
      }),
    );
    box.hidden = list.children.length === 0;
  };

  form.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLInputElement) || !asked.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = window.setTimeout(look, 900);
  });
})();
