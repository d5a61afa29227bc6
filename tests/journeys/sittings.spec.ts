import { expect, expectFineOnBoth, signInAs, test } from './support/journey.ts';
import { draft, nameTeam, proposePhases, sitTwenty } from './support/sitting.ts';

/** An agenda takes what was put off at its office: one after the other. */
test.describe.configure({ mode: 'default' });

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
  await sitTwenty(page, head, expectFineOnBoth);
});

test('two secretaries change one agenda: the second is told what changed and loses nothing typed', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kasi.palembang');
  await draft(page, { all: false });
  const base = new URL(page.url()).pathname;
  const other = await officer('kasi.palembang');
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
