import { m } from '#messages';
import { defineLetterKinds } from '#modules/letters';

/** Tells a client that his guidance goes on, why, and when he is expected next. */
export const revocationLetters = defineLetterKinds({
  'revocations.continuation': {
    name: m.revocations_letter_continuation,
    form: 'letter',
    signatures: 'signer',
    signer: 'head_of_bapas',
    classification: 'PK.05.05',
    nature: 'ordinary',
    asks: ['reason', 'appear_on', 'appear_place'],
    needs: ['reason', 'appear_on'],
    sources: [{ law: 'simpul', article: 'letters_source_wording', standing: 'ours' }],
    standard: {
      subject: 'Pemberitahuan bahwa Bimbingan Dilanjutkan',
      recipient: 'Yth. Saudara {client_name}\ndi {client_address}',
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
});
