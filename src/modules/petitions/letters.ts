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
  /** Who petitioned stands in it, so it is no letter of the client's file: it is printed, signed and kept with the petition. */
  'petitions.hearing': {
    name: m.petitions_letter_hearing,
    apart: true,
    stays: true,
    form: 'titled',
    signatures: 'hearing',
    signer: 'head',
    classification: 'PK.05.03',
    nature: '',
    asks: ['examiner_name', 'examiner_nip', 'heard_person', 'held_on', 'held_place', 'reason', 'statement', 'present'],
    needs: ['heard_person', 'held_on', 'held_place', 'statement', 'present'],
    sources: [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }],
    standard: {
      subject: 'Berita Acara Pemeriksaan Pelapor',
      recipient: '',
      classification: 'PK.05.03',
      body: `Pada hari {held_on}, bertempat di {held_place}, saya:

Nama :: {examiner_name}
NIP :: {examiner_nip}
Unit kerja :: {office_name}

telah mendengar keterangan:

Nama :: {heard_person}

sehubungan dengan {reason}. Yang diperiksa menerangkan:

{statement}

Hadir dalam pemeriksaan: {present}.

Setelah berita acara ini dibacakan kembali, yang diperiksa menyatakan mengerti dan membenarkan isinya. Identitas yang diperiksa dilindungi: berita acara ini disimpan bersama permohonannya dan tidak dimasukkan ke dalam berkas klien.

Demikian berita acara ini dibuat dengan sebenarnya dan ditandatangani bersama.`,
      copies: '',
    },
  },
});
