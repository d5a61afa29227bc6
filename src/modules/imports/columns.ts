/** What a list of clients may say of each, with the head of its column in our template and the other heads that offices use. */
type ColumnRow = { header: string; also: readonly string[]; required?: true };

export const columnTable = {
  name: {
    header: 'Nama',
    also: ['nama lengkap', 'nama klien', 'nama wbp', 'nama warga binaan', 'nama anak', 'klien', 'name', 'full name'],
    required: true,
  },
  nik: {
    header: 'NIK',
    also: ['no nik', 'nomor nik', 'no ktp', 'nomor ktp', 'ktp', 'nomor induk kependudukan', 'no identitas'],
  },
  birthPlace: {
    header: 'Tempat lahir',
    also: ['tmp lahir', 'tpt lahir', 'kota lahir', 'place of birth', 'birth place'],
  },
  birthDate: { header: 'Tanggal lahir', also: ['tgl lahir', 'tgl lhr', 'lahir', 'date of birth', 'birth date', 'dob'] },
  birthPlaceAndDate: {
    header: 'Tempat, tanggal lahir',
    also: [
      'ttl',
      'tempat tanggal lahir',
      'tempat tgl lahir',
      'tempat dan tanggal lahir',
      'tmp tgl lahir',
      'tpt tgl lahir',
    ],
  },
  sex: { header: 'Jenis kelamin', also: ['jk', 'l p', 'lp', 'kelamin', 'gender', 'sex', 'jns kelamin', 'jenis kel'] },
  religion: { header: 'Agama', also: ['religion', 'agama kepercayaan'] },
  address: {
    header: 'Alamat',
    also: ['alamat rumah', 'alamat tinggal', 'alamat lengkap', 'alamat klien', 'tempat tinggal', 'domisili', 'address'],
  },
  village: {
    header: 'Kelurahan',
    also: ['desa', 'kelurahan desa', 'desa kelurahan', 'kel desa', 'desa kel', 'kel', 'village'],
  },
  district: { header: 'Kecamatan', also: ['kec', 'district', 'distrik'] },
  regency: {
    header: 'Kabupaten',
    also: ['kabupaten kota', 'kab kota', 'kota kabupaten', 'kota kab', 'kota', 'kab', 'regency', 'city'],
  },
  phone: {
    header: 'Telepon',
    also: [
      'no telepon',
      'nomor telepon',
      'telp',
      'no telp',
      'tlp',
      'no tlp',
      'hp',
      'no hp',
      'nomor hp',
      'no wa',
      'nomor wa',
      'whatsapp',
      'no handphone',
      'handphone',
      'kontak',
      'phone',
    ],
  },
  motherName: { header: 'Nama ibu', also: ['nama ibu kandung', 'ibu kandung', 'ibu', 'mother', 'mother name'] },
  kind: {
    header: 'Jenis bimbingan',
    also: [
      'jenis klien',
      'jenis pembimbingan',
      'jenis program',
      'program',
      'jenis integrasi',
      'integrasi',
      'status klien',
      'jenis reintegrasi',
      'bimbingan',
      'kind',
    ],
    required: true,
  },
  ageGroup: {
    header: 'Klien anak',
    also: [
      'anak',
      'dewasa anak',
      'anak dewasa',
      'golongan',
      'golongan usia',
      'kategori usia',
      'kategori klien',
      'kategori',
      'child',
    ],
  },
  registerNumber: {
    header: 'Nomor register',
    also: [
      'no register',
      'no reg',
      'nomor reg',
      'no registrasi',
      'nomor registrasi',
      'register',
      'no register bapas',
      'no reg bapas',
      'nomor register bapas',
      'no reg klien',
      'no register klien',
      'register number',
    ],
  },
  receivedOn: {
    header: 'Tanggal terima',
    also: [
      'tgl terima',
      'tanggal diterima',
      'tgl diterima',
      'tanggal penerimaan',
      'tgl penerimaan',
      'tanggal masuk',
      'tgl masuk',
      'tanggal serah terima',
      'tgl serah terima',
      'received on',
    ],
  },
  basisNumber: {
    header: 'Nomor SK',
    also: [
      'no sk',
      'sk',
      'nomor surat keputusan',
      'no surat keputusan',
      'nomor putusan',
      'no putusan',
      'nomor sk putusan',
      'no sk putusan',
      'nomor penetapan',
      'decree number',
    ],
  },
  basisDate: {
    header: 'Tanggal SK',
    also: [
      'tgl sk',
      'tanggal surat keputusan',
      'tgl surat keputusan',
      'tanggal putusan',
      'tgl putusan',
      'tanggal penetapan',
      'tgl penetapan',
    ],
  },
  basisIssuer: {
    header: 'Penerbit SK',
    also: [
      'penerbit',
      'instansi penerbit',
      'asal sk',
      'sk dari',
      'pejabat penerbit',
      'pengadilan',
      'diterbitkan oleh',
      'issuer',
    ],
  },
  guidanceStart: {
    header: 'Mulai bimbingan',
    also: [
      'tanggal mulai bimbingan',
      'tgl mulai bimbingan',
      'awal bimbingan',
      'tanggal mulai',
      'tgl mulai',
      'mulai pembimbingan',
      'mulai pb',
      'guidance start',
    ],
  },
  releasedOn: {
    header: 'Tanggal bebas',
    also: [
      'tgl bebas',
      'tanggal pembebasan',
      'tgl pembebasan',
      'tanggal keluar lapas',
      'tgl keluar lapas',
      'hari pembebasan',
      'released on',
      'release date',
    ],
  },
  guidanceEnd: {
    header: 'Akhir bimbingan',
    also: [
      'tanggal akhir bimbingan',
      'tgl akhir bimbingan',
      'selesai bimbingan',
      'tanggal selesai',
      'tgl selesai',
      'tanggal berakhir',
      'berakhir',
      'akhir pembimbingan',
      'habis masa bimbingan',
      'masa percobaan berakhir',
      'guidance end',
    ],
  },
  firstDetainedOn: {
    header: 'Tanggal pertama ditahan',
    also: [
      'tgl pertama ditahan',
      'tanggal ditahan',
      'tgl ditahan',
      'mulai ditahan',
      'tanggal penahanan',
      'tgl penahanan',
      'pertama ditahan',
      'first detained',
    ],
  },
  sentence: {
    header: 'Lama pidana',
    also: ['pidana', 'hukuman', 'lama hukuman', 'vonis', 'masa pidana', 'lama vonis', 'sentence'],
  },
  offence: {
    header: 'Perkara',
    also: ['kasus', 'tindak pidana', 'jenis perkara', 'jenis kejahatan', 'kejahatan', 'offence'],
  },
  offenceArticles: { header: 'Pasal', also: ['pasal yang dilanggar', 'uu pasal', 'pasal uu', 'articles'] },
  counsellor: {
    header: 'PK',
    also: [
      'nama pk',
      'pembimbing',
      'pembimbing kemasyarakatan',
      'nip pk',
      'petugas pk',
      'pk pembimbing',
      'pk apk',
      'petugas',
      'counsellor',
    ],
  },
  guarantor: { header: 'Penjamin', also: ['nama penjamin', 'penanggung jawab', 'guarantor'] },
  guarantorRelation: {
    header: 'Hubungan',
    also: [
      'hubungan penjamin',
      'hubungan dengan klien',
      'hub penjamin',
      'hubungan keluarga',
      'hub keluarga',
      'relation',
    ],
  },
  guarantorPhone: {
    header: 'Telepon penjamin',
    also: [
      'no telepon penjamin',
      'nomor telepon penjamin',
      'telp penjamin',
      'no telp penjamin',
      'hp penjamin',
      'no hp penjamin',
      'nomor hp penjamin',
      'kontak penjamin',
    ],
  },
  lastReportedOn: {
    header: 'Tanggal lapor terakhir',
    also: [
      'tgl lapor terakhir',
      'lapor terakhir',
      'terakhir lapor',
      'wajib lapor terakhir',
      'tanggal wajib lapor terakhir',
      'last reported',
    ],
  },
  note: { header: 'Keterangan', also: ['ket', 'catatan', 'note', 'notes', 'remarks'] },
} as const satisfies Record<string, ColumnRow>;

export type ColumnId = keyof typeof columnTable;
export const columnIds = Object.keys(columnTable) as ColumnId[];

export function columnRow(id: ColumnId): ColumnRow {
  return columnTable[id];
}

/** The template has one column less: place and day of birth stand in two. */
export const templateColumns: readonly ColumnId[] = columnIds.filter((id) => id !== 'birthPlaceAndDate');

/** The column that a returned file has before all others; it is left out when the file comes back. */
export const mendHeader = 'YANG PERLU DIPERBAIKI';

/** A head as it is compared: small letters, no marks, nothing in brackets, `tgl` and `no` as words. */
export function plainHead(head: string): string {
  return head
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)?/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\btanggal\b/g, 'tgl')
    .replace(/\bnomor\b/g, 'no');
}

const byHead = new Map<string, ColumnId>();
for (const id of columnIds)
  for (const head of [columnRow(id).header, ...columnRow(id).also])
    if (!byHead.has(plainHead(head))) byHead.set(plainHead(head), id);

/** Which of our columns a head means, where that can be told. */
export function columnOf(head: string): ColumnId | undefined {
  return byHead.get(plainHead(head));
}
