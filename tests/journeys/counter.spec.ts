import { freshCard } from './support/card.ts';
import { recordArrival } from './support/deeds.ts';
import { expect, expectFine, expectFineOnBoth, signInAs, test, type Page } from './support/journey.ts';
import { enterFirstTime, ownPin } from './support/own-page.ts';

const found = (desk: Page) => desk.getByRole('list', { name: 'Klien yang ditemukan' }).getByRole('listitem');

/** The keyboard of the officer at the desk; it counts what is pressed. */
function keysOf(desk: Page) {
  const keys = {
    pressed: 0,
    async press(key: string) {
      keys.pressed += 1;
      await desk.keyboard.press(key);
    },
    async type(text: string) {
      keys.pressed += text.length;
      await desk.keyboard.type(text);
    },
  };
  return keys;
}

const twenty = 'muh and sur har jok ded rud agu bud eko fir her ind jul kur lin mar nur rah sri'.split(' ');

test('twenty clients report in a row, the officer never leaves the keyboard, and the head sees what came so fast', async ({
  page,
  officer,
}, { project }) => {
  test.skip(project.name === 'phone', 'a phone has no keys');
  test.slow();
  await signInAs(page, 'loket.palembang');
  await page.goto('/counter');
  const keys = keysOf(page);
  let named = 0;
  const each: number[] = [];
  for (const letters of twenty) {
    const before = keys.pressed;
    // The cursor waits in the search: three letters, and those whom they find stand there with their faces.
    await expect(page.getByLabel('Klien yang datang')).toBeFocused();
    await keys.type(letters);
    await keys.press('Enter');
    const waiting = found(page).filter({ has: page.getByRole('button', { name: /^Datang/ }) });
    const name = await waiting.first().getByRole('link').first().innerText();
    await page.waitForLoadState(); // the figures press once the page's script is there
    await keys.press(await waiting.first().locator('kbd').innerText());
    await expect(page.getByRole('heading', { name: `${name} sudah dicatat` })).toBeVisible();
    await page.waitForLoadState();

    // Five questions, a figure each; the cursor goes along.
    for (const question of ['address', 'phone', 'work', 'family', 'problem']) {
      await expect(page.locator(`input[name=${question}]`).first()).toBeFocused();
      await keys.press('1');
    }
    await keys.press('Enter');
    await expect(page.getByText('Selesai. Cetak tanda terima, lalu ketik klien berikutnya.')).toBeVisible();
    // Only whose guidance ends before has no next date.
    named += await page
      .getByText(/^[A-Z][a-z]+, \d{1,2} Juli 2022$/)
      .filter({ visible: true })
      .count();
    // The slip is what this page prints; the browser's own key does it.
    await keys.press('Control+p');
    each.push(keys.pressed - before);
  }
  expect(named).toBeGreaterThanOrEqual(twenty.length - 3);
  // Three letters and Enter, who it is, five answers and Enter, the slip.
  expect(each).toEqual(twenty.map(() => 12));
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: 'Tanda terima wajib lapor' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeHidden();
  await expect(page.getByRole('navigation')).toHaveCount(0);

  const head = await officer('kepala.palembang');
  await head.goto('/tasks?kind=check-ins.many-at-once');
  await head
    .getByRole('link', { name: /mencatat delapan kedatangan atau lebih/ })
    .first()
    .click();
  await expect(head.getByRole('table', { name: 'Catatan di balik tanda ini' })).toBeVisible();
  await expectFineOnBoth(head);
});

test(
  'a card is scanned, and a mis-scan is taken back with one press',
  { tag: '@phone' },
  async ({ page, browser }, { project }) => {
    await signInAs(page, 'loket.palembang');
    await page.goto('/counter');
    await expectFine(page);
    // A scanner types what the code says, and Enter. Who has come today already, in another journey, is not the one.
    const scanned = async () => {
      const one = await freshCard(browser);
      await page.getByLabel('Klien yang datang').fill(`https://simpul.example/l/${one.code}`);
      await page.keyboard.press('Enter');
      await expect(found(page)).toHaveCount(1);
      await expect(found(page)).toContainText(one.name);
      return one;
    };
    let card = await scanned();
    while (await found(page).getByText('Sudah dicatat hari ini').isVisible()) card = await scanned();
    await expectFine(page);
    // What was scanned goes along, so that the server looks at the card itself; a name that was typed brings none.
    await expect(found(page).locator('input[name=card]')).toHaveValue(new RegExp(`${card.code}$`));
    await page.getByRole('button', { name: /^Datang/ }).click();
    await expect(page.getByRole('heading', { name: `${card.name} sudah dicatat` })).toBeVisible();
    await expectFine(page);

    // The cursor waits in the questions; no hand leaves the keys. A phone has none.
    await page.waitForLoadState();
    if (project.name === 'phone') await page.getByRole('button', { name: 'Batalkan' }).click();
    else await page.keyboard.press('Control+z');
    await expect(page.getByText(`Kedatangan ${card.name} dibatalkan.`)).toBeVisible();
    await page.getByLabel('Klien yang datang').fill(card.code);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Datang/ })).toBeVisible();
    await expect(found(page).getByText('Belum lapor')).toBeVisible();
  },
);

