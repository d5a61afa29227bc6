import type { Wording } from '../kinds.ts';

const identity = `Nama :: {client_name}
Tanggal lahir :: {birth_date}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}
Dasar :: {guidance_basis}
Masa bimbingan :: {guidance_period}`;

export const sittingInvitation: Wording = {
  subject: 'Undangan Sidang Tim Pengamat Pemasyarakatan',
  recipient: 'Yth. Ketua, Sekretaris, dan para Anggota\nTim Pengamat Pemasyarakatan {office_name}\ndi tempat',
  classification: 'PK.06.01',
  body: `Dengan hormat, kami mengundang Saudara untuk hadir dalam Sidang Tim Pengamat Pemasyarakatan yang akan diselenggarakan pada:

Hari, tanggal :: {held_on}
Pukul :: {held_at}
Tempat :: {held_place}

dengan acara:

{agenda}

Yang diundang:

{invited}

Mengingat pentingnya acara tersebut, kehadiran Saudara sangat kami harapkan. Apabila berhalangan, mohon diberitahukan kepada Sekretaris sebelum sidang. Atas perhatian Saudara, diucapkan terima kasih.`,
  copies: 'Arsip',
};

export const sittingMinutes: Wording = {
  subject: 'Berita Acara Sidang Tim Pengamat Pemasyarakatan',
  recipient: '',
  classification: 'PK.06.02',
  body: `Pada hari {held_on} pukul {held_at}, bertempat di {held_place}, telah diselenggarakan Sidang Tim Pengamat Pemasyarakatan {office_name}.

{present}

Setelah mendengar penyajian para Pembimbing Kemasyarakatan dan pertimbangan para anggota, sidang merekomendasikan:

{heard}

Rekomendasi ini disampaikan kepada Kepala {office_name} sebagai bahan pertimbangan dalam mengambil keputusan.

Demikian berita acara ini dibuat dengan sebenarnya.`,
  copies: '',
};

export const temporaryRevocation: Wording = {
  subject: 'Pencabutan Sementara {guidance_kind} atas nama {client_name}',
  recipient: '',
  classification: 'PK.05.06',
  body: `Menimbang :: bahwa klien yang namanya tersebut di bawah ini telah {reason}; dan bahwa Sidang Tim Pengamat Pemasyarakatan {result};
Memperhatikan :: Berita Acara Sidang Tim Pengamat Pemasyarakatan {earlier_letter};

# MEMUTUSKAN:

Menetapkan :: Keputusan Kepala {office_name} tentang Pencabutan Sementara {guidance_kind} atas nama {client_name}.
KESATU :: Mencabut untuk sementara {guidance_kind} dari klien dengan data sebagai berikut:

${identity}

KEDUA :: Selama pencabutan sementara, pembimbingan terhadap yang bersangkutan dihentikan sampai ada keputusan lebih lanjut.
KETIGA :: Keputusan ini segera dilaporkan kepada Kepala Kantor Wilayah disertai Berita Acara Pemeriksaan.
KEEMPAT :: Keputusan ini mulai berlaku pada tanggal ditetapkan, dengan ketentuan akan diperbaiki apabila terdapat kekeliruan.`,
  copies:
    'Direktur Jenderal Pemasyarakatan\nKepala Kantor Wilayah Direktorat Jenderal Pemasyarakatan\nYang bersangkutan',
};

const proposal = (opening: string): string => `${opening}

${identity}

dengan pertimbangan:

1. yang bersangkutan telah {reason};
2. hasil pemeriksaan dituangkan dalam Berita Acara Pemeriksaan, sebagaimana terlampir; dan
3. Sidang Tim Pengamat Pemasyarakatan {result}.

Sebagai bahan pertimbangan, bersama ini kami lampirkan:

{enclosed}

Demikian kami sampaikan, mohon keputusan lebih lanjut. Atas perhatian Saudara, diucapkan terima kasih.`;

export const revocationProposal: Wording = {
  subject: 'Usulan Pencabutan {guidance_kind} atas nama {client_name}',
  recipient: 'Yth. Kepala Kantor Wilayah\nDirektorat Jenderal Pemasyarakatan\ndi tempat',
  classification: 'PK.05.07',
  body: proposal('Bersama ini kami laporkan dan usulkan pencabutan {guidance_kind} terhadap klien:'),
  copies: 'Direktur Jenderal Pemasyarakatan\nArsip',
};

export const revocationProposalOfKanwil: Wording = {
  subject: 'Usulan {measure} {guidance_kind} atas nama {client_name}',
  recipient: 'Yth. Direktur Jenderal Pemasyarakatan\ndi Jakarta',
  classification: 'PK.05.07',
  body: `Meneruskan usulan {bapas_name} {earlier_letter}, bersama ini kami usulkan {measure} {guidance_kind} terhadap klien:

Nama :: {client_name}
Nomor register :: {register_number}
Jenis bimbingan :: {guidance_kind}
Dibimbing oleh :: {bapas_name}

dengan pertimbangan:

1. yang bersangkutan telah {reason};
2. Sidang Tim Pengamat Pemasyarakatan {result}; dan
3. menurut pendapat kami, {opinion}.

Sebagai bahan pertimbangan, bersama ini kami lampirkan:

{enclosed}

Demikian kami sampaikan, mohon keputusan lebih lanjut. Atas perhatian Saudara, diucapkan terima kasih.`,
  copies: 'Kepala {bapas_name}\nArsip',
};

export const arrestRequest: Wording = {
  subject: 'Permintaan Bantuan Penangkapan atas nama {client_name}',
  recipient: 'Yth. {addressee}',
  classification: 'PK.05.08',
  body: `Berdasarkan Surat Keputusan Pencabutan {guidance_kind} {decree}, klien:

Nama :: {client_name}
Tanggal lahir :: {birth_date}
Alamat terakhir :: {client_address}
Nomor register :: {register_number}

wajib kembali menjalani sisa pidananya. Sampai saat ini yang bersangkutan belum kembali karena {reason}.

Sehubungan dengan itu, kami meminta bantuan Saudara untuk mencari, menangkap, dan menyerahkan yang bersangkutan kepada Lembaga Pemasyarakatan asal, serta memberitahukan hasilnya kepada kami.

Bersama ini kami lampirkan:

{enclosed}

Atas bantuan dan kerja sama yang baik, diucapkan terima kasih.`,
  copies: 'Kepala Kantor Wilayah Direktorat Jenderal Pemasyarakatan\nArsip',
};
