import { aPdf } from '../../corpus/files.ts';
import { expect, type Page } from './journey.ts';

/** A paper as it comes from a scanner. */
export const scan = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(aPdf()) });

/** What is on the officer's screen is numbered by the head, comes back signed, and goes out. */
export async function sendLetter(officer: Page, head: Page): Promise<void> {
  const letter = new URL(officer.url()).pathname;
  await head.goto(letter);
  await head.getByRole('button', { name: 'Beri nomor dan kunci' }).click();
  await expect(head.getByText('Bernomor, menunggu tanda tangan').first()).toBeVisible();
  await officer.goto(letter);
  await officer.getByLabel('Salinan bertanda tangan').setInputFiles(scan('surat.pdf'));
  await officer.getByRole('button', { name: 'Simpan dan kunci' }).click();
  await officer.getByLabel('Cara kirim').selectOption({ label: 'Diantar langsung' });
  await officer.getByRole('button', { name: 'Simpan pengiriman' }).click();
  await expect(officer.getByText('Terkirim').first()).toBeVisible();
}

/** Who took it, on the letter that is on the screen. */
export async function noteReceipt(officer: Page, receiver: string): Promise<void> {
  await officer.getByText('Catat penerimaan', { exact: true }).first().click();
  await officer.getByLabel('Nama penerima').fill(receiver);
  await officer.getByRole('button', { name: 'Simpan penerimaan' }).click();
  await expect(officer.getByText(`Diterima ${receiver}`)).toBeVisible();
}
