import { m } from '#messages';
import { defineLetterKinds } from '#modules/letters';

/** The kind that every office has, for a journey within the country. */
export const withinKind = 'letters.permit';
export const abroadKind = 'permits.abroad';

const sources = [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }] as const;
const byHead = { signatures: 'signer', signer: 'head', sources } as const;
const toClient = 'Yth. Sdr. {client_name}\n{client_address}';

/**
 * What the office hands the client when the Minister has allowed a journey abroad: the Minister allows it, the office says so; and what it writes where
 * a journey goes up, was refused there, or is called off. */
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
  'permits.cover-abroad': {
    ...byHead,
    name: m.permits_letter_cover_abroad,
    form: 'letter',
    classification: 'PK.05.04',
    nature: 'ordinary',
    asks: ['destination', 'purpose', 'from_day', 'until_day', 'opinion', 'enclosed'],
    needs: ['destination', 'purpose', 'from_day', 'until_day', 'opinion'],
    standard: {
      subject: 'Permohonan Izin ke Luar Negeri bagi Klien Pemasyarakatan',
      recipient:
        'Yth. Menteri Imigrasi dan Pemasyarakatan Republik Indonesia\nu.p. Direktur Jenderal Pemasyarakatan\ndi Jakarta',
      classification: 'PK.05.04',
      body: `Bersama ini kami teruskan dengan hormat permohonan izin ke luar negeri dari klien:

Nama :: {client_name}
Nomor register :: {register_number}
Tanggal lahir :: {birth_date}
Alamat :: {client_address}
Jenis bimbingan :: {guidance_kind}
Dasar bimbingan :: {guidance_basis}
Masa bimbingan :: {guidance_period}

dengan rencana perjalanan:

Tujuan :: {destination}
Keperluan :: {purpose}
Berangkat :: {from_day}
Kembali :: {until_day}

Pertimbangan kami :: {opinion}

Sebagai bahan pertimbangan, terlampir:

{enclosed}

Mohon keputusan atas permohonan ini dapat disampaikan kepada kami untuk diteruskan kepada yang bersangkutan. Atas perhatian dan perkenan Menteri, diucapkan terima kasih.`,
      copies: 'Kepala Kantor Wilayah Direktorat Jenderal Pemasyarakatan\nArsip',
    },
  },
  'permits.refusal-abroad': {
    ...byHead,
    name: m.permits_letter_refusal_abroad,
    form: 'letter',
    classification: 'PK.05.05',
    nature: 'ordinary',
    asks: ['request', 'destination', 'decree', 'reason'],
    needs: ['decree', 'reason'],
    standard: {
      subject: 'Pemberitahuan Penolakan Izin ke Luar Negeri',
      recipient: toClient,
      classification: 'PK.05.05',
      body: `Menindaklanjuti {request}, kami beritahukan bahwa permohonan Saudara:

Nama :: {client_name}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}
Tujuan :: {destination}

*tidak dikabulkan* berdasarkan keputusan Menteri Imigrasi dan Pemasyarakatan {decree}, karena {reason}.

Selama masa bimbingan Saudara tidak diperbolehkan ke luar negeri tanpa izin Menteri. Kewajiban melapor kepada Pembimbing Kemasyarakatan {counsellor_name} tetap berlaku. Permohonan dapat diajukan kembali apabila keadaan yang menjadi alasan penolakan telah berubah.

Demikian disampaikan untuk diketahui.`,
      copies: 'Penjamin\nArsip',
    },
  },
  'permits.revocation': {
    ...byHead,
    name: m.permits_letter_revocation,
    form: 'letter',
    classification: 'PK.05.04',
    nature: 'urgent',
    asks: ['earlier_letter', 'destination', 'reason'],
    needs: ['earlier_letter', 'reason'],
    standard: {
      subject: 'Pencabutan Izin Bepergian',
      recipient: toClient,
      classification: 'PK.05.04',
      body: `Bersama ini kami beritahukan bahwa izin bepergian yang diberikan dengan surat {earlier_letter} kepada:

Nama :: {client_name}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}
Tujuan :: {destination}

*dicabut* karena {reason}.

Sejak surat ini diterima, surat izin tersebut tidak berlaku lagi. Saudara diminta segera kembali, menghadap Pembimbing Kemasyarakatan {counsellor_name}, dan menyerahkan surat izin tersebut kepada {office_name}.

Saudara berhak didengar dan dapat menyampaikan keberatan kepada Kepala {office_name}.

Demikian untuk diketahui dan dilaksanakan.`,
      copies: 'Penjamin\nArsip',
    },
  },
});
