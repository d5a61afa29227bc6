import { m } from '#messages';
import { defineLetterKinds } from '#modules/letters';

const ours = [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }] as const;
const identity = `Nama :: {client_name}
Tanggal lahir :: {birth_date}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}`;
const examiner = `Nama :: {examiner_name}
NIP :: {examiner_nip}
Jabatan :: {examiner_title}
Unit kerja :: {office_name}`;
const examined = ['examiner_name', 'examiner_nip', 'examiner_title'] as const;
const shared = {
  stays: true,
  form: 'titled',
  signer: 'counsellor',
  classification: 'PK.05.03',
  nature: '',
  sources: ours,
} as const;

/** Minutes of a breach that are not those of the client's own examination (which is `letters.examination`). */
export const breachLetterKinds = defineLetterKinds({
  'breaches.hearing': {
    ...shared,
    name: m.breaches_letter_hearing,
    signatures: 'hearing',
    asks: ['heard_person', ...examined, 'held_on', 'held_at', 'held_place', 'reason', 'statement', 'present'],
    needs: ['heard_person', 'held_on', 'held_place', 'reason', 'statement', 'present'],
    standard: {
      subject: 'Berita Acara Pemeriksaan Saksi',
      recipient: '',
      classification: 'PK.05.03',
      body: `Pada hari {held_on} pukul {held_at}, bertempat di {held_place}, saya:

${examiner}

telah memeriksa {heard_person} sebagai saksi atau pelapor sehubungan dengan {reason}, mengenai klien:

${identity}

Yang diperiksa menerangkan:

{statement}

Hadir dalam pemeriksaan: {present}.

Setelah berita acara ini dibacakan kembali, yang diperiksa menyatakan mengerti dan membenarkan isinya.

Demikian berita acara ini dibuat dengan sebenarnya dan ditandatangani bersama.`,
      copies: '',
    },
  },
  'breaches.absence': {
    ...shared,
    name: m.breaches_letter_absence,
    signatures: 'signer',
    asks: [...examined, 'held_on', 'held_at', 'held_place', 'reason', 'statement', 'present'],
    needs: ['held_on', 'held_place', 'reason', 'statement', 'present'],
    standard: {
      subject: 'Berita Acara Ketidakhadiran',
      recipient: '',
      classification: 'PK.05.03',
      body: `Pada hari {held_on} pukul {held_at}, bertempat di {held_place}, saya:

${examiner}

menerangkan bahwa klien:

${identity}
Alamat :: {client_address}

tidak hadir memenuhi panggilan sehubungan dengan {reason}, walaupun telah dipanggil secara patut. Keterangan:

{statement}

Turut menyaksikan: {present}.

Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.`,
      copies: '',
    },
  },
});
