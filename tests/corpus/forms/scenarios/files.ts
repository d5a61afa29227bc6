import { flatPng, aPdf } from '../../files.ts';

/** Files as good as any, for forms that ask for one. */
export const jpeg = (): File => new File([new Uint8Array(flatPng(64, 64, [], 8))], 'wajah.png', { type: 'image/png' });
export const pdf = (): File => new File([new Uint8Array(aPdf())], 'surat.pdf', { type: 'application/pdf' });