test('the slip fits its paper, A6 or the roll of 58 mm, and nothing else is printed', async ({ page }, { project }) => {
  test.skip(project.name === 'phone', 'printed at the desk');
  await signInAs(page, 'loket.palembang');
  await recordArrival(page, 'sit');
  await page.getByRole('link', { name: 'Lihat tanda terima' }).click();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toHaveCount(0);
  const papers = [];
  for (const size of ['a6', '58mm']) {
    await page.goto(`${new URL(page.url()).pathname}?size=${size}`);
    papers.push((await page.pdf({ preferCSSPageSize: true })).toString('latin1'));
  }
  const points = (mm: number) => (mm / 25.4) * 72;
  for (const [at, width, height] of [
    [0, 105, 148],
    [1, 58, 120],
  ] as const) {
    const pages = [...papers[at]!.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)];
    expect(pages).toHaveLength(1);
    expect(Math.abs(Number(pages[0]![1]) - points(width))).toBeLessThan(1.5);
    expect(Math.abs(Number(pages[0]![2]) - points(height))).toBeLessThan(1.5);
  }
  // The desk's printer has one kind of paper: what was chosen last comes again.
  await page.goto(new URL(page.url()).pathname);
  await expect(page.locator('.print-58')).toBeVisible();
});

test('after an outage the paper list is caught up, and counts once the head has approved it', async ({
  page,
  officer,
}) => {
  await signInAs(page, 'loket.gili');
  await page.goto('/counter/paper');
  await page.getByLabel('Tanggal kedatangan', { exact: true }).fill('13-06-2022');
  const reason = `Listrik padam, buku halaman ${Math.floor(Math.random() * 1_000_000)}`;
  await page.getByLabel('Mengapa di kertas?').fill(reason);
  await page.getByRole('button', { name: 'Buka daftar' }).click();
  const names: string[] = [];
  for (const letters of ['sur', 'muh', 'dar']) {
    await page.getByRole('main').getByRole('searchbox').fill(letters);
    await page.keyboard.press('Enter');
    const first = page
      .getByRole('main')
      .locator('li')
      .filter({ has: page.getByRole('button', { name: 'Tambahkan' }) });
    names.push(await first.first().locator('strong').innerText());
    await first.first().getByRole('button', { name: 'Tambahkan' }).click();
    await expect(page.getByRole('rowheader', { name: names.at(-1)! })).toBeVisible();
  }
  await expectFine(page);
  await page.getByRole('button', { name: 'Usulkan untuk disetujui' }).click();
  await expect(page.getByText('Menunggu persetujuan')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Setujui' })).toHaveCount(0);

  const head = await officer('kepala.gili');
  // All that waits for him: his day shows only what is most pressing.
  await head.goto('/tasks');
  await expect(head.getByText(/^Daftar kedatangan .* menunggu keputusan Anda\.$/).first()).toBeVisible();
  await head.goto('/counter/paper');
  await head.getByRole('row').filter({ hasText: reason }).getByRole('link').click();
  await expect(head.getByText(reason)).toBeVisible();
  await head.getByRole('button', { name: 'Setujui' }).click();
  await expect(head.getByText(/\d+ kedatangan dicatat, \d+ sudah ada, 0 tidak dapat dicatat\./)).toBeVisible();
  await expectFine(head);
});

test('cards and PINs for a whole office, each its own', async ({ page }) => {
  await signInAs(page, 'loket.gili');
  await page.goto('/counter/cards');
  await expectFine(page);
  const forAll = page.getByRole('button', { name: 'Buat kartu untuk semua' });
  // On the phone's turn the office has them already.
  if (await forAll.isVisible()) {
    await forAll.click();
    await expect(page.getByText(/Kartu dibuat untuk [\d.]+ klien\./)).toBeVisible();
  }
  await expect(page.getByText(/^Klien tanpa kartu di kantor ini: 0\./)).toBeVisible();
  const next = page.getByRole('button', { name: /^Cetak lembar berikutnya/ }).first();
  const promised = Number(/\((\d+)\)/.exec(await next.innerText())?.[1]);
  await next.click();
  const sheet = page.getByRole('region', { name: 'Lembar kartu' });
  await expect(sheet).toBeVisible();
  const cards = await sheet
    .locator('li')
    .evaluateAll((items) =>
      items.map((item) => Array.from(item.querySelectorAll('strong'), (one) => one.textContent ?? '')),
    );
  expect(cards.length).toBe(promised);
  expect(new Set(cards.map(([code]) => code)).size).toBe(cards.length);
  for (const [, pin] of cards) expect(pin).toMatch(/^\d{6}$/);
  await expectFine(page);
});

test('a locked PIN and a lost card are settled while the client waits', async ({ page, browser }) => {
  const card = await freshCard(browser);
  const own = await browser.newContext();
  const phone = await own.newPage();
  await phone.goto(`/l/${card.code}`);
  for (let tries = 0; tries < 5; tries++) {
    await phone.getByLabel('PIN', { exact: true }).fill('918273');
    await phone.getByRole('button', { name: 'Masuk' }).click();
  }
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('PIN terkunci');

  await signInAs(page, 'loket.palembang');
  const mine = () => page.getByRole('main').getByRole('listitem').filter({ hasText: card.name }).first();
  const look = async () => {
    await page.goto('/counter/cards');
    await page.getByRole('main').getByRole('searchbox').fill(card.register);
    await page.keyboard.press('Enter');
    await expect(mine()).toBeVisible();
  };
  await look();
  await expect(mine().getByText('PIN terkunci', { exact: true })).toBeVisible();
  await expectFine(page);
  await mine().getByRole('button', { name: 'Buka PIN terkunci' }).click();
  await expect(page.getByText('PIN dibuka. Pemilik kartu dapat masuk lagi dengan PIN lamanya.')).toBeVisible();
  await enterFirstTime(phone, card);

  await look();
  await mine().getByRole('button', { name: 'Ganti kartu hilang' }).click();
  const sheet = page.getByRole('region', { name: 'Lembar kartu' });
  await expect(sheet).toBeVisible();
  const [code = '', pin = ''] = await sheet.locator('li strong').allInnerTexts();
  expect(code).not.toBe(card.code);
  // The lost card opens nothing any more, and nobody stays inside with it.
  await phone.goto('/my');
  await expect(phone).toHaveURL(/\/l\?said=ended$/);
  await phone.goto(`/l/${card.code}`);
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Alamat ini tidak dapat dipakai');
  await enterFirstTime(phone, { ...card, code, pin });

  // A forgotten PIN: a new one is shown once, and only to the officer who hands it over.
  await look();
  await mine().getByRole('button', { name: 'Beri PIN baru' }).click();
  await expect(page.getByRole('main')).toContainText('PIN baru: ');
  const again = /PIN baru: (\d{6})\./.exec(await page.getByRole('main').innerText())?.[1];
  expect(again).toBeTruthy();
  expect(again).not.toBe(ownPin);
  await own.close();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a report is taken at the desk, with answers and the next date', { tag: '@phone' }, async ({ page }) => {
    await signInAs(page, 'loket.palembang');
    await recordArrival(page, 'yus');
    for (const answer of ['Masih sama', 'Baik', 'Tidak ada'])
      for (const choice of await page.getByRole('radio', { name: answer }).all()) await choice.check();
    await page.getByRole('button', { name: 'Simpan jawaban' }).click();
    await expect(page.getByText('Selesai. Cetak tanda terima, lalu ketik klien berikutnya.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Cetak' })).toBeHidden();
    await page.getByRole('link', { name: 'Lihat tanda terima' }).click();
    await expect(page.getByText('Lapor berikutnya paling lambat')).toBeVisible();
    await expect(page.getByText(/^[A-Z][a-z]+, \d{1,2} Juli 2022$/).filter({ visible: true })).toBeVisible();
  });
});
