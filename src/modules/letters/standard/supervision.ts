import type { Wording } from '../kinds.ts';

const toClient = 'Yth. Sdr. {client_name}\n{client_address}';
const identity = `Nama :: {client_name}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}
Alamat :: {client_address}`;

const summons = (which: string, opening: string, warning = ''): Wording => ({
  subject: `Surat Panggilan ${which}`,
  recipient: toClient,
  classification: 'PK.05.01',
  body: `${opening}

${identity}

untuk hadir pada:

Hari, tanggal :: {appear_on}
Pukul :: {appear_at}
Tempat :: {appear_place}
Menghadap :: {counsellor_name}
Keperluan :: {purpose}
${warning && `\n${warning}\n`}
Saudara berhak didengar, mengajukan saksi atau bukti, dan didampingi. Saudara diminta membawa surat panggilan ini dan kartu identitas. Apabila berhalangan, Saudara agar memberitahukan alasannya kepada Pembimbing Kemasyarakatan sebelum hari tersebut.

Demikian untuk dilaksanakan. Atas perhatian Saudara, diucapkan terima kasih.`,
  copies: 'Penjamin\nArsip',
});

export const firstSummons = summons(
  'I',
  'Menurut catatan kami, Saudara belum memenuhi kewajiban dalam masa bimbingan berdasarkan {guidance_basis}. Sehubungan dengan itu, kami memanggil Saudara:',
);
export const secondSummons = summons(
  'II',
  'Menunjuk Surat Panggilan I {earlier_letter}, sampai saat ini Saudara belum hadir. Sehubungan dengan itu, kami memanggil Saudara untuk kedua kalinya:',
);
export const thirdSummons = summons(
  'III',
  'Menunjuk Surat Panggilan II {earlier_letter}, sampai saat ini Saudara belum hadir. Sehubungan dengan itu, kami memanggil Saudara untuk *ketiga kalinya*:',
  'Apabila Saudara tetap tidak hadir tanpa alasan yang sah, hal itu akan menjadi bahan pertimbangan Sidang Tim Pengamat Pemasyarakatan.',
);

export const reprimand: Wording = {
  subject: 'Surat Teguran',
  recipient: toClient,
  classification: 'PK.05.02',
  body: `Berdasarkan hasil pemeriksaan, Saudara:

${identity}

telah melanggar kewajiban dalam masa bimbingan, yaitu {reason}.

Sehubungan dengan itu, kami *menegur* Saudara dan meminta Saudara:

1. memenuhi seluruh syarat dan kewajiban bimbingan sesuai {guidance_basis};
2. hadir dan melapor kepada Pembimbing Kemasyarakatan {counsellor_name} pada waktu yang ditetapkan;
3. mengikuti {counselling}; dan
4. tidak mengulangi perbuatan tersebut.

Pelanggaran berikutnya akan menjadi bahan pertimbangan untuk mengusulkan pencabutan {guidance_kind} Saudara.

Demikian surat teguran ini disampaikan untuk diperhatikan.`,
  copies: 'Penjamin\nArsip',
};

export const taskOrder: Wording = {
  subject: 'Surat Perintah Tugas',
  recipient: '',
  classification: 'KP.04.01',
  body: `Dalam rangka pelaksanaan tugas pembimbingan dan pengawasan klien, Kepala {office_name}

# MEMERINTAHKAN:

Kepada :: {assigned_officer}
NIP :: {assigned_nip}

Untuk :: {task}
Terhadap :: {client_name}, nomor register {register_number}
Tempat :: {held_place}
Waktu :: {from_day} s.d. {until_day}

Setelah melaksanakan tugas, yang diperintah agar menyampaikan laporan tertulis.

Demikian surat perintah ini dibuat untuk dilaksanakan dengan penuh tanggung jawab.`,
  copies: '',
};

export const examination: Wording = {
  subject: 'Berita Acara Pemeriksaan',
  recipient: '',
  classification: 'PK.05.03',
  body: `Pada hari {held_on} pukul {held_at}, bertempat di {held_place}, saya:

Nama :: {examiner_name}
NIP :: {examiner_nip}
Jabatan :: {examiner_title}
Unit kerja :: {office_name}

telah memeriksa:

Nama :: {client_name}
Tanggal lahir :: {birth_date}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}
Alamat :: {client_address}

sehubungan dengan {reason}. Yang diperiksa menyatakan dirinya sehat, bersedia memberikan keterangan, dan menerangkan:

{statement}

Hadir dalam pemeriksaan: {present}.

Setelah berita acara ini dibacakan kembali, yang diperiksa menyatakan mengerti dan membenarkan isinya.

Demikian berita acara ini dibuat dengan sebenarnya dan ditandatangani bersama.`,
  copies: '',
};

export const familyTold: Wording = {
  subject: 'Pemberitahuan Langkah dalam Perkara Anak',
  recipient: 'Yth. {addressee}\ndi tempat',
  classification: 'PK.05.05',
  body: `Dengan ini kami beritahukan bahwa dalam perkara anak:

Nama :: {client_name}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}

telah diambil langkah berikut:

{statement}

Saudara berhak mendampingi anak, memperoleh penjelasan, dan menyampaikan keterangan atau keberatan kepada Kepala {office_name}, melalui Pembimbing Kemasyarakatan {counsellor_name} atau secara langsung.

Demikian untuk diketahui. Atas perhatian Saudara, diucapkan terima kasih.`,
  copies: 'Arsip',
};

export const permit: Wording = {
  subject: 'Surat Izin Bepergian',
  recipient: '',
  classification: 'PK.05.04',
  body: `Menindaklanjuti {request}, Kepala {office_name} memberikan izin kepada:

${identity}

untuk bepergian:

Tujuan :: {destination}
Keperluan :: {purpose}
Berangkat :: {from_day}
Kembali :: {until_day}

dengan ketentuan:

1. izin hanya berlaku untuk tujuan dan waktu tersebut di atas;
2. yang bersangkutan melapor kepada Pembimbing Kemasyarakatan {counsellor_name} sebelum berangkat dan setelah kembali; dan
3. izin dapat dicabut apabila ketentuan tersebut dilanggar.

Demikian surat izin ini diberikan untuk dipergunakan sebagaimana mestinya.`,
  copies: 'Penjamin\nArsip',
};

export const refusal: Wording = {
  subject: 'Penolakan Permohonan',
  recipient: 'Yth. {addressee}',
  classification: 'PK.05.05',
  body: `Menanggapi {request} mengenai:

${identity}

dengan hormat kami sampaikan bahwa permohonan tersebut *belum dapat dikabulkan* karena {reason}.

Permohonan dapat diajukan kembali apabila keadaan yang menjadi alasan tersebut telah berubah.

Demikian disampaikan. Atas perhatian Saudara, diucapkan terima kasih.`,
  copies: 'Arsip',
};

export const coverLetter: Wording = {
  subject: 'Surat Pengantar',
  recipient: 'Yth. {addressee}',
  classification: 'UM.01.01',
  body: `Bersama ini kami sampaikan dengan hormat berkas mengenai klien:

Nama :: {client_name}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}

berupa:

{enclosed}

untuk {purpose}.

Mohon tanda terima surat ini dikirimkan kembali kepada kami. Atas kerja sama yang baik, diucapkan terima kasih.`,
  copies: 'Arsip',
};
