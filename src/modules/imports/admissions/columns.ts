import type { ColumnRow } from '../kind.ts';

/** What an institution's list of those who came in may say of each. */
export const admissionColumns = {
  name: {
    header: 'Nama',
    also: ['nama lengkap', 'nama wbp', 'nama warga binaan', 'nama tahanan', 'nama narapidana', 'nama penghuni', 'name'],
    required: true,
  },
  alias: { header: 'Nama lain', also: ['alias', 'nama alias', 'nama panggilan', 'panggilan'] },
  nik: {
    header: 'NIK',
    also: ['no nik', 'nomor nik', 'no ktp', 'nomor ktp', 'ktp', 'nomor induk kependudukan', 'no identitas'],
  },
  nikSource: { header: 'Sumber NIK', also: ['asal nik', 'dasar nik', 'nik menurut', 'source of the nik'] },
  birthPlace: { header: 'Tempat lahir', also: ['tmp lahir', 'tpt lahir', 'kota lahir', 'birth place'] },
  birthDate: { header: 'Tanggal lahir', also: ['tgl lahir', 'tgl lhr', 'lahir', 'umur', 'birth date', 'dob'] },
  birthPlaceAndDate: {
    header: 'Tempat, tanggal lahir',
    also: ['ttl', 'tempat tanggal lahir', 'tempat tgl lahir', 'tempat dan tanggal lahir', 'tmp tgl lahir'],
  },
  sex: {
    header: 'Jenis kelamin',
    also: ['jk', 'l p', 'lp', 'kelamin', 'sex', 'jns kelamin', 'jenis kel'],
    required: true,
  },
  motherName: { header: 'Nama ibu', also: ['nama ibu kandung', 'ibu kandung', 'ibu', 'mother'] },
  fatherName: { header: 'Nama ayah', also: ['nama bapak', 'ayah', 'bapak', 'ayah kandung', 'father'] },
  address: {
    header: 'Alamat',
    also: ['alamat rumah', 'alamat lengkap', 'alamat asal', 'tempat tinggal', 'domisili', 'address'],
  },
  ageGroup: {
    header: 'Anak',
    also: ['dewasa anak', 'anak dewasa', 'golongan', 'golongan usia', 'kategori usia', 'abh'],
  },
  register: {
    header: 'Register',
    also: ['jenis register', 'jenis registrasi', 'golongan register', 'reg', 'status register'],
  },
  registerNumber: {
    header: 'Nomor register',
    also: ['no register', 'no reg', 'nomor reg', 'no registrasi', 'nomor registrasi', 'register number'],
  },
  admittedOn: {
    header: 'Tanggal masuk',
    also: ['tgl masuk', 'tanggal penerimaan', 'tgl penerimaan', 'tanggal terima', 'tgl terima', 'diterima tanggal'],
    required: true,
  },
  admittedAt: { header: 'Jam masuk', also: ['jam', 'pukul', 'jam terima', 'jam penerimaan', 'waktu masuk'] },
  broughtFrom: {
    header: 'Diterima dari',
    also: ['asal', 'dari', 'asal tahanan', 'instansi pengirim', 'pengirim', 'kiriman dari', 'dikirim dari'],
  },
  broughtBy: { header: 'Dibawa oleh', also: ['pengantar', 'nama pengantar', 'petugas pengantar', 'diantar oleh'] },
  placeReason: { header: 'Alasan penempatan', also: ['alasan ditempatkan', 'alasan diterima', 'alasan penerimaan'] },
  basisKind: {
    header: 'Dasar',
    also: ['dasar penahanan', 'dasar penerimaan', 'jenis surat', 'surat dasar', 'jenis dasar'],
  },
  basisNumber: {
    header: 'Nomor surat',
    also: ['no surat', 'nomor surat penahanan', 'no surat penahanan', 'nomor putusan', 'no putusan', 'no sp han'],
    required: true,
  },
  basisDate: {
    header: 'Tanggal surat',
    also: ['tgl surat', 'tanggal surat penahanan', 'tgl surat penahanan', 'tanggal putusan', 'tgl putusan'],
    required: true,
  },
  basisIssuer: {
    header: 'Penerbit surat',
    also: [
      'penerbit',
      'instansi',
      'instansi penerbit',
      'instansi yang menahan',
      'penahan',
      'pejabat penahan',
      'pengadilan',
    ],
    required: true,
  },
  fromOn: {
    header: 'Mulai ditahan',
    also: ['mulai', 'tanggal mulai', 'tgl mulai', 'ditahan sejak', 'tanggal ditahan', 'tgl ditahan', 'mulai penahanan'],
  },
  untilOn: {
    header: 'Sampai dengan',
    also: [
      'sampai',
      'sampai tanggal',
      'habis masa penahanan',
      'berakhir',
      'tanggal berakhir',
      'tgl berakhir',
      'ekspirasi',
    ],
  },
  penalty: { header: 'Jenis pidana', also: ['jenis hukuman', 'pidana pokok', 'penalty'] },
  sentence: {
    header: 'Lama pidana',
    also: ['pidana', 'hukuman', 'lama hukuman', 'vonis', 'masa pidana', 'lama vonis', 'sentence'],
  },
  offence: {
    header: 'Perkara',
    also: [
      'kasus',
      'tindak pidana',
      'jenis perkara',
      'jenis kejahatan',
      'kejahatan',
      'pasal',
      'perkara pasal',
      'offence',
    ],
  },
  because: { header: 'Alasan register', also: ['alasan register lain', 'keterangan register'] },
} as const satisfies Record<string, ColumnRow>;

export type AdmissionColumn = keyof typeof admissionColumns;
