import { m } from '#messages';
import { defineLetterKinds } from '#modules/letters';

/** To whoever petitioned, by the number of his petition: his name stands on the envelope only. */
export const petitionLetterKinds = defineLetterKinds({
  'petitions.refusal': {
    name: m.petitions_letter_refusal,
    form: 'letter',
    signatures: 'signer',
    signer: 'head',
    classification: 'PK.05.08',
    nature: 'secret',
    asks: ['addressee', 'reason'],
    needs: ['addressee', 'reason'],
    sources: [
      { law: 'permenkumham-3-2018', article: '-', standing: 'uncertain' },
      { law: 'simpul', article: 'letters_source_wording', standing: 'ours' },
    ],
    standard: {
      subject: 'Jawaban atas Permohonan',
      recipient: 'Yth. {addressee}\ndi tempat',
      classification: 'PK.05.08',
      body: `Sehubungan dengan permohonan yang Saudara sampaikan kepada {office_name}, dengan hormat kami sampaikan bahwa permohonan tersebut telah kami teliti dan tidak dapat kami kabulkan.

Alasan :: {reason}

Apabila ada keterangan baru, Saudara dapat mengajukan permohonan lagi. Identitas Saudara tetap kami lindungi.

Atas perhatian Saudara, kami ucapkan terima kasih.`,
      copies: 'Arsip',
    },
  },
});
