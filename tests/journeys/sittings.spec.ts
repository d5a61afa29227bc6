import { expect, expectFineOnBoth, signInAs, test } from './support/journey.ts';
import { draft, holdSitting, nameTeam, proposePhases } from './support/sitting.ts';

test('a sitting of twenty items puts one off; the head decides the others and the next agenda carries that one', async ({
  page,
  officer,
}) => {
  test.slow();
  const head = await officer('kepala.palembang');
  await nameTeam(head);
  await expectFineOnBoth(head);
  await proposePhases('kasi.palembang', 20);
  await signInAs(page, 'kasi.palembang');
  await page.goto('/sittings/queue');
  expect(await page.getByRole('main').getByRole('rowheader').count()).toBeGreaterThanOrEqual(20);
  await expectFineOnBoth(page);
  await page.goto('/sittings/new');
  await expectFineOnBoth(page);
  await draft(page, { all: true });
  const client = await page.locator('.agenda > li').nth(2).locator('a').first().getAttribute('href');
  await holdSitting(page, head, () => expectFineOnBoth(page));
  await page.goto('/sittings');
  await expect(
    page
      .getByRole('main')
      .getByText(/^\d+\/TPP\/2022$/)
      .first(),
  ).toBeVisible();
  await expectFineOnBoth(page);

  await draft(page, { all: false });
  await expect(page.getByText('Ditunda sidang sebelumnya').first()).toBeVisible();

  await head.goto(client!);
  await head.getByRole('button', { name: 'Tetapkan tahap ini' }).click();
  await expect(head.getByText('Ditetapkan', { exact: true })).toBeVisible();
  await expectFineOnBoth(head);
});

test('two secretaries change one agenda: the second is told what changed and loses nothing typed', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kasi.gili');
  await draft(page, { all: false });
  const base = new URL(page.url()).pathname;
  const other = await officer('kasi.gili');
  await other.goto(base);
  await page.getByText('Ubah tanggal, jam, atau tempat').click();
  await other.getByText('Ubah tanggal, jam, atau tempat').click();
  await page.getByLabel('Tempat').fill('Aula');
  await page.getByRole('button', { name: 'Simpan perubahan' }).click();
  await expect(page.getByText('Sudah disimpan.')).toBeVisible();
  await other.getByLabel('Tempat').fill('Ruang kepala');
  await other.getByRole('button', { name: 'Simpan perubahan' }).click();
  await expect(other.getByText(/mengubah tanggal, jam, atau tempat pada .*Yang Anda ketik masih ada/)).toBeVisible();
  await expect(other.getByLabel('Tempat')).toHaveValue('Ruang kepala');
  await expectFineOnBoth(other);
  await other.getByRole('button', { name: 'Simpan perubahan' }).click();
  await expect(other.getByText('Sudah disimpan.')).toBeVisible();
});
