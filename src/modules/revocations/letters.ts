import type { Source } from '#kernel/rule';
import { m } from '#messages';
import { defineLetterKinds } from '#modules/letters';

const sources: readonly Source[] = [
  { law: 'permenkumham-3-2018', article: '-', standing: 'uncertain' },
  { law: 'simpul', article: 'letters_source_wording', standing: 'ours' },
];
const byHead = { signatures: 'signer', signer: 'head' } as const;
/** What a tier knows of the client: what came up with the proposal, and nothing of his file. */
const identity = `Nama :: {client_name}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}
Dibimbing oleh :: {bapas_name}`;

const decree = (about: string, first: string, second: string) =>
  ({
    desks: ['centre'],
    form: 'decision',
    ...byHead,
    classification: 'PK.05.06',
    nature: '',
    asks: ['measure', 'reason', 'result', 'opinion', 'earlier_letter'],
    needs: ['reason', 'opinion'],
    sources,
    standard: {
      subject: about,
      recipient: '',
      classification: 'PK.05.06',
      body: `Menimbang :: bahwa terhadap klien yang namanya tersebut di bawah ini diusulkan {measure} {guidance_kind} karena {reason}; bahwa Sidang Tim Pengamat Pemasyarakatan {result}; dan bahwa {opinion};
Memperhatikan :: usulan Kepala Kantor Wilayah {earlier_letter};

# MEMUTUSKAN:

Menetapkan :: Keputusan tentang ${about}.
KESATU :: ${first}

${identity}

KEDUA :: ${second}
KETIGA :: Keputusan ini mulai berlaku pada tanggal ditetapkan, dengan ketentuan akan diperbaiki apabila terdapat kekeliruan.`,
      copies: 'Kepala Kantor Wilayah Direktorat Jenderal Pemasyarakatan\nKepala {bapas_name}\nYang bersangkutan',
    },
  }) as const;

