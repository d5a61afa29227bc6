import { expect, type Page } from '@playwright/test';
import { Browser as PlainBrowser } from '../../corpus/forms/browser.ts';
import { untouched } from '../../corpus/forms/page.ts';
import type { Card } from './card.ts';
import { carryOver, officeUrl } from './journey.ts';

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

/** Inside with a card and a PIN of one's own, over HTTP: for journeys that begin there. client.spec.ts walks the pages on the way. */
export async function comeInside(page: Page, card: Card): Promise<void> {
  const plain = await insideWith(page, card);
  plain.close();
}

/** Reports as `reportByPhone` does, over HTTP; answers the address of the receipt. */
export async function sendReport(page: Page, card: Card): Promise<string> {
  const plain = await insideWith(page, card);
  await send(plain, '/my/report/consent', '', {});
  for (const question of ['address', 'phone', 'work', 'family'])
    await send(plain, `/my/report/${question}`, '', { answer: question === 'family' ? 'fine' : 'same' });
  await send(plain, '/my/report/problem', '', { answer: 'told', note: 'Saya sedang mencari pekerjaan.' });
  await send(plain, '/my/report/position', '?/skip', {});
  await send(plain, '/my/report/photo', '?/skip', {});
  const receipt = await send(plain, '/my/report/check', '?/send', {});
  plain.close();
  return receipt;
}

async function insideWith(page: Page, card: Card): Promise<PlainBrowser> {
  const plain = new PlainBrowser(officeUrl());
  await send(plain, `/l/${card.code}`, '', { pin: card.pin });
  await send(plain, '/my/pin', '', { newPin: ownPin, newPinAgain: ownPin });
  await carryOver(page.context(), plain.headersFor('GET')['cookie'] ?? '');
  return plain;
}

/** Fills in the form of a page and sends it; answers where that leads. */
async function send(plain: PlainBrowser, path: string, action: string, typed: Record<string, string>): Promise<string> {
  const page = await plain.open(path);
  const form = page.forms.find((one) => one.method === 'POST' && [action, path + action].includes(one.action));
  if (!form) throw new Error(`there is no such form on ${path} (${page.title})`);
  const body = new URLSearchParams(untouched(form));
  for (const [name, value] of Object.entries(typed)) body.set(name, value);
  const { status, headers } = await plain.send({ method: 'POST', path: path + action, body });
  expect(status, `${path} ${page.title}`).toBe(303);
  return plain.resolve(headers.location!, path);
}
