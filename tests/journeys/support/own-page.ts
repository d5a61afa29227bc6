import { expect, type Page } from '@playwright/test';
import type { Card } from './card.ts';

/** A PIN that is not among the easy ones. */
export const ownPin = '602817';

/** Card, printed PIN, "yes, it is me", a PIN of one's own. */
export async function enterFirstTime(page: Page, card: Card) {
  await page.goto(`/l/${card.code}`);
  await page.getByLabel('PIN', { exact: true }).fill(card.pin);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Apakah ini Anda?');
  await expect(page.getByText(card.name, { exact: true })).toHaveCount(0);
  await page.getByRole('link', { name: 'Ya, lanjutkan' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Buat PIN Anda sendiri');
  await page.getByLabel('PIN baru', { exact: true }).fill(ownPin);
  await page.getByLabel('PIN baru, sekali lagi').fill(ownPin);
  await page.getByRole('button', { name: 'Simpan PIN' }).click();
  await expect(page.getByText('PIN Anda sudah diganti.')).toBeVisible();
}

export async function beginReport(page: Page) {
  await page.goto('/my/report');
  await page.getByRole('button', { name: 'Saya sudah membaca dan setuju' }).click();
  await page.getByRole('link', { name: 'Mulai' }).click();
}

export async function answer(page: Page, question: string, choice: string, note?: { label: string; text: string }) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(question);
  await page.getByText(choice, { exact: true }).click();
  if (note) await page.getByLabel(note.label).fill(note.text);
  await page.getByRole('button', { name: 'Lanjutkan', exact: true }).click();
}

export async function answerAll(page: Page) {
  await answer(page, 'Apakah alamat Anda masih sama?', 'Masih sama');
  await answer(page, 'Apakah nomor telepon Anda masih sama?', 'Masih sama');
  await answer(page, 'Apakah pekerjaan Anda masih sama?', 'Tidak bekerja');
  await answer(page, 'Bagaimana keadaan keluarga Anda?', 'Baik');
  await answer(page, 'Apakah ada masalah yang ingin Anda sampaikan?', 'Ada', {
    label: 'Jika ada: ceritakan dengan singkat',
    text: 'Saya sedang mencari pekerjaan.',
  });
}

/** A whole report of somebody who comes in for the first time, without position and photo. */
export async function reportByPhone(page: Page, card: Card) {
  await enterFirstTime(page, card);
  await beginReport(page);
  await answerAll(page);
  await page.getByRole('button', { name: 'Tidak, lanjutkan tanpa lokasi' }).click();
  await page.getByRole('button', { name: 'Lanjutkan tanpa foto' }).click();
  await page.getByRole('button', { name: 'Kirim laporan' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Laporan Anda sudah kami terima');
}