/** What an office tells a client whose guidance goes on, and what the tiers above write about a proposal that came up. */
export const revocationLetters = defineLetterKinds({
  'revocations.continuation': {
    name: m.revocations_letter_continuation,
    form: 'letter',
    signatures: 'signer',
    signer: 'head',
    classification: 'PK.05.05',
    nature: 'ordinary',
    asks: ['reason', 'appear_on', 'appear_place'],
    needs: ['reason', 'appear_on'],
    sources: [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }],
    standard: {
      subject: 'Pemberitahuan bahwa Bimbingan Dilanjutkan',
      recipient: 'Yth. Sdr. {client_name}\n{client_address}',
      classification: 'PK.05.05',
      body: `Dengan ini kami beritahukan bahwa {guidance_kind} Saudara:

Nama :: {client_name}
Nomor register :: {register_number}
Masa bimbingan :: {guidance_period}

*tidak dicabut* dan pembimbingan terhadap Saudara dilanjutkan, karena {reason}.

Saudara diminta menghadap Pembimbing Kemasyarakatan {counsellor_name} pada:

Hari, tanggal :: {appear_on}
Tempat :: {appear_place}

Kewajiban dan syarat bimbingan tetap berlaku. Apabila ada hal yang tidak Saudara pahami atau keberatan, Saudara dapat menyampaikannya kepada Kepala {office_name}.

Demikian untuk diketahui dan dilaksanakan.`,
      copies: 'Arsip',
    },
  },
  /** The head refuses what his office proposed, and reprimands for what was broken. */
  'revocations.reprimand': {
    name: m.revocations_letter_reprimand,
    form: 'letter',
    signatures: 'signer',
    signer: 'head',
    classification: 'PK.05.05',
    nature: 'urgent',
    asks: ['reason', 'opinion', 'counselling', 'appear_on', 'appear_place'],
    needs: ['reason', 'opinion', 'counselling', 'appear_on'],
    sources: [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }],
    standard: {
      subject: 'Teguran dan Pemberitahuan bahwa Bimbingan Dilanjutkan',
      recipient: 'Yth. Saudara {client_name}\ndi {client_address}',
      classification: 'PK.05.05',
      body: `Dengan ini kami beritahukan bahwa {guidance_kind} Saudara:

Nama :: {client_name}
Nomor register :: {register_number}
Masa bimbingan :: {guidance_period}

*tidak dicabut* dan pembimbingan terhadap Saudara dilanjutkan, karena {opinion}.

Namun Saudara *ditegur* karena {reason}. Untuk selanjutnya Saudara diminta {counselling}.

Saudara diminta menghadap Pembimbing Kemasyarakatan {counsellor_name} pada:

Hari, tanggal :: {appear_on}
Tempat :: {appear_place}

Kewajiban dan syarat bimbingan tetap berlaku. Apabila teguran ini tidak diindahkan, hal tersebut menjadi bahan pertimbangan untuk pengusulan pencabutan. Apabila ada hal yang tidak Saudara pahami atau keberatan, Saudara dapat menyampaikannya kepada Kepala {office_name}.

Demikian untuk diketahui dan dilaksanakan.`,
      copies: 'Arsip',
    },
  },
  /** A judge let the supervision go on to another last day. */
  'revocations.period': {
    name: m.revocations_letter_period,
    form: 'letter',
    signatures: 'signer',
    signer: 'head',
    classification: 'PK.05.05',
    nature: 'ordinary',
    asks: ['decree', 'until_day', 'reason', 'appear_on', 'appear_place'],
    needs: ['decree', 'until_day', 'appear_on'],
    sources: [
      { law: 'uu-1-2023', article: '76', standing: 'confirmed' },
      { law: 'simpul', article: 'letters_source_wording', standing: 'ours' },
    ],
    standard: {
      subject: 'Pemberitahuan Perubahan Masa Pengawasan',
      recipient: 'Yth. Sdr. {client_name}\n{client_address}',
      classification: 'PK.05.05',
      body: `Dengan ini kami beritahukan bahwa berdasarkan putusan {decree}, {guidance_kind} Saudara:

Nama :: {client_name}
Nomor register :: {register_number}

*tidak dicabut* dan dilanjutkan *sampai dengan {until_day}*. Alasan: {reason}.

Saudara diminta menghadap Pembimbing Kemasyarakatan {counsellor_name} pada:

Hari, tanggal :: {appear_on}
Tempat :: {appear_place}

Kewajiban dan syarat pengawasan tetap berlaku sampai hari tersebut. Apabila ada hal yang tidak Saudara pahami atau keberatan, Saudara dapat menyampaikannya kepada Kepala {office_name}.

Demikian untuk diketahui dan dilaksanakan.`,
      copies: 'Arsip',
    },
  },
  /** What the counsellor has to say before the prosecutor turns to the judge; it goes with the cover letter. */
  'revocations.consideration': {
    name: m.revocations_letter_consideration,
    form: 'titled',
    signatures: 'signer',
    signer: 'counsellor',
    stays: true,
    classification: 'PK.05.06',
    nature: '',
    asks: ['reason', 'opinion'],
    needs: ['reason', 'opinion'],
    sources: [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }],
    standard: {
      subject: 'Pertimbangan Pembimbing Kemasyarakatan',
      recipient: '',
      classification: 'PK.05.06',
      body: `Yang bertanda tangan di bawah ini:

Nama :: {counsellor_name}
NIP :: {counsellor_nip}
Jabatan :: Pembimbing Kemasyarakatan pada {office_name}

menyampaikan pertimbangan mengenai klien:

Nama :: {client_name}
Nomor register :: {register_number}
Tanggal lahir :: {birth_date}
Alamat :: {client_address}
Jenis bimbingan :: {guidance_kind}
Dasar bimbingan :: {guidance_basis}
Masa bimbingan :: {guidance_period}

yang dalam masa bimbingannya diduga melanggar syarat, yaitu {reason}.

# Pertimbangan

{opinion}

Demikian pertimbangan ini dibuat dengan sebenarnya untuk menjadi bahan Penuntut Umum dalam mengajukan usul kepada hakim.`,
      copies: '',
    },
  },
  'revocations.questions': {
    name: m.revocations_letter_questions,
    desks: ['kanwil', 'centre'],
    form: 'letter',
    ...byHead,
    classification: 'PK.05.07',
    nature: 'urgent',
    asks: ['measure', 'questions'],
    needs: ['questions'],
    sources,
    standard: {
      subject: 'Permintaan Kelengkapan Usulan {measure} atas nama {client_name}',
      recipient: 'Yth. Kepala {bapas_name}\ndi tempat',
      classification: 'PK.05.07',
      body: `Sehubungan dengan usulan {measure} {guidance_kind} terhadap klien:

${identity}

bersama ini kami minta Saudara melengkapi atau menjelaskan hal berikut:

{questions}

Usulan tersebut kami teruskan setelah jawaban Saudara kami terima. Atas perhatian dan kerja sama Saudara, diucapkan terima kasih.`,
      copies: 'Arsip',
    },
  },
  'revocations.decree': {
    name: m.revocations_letter_decree,
    ...decree(
      '{measure} {guidance_kind} atas nama {client_name}',
      'Menetapkan {measure} {guidance_kind} terhadap klien dengan data sebagai berikut:',
      'Kepala {bapas_name} melaksanakan keputusan ini dan melaporkan pelaksanaannya.',
    ),
  },
  'revocations.refusal-decree': {
    name: m.revocations_letter_refusal_decree,
    ...decree(
      'Penolakan Usulan {measure} {guidance_kind} atas nama {client_name}',
      'Menolak usulan {measure} {guidance_kind} terhadap klien dengan data sebagai berikut:',
      'Pembimbingan terhadap yang bersangkutan dilanjutkan oleh Kepala {bapas_name}.',
    ),
  },
});
