import { m } from '#messages';
import { defineLetterKinds } from '#modules/letters';

/** The kind that every office has, for a journey within the country. */
export const withinKind = 'letters.permit';
export const abroadKind = 'permits.abroad';

/** What the office hands the client when the Minister has allowed a journey abroad: the Minister allows it, the office says so. */
export const permitLetterKinds = defineLetterKinds({
  'permits.abroad': {
    name: m.permits_letter_abroad,
    form: 'titled',
    signatures: 'signer',
    signer: 'head',
    classification: 'PK.05.04',
    nature: '',
    asks: ['decree', 'destination', 'purpose', 'from_day', 'until_day'],
    needs: ['decree', 'destination', 'from_day', 'until_day'],
    sources: [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }],
    standard: {
      subject: 'Surat Keterangan Izin ke Luar Negeri',
      recipient: '',
      classification: 'PK.05.04',
      body: `Berdasarkan izin Menteri Imigrasi dan Pemasyarakatan {decree}, Kepala {office_name} menerangkan bahwa:

Nama :: {client_name}
Nomor register :: {register_number}
Tanggal lahir :: {birth_date}
Alamat :: {client_address}
Jenis bimbingan :: {guidance_kind}

diizinkan ke luar negeri:

Tujuan :: {destination}
Keperluan :: {purpose}
Berangkat :: {from_day}
Kembali :: {until_day}

dengan ketentuan:

1. izin hanya berlaku untuk tujuan dan waktu tersebut di atas;
2. yang bersangkutan melapor kepada Pembimbing Kemasyarakatan {counsellor_name} sebelum berangkat dan setelah kembali; dan
3. izin dapat dicabut apabila ketentuan tersebut dilanggar.

Demikian surat keterangan ini dibuat untuk dipergunakan sebagaimana mestinya.`,
      copies: 'Penjamin\nArsip',
    },
  },
});
