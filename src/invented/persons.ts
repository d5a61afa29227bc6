/**
 * Synthetic Indonesian persons and realistic corruptions: a benchmark data generator.
 *
 * Everything here is invented. Names are drawn from common public name stock (given names, marga, fam names)
 * and from syllable composition, so the vocabulary has the heavy tail of a real register. No record describes
 * a real person; a NIK is structurally plausible (region + DDMMYY with +40 for women + serial) but random.
 *
 * Deterministic: same seed, same output. No dependencies.
 *
 *   const g = new PersonGenerator(1)
 *   const p = g.person(0)            // a base record
 *   const q = g.corrupt(p)           // the same person as another agency wrote the record
 *   const n = g.namesake(p)          // another person with the same name
 */

export interface Person {
  id: number;
  nik: string; // 16 digits or ''
  name: string; // as written, may hold titles, bin/binti, alias
  birthDate: string; // YYYY-MM-DD or ''
  birthPlace: string;
  sex: 'L' | 'P' | '';
  mother: string; // mother's name or ''
}
export interface Query extends Person {
  kind: 'match' | 'nonmatch';
  subtype: string;
  trueId: number; // -1 for a non-match
  ops: string[];
}

// ---------------------------------------------------------------- random numbers (sfc32)
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  constructor(seed: number) {
    this.a = 0x9e3779b9 ^ seed;
    this.b = 0x243f6a88 ^ (seed * 2654435761);
    this.c = 0xb7e15162;
    this.d = seed | 0;
    for (let i = 0; i < 20; i++) this.u32();
  }
  u32(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }
  f(): number {
    return this.u32() / 4294967296;
  }
  int(n: number): number {
    return Math.floor(this.f() * n);
  }
  range(lo: number, hi: number): number {
    return lo + this.int(hi - lo + 1);
  }
  p(prob: number): boolean {
    return this.f() < prob;
  }
  pick<T>(a: readonly T[]): T {
    return a[this.int(a.length)]!;
  }
}
/** A list whose r-th item has weight 1/(r+k)^s: the head is common, the tail rare. */
class Zipf<T> {
  private cum: Float64Array;
  readonly items: readonly T[];
  constructor(items: readonly T[], s = 0.75, k = 3) {
    this.items = items;
    this.cum = new Float64Array(items.length);
    let t = 0;
    for (let i = 0; i < items.length; i++) {
      t += 1 / Math.pow(i + k, s);
      this.cum[i] = t;
    }
  }
  draw(r: Rng): T {
    const x = r.f() * this.cum[this.cum.length - 1]!;
    let lo = 0;
    let hi = this.cum.length - 1;
    while (lo < hi) {
      const m = (lo + hi) >> 1;
      if (this.cum[m]! < x) lo = m + 1;
      else hi = m;
    }
    return this.items[lo]!;
  }
}
const W = (s: string): string[] => s.trim().split(/\s+/);
const Z = (s: string, e?: number): Zipf<string> => new Zipf(W(s), e);

// ---------------------------------------------------------------- name stock
const JAVA_M_OLD = Z(
  'Slamet Sutrisno Supriyadi Suparman Sukarno Suharto Suyanto Sugiarto Sumarno Suwarno Sutarno Supardi Suradi Suroso Sunarto Suparno Sudarmo Sudarto Sukiman Sukardi Suwandi Suyono Sugeng Sugiyono Sugiyanto Supriyanto Supriyono Sumardi Sumaryono Sutikno Sutopo Sutejo Sudirman Sudiono Wagiman Wagimin Wakidi Waluyo Warsito Wiryo Widodo Wahono Tukiman Tukimin Tugiman Tumiran Triyono Poniman Ponirin Paiman Paijan Paimin Parno Parjo Parman Pardi Ngadiman Ngadimin Ngatiman Ngatimin Mulyono Mulyadi Mujiono Mujiyanto Muljono Karyono Kasiman Kasimin Kasno Kusnadi Kusno Jumadi Jumari Joko Jono Jarwo Hartono Haryono Haryanto Darmadi Darmanto Darsono Darto Budiono Budiman Bambang Bejo Basuki Sarjono Sardi Sarno Saryono Sastro Satimin Sadimin Samiran Samidi Rebo Kliwon Legimin Legiman Pairin Pairan Misdi Misnan Marsudi Marjono Martono Kromo Karto Harjo Sumarto Suwito Suwarto Surono Suripto Suratman Suratno Sunaryo Sunardi Sujarwo Sujatmiko Sudarsono Sudaryono Sukamto Sukarman Sukirman Sugito Sugimin Suwardi Suhardi Suharyono Suharno',
);
const JAVA_F_OLD = Z(
  'Sumiati Sumarni Suparmi Suparti Sukarti Sukini Sulastri Sulasmi Suminah Sumini Sutini Sutinah Suyatmi Suyati Suyanti Supiyah Supinah Sri Siti Tuminah Tukinah Tukiyem Tumini Ngatini Ngatinah Ngatiyem Wagiyem Wagini Painem Painah Paini Parti Partini Ponirah Poniyem Ponijah Juminten Jumiati Jumini Lasmi Lastri Kasmi Kasinah Kartini Karsini Kamsiyah Katini Mursini Murni Musinah Mujiati Mujiyem Rubiyem Rubinah Rumini Samini Saminah Saminten Sarinah Sarinem Sarmi Sariyem Sadiyem Sadinem Satinah Satiyem Marsini Marsinah Marni Mariyem Misinah Misnah Darmi Darsini Daryati Endang Hartini Haryati Wartini Warsini Warsiti Wasinah Winarsih Winarni Sunarsih Sunarti Suharti Suharni Sudarmi Sudarti Sugiyem Sugiarti Sugiyanti Sukesi Sumirah Suratmi Suratinah Surtini Suwarni Suwarti Tarmi Tasmi Tasminah',
);
const JAVA_M = Z(
  'Agus Eko Dwi Tri Budi Joko Bambang Heri Hendro Hari Rudi Edi Yudi Andi Adi Ari Dedi Doni Didik Danang Dimas Bayu Bagus Bagas Galih Gilang Guntur Indra Irfan Ilham Ivan Iwan Kurnia Krisna Nanang Novan Nur Panji Puji Putra Rangga Rendra Reza Rizal Rizky Satria Setyo Sigit Sidik Sapto Catur Wahyu Wisnu Wawan Yanto Yoga Yusuf Yulianto Arif Aris Arya Aditya Anang Andika Andri Anggi Anton Ardi Arief Aan Bima Cahyo Dian Dani Deni Denny Eka Fajar Febri Feri Gatot Hanung Hengki Herman Imam Jarot Jefri Lukman Lilik Muji Nova Oky Pandu Prima Pujo Rahmat Ridho Roni Surya Teguh Tono Toni Totok Untung Wahid Widi Wiwid Yayan Yohan Zaenal Zainal',
);
const JAVA_M2 = Z(
  'Setiawan Santoso Susanto Prasetyo Nugroho Wibowo Purnomo Hartono Haryanto Kurniawan Saputra Hidayat Wijaya Raharjo Sulistyo Utomo Widodo Wicaksono Pratama Saputro Purwanto Priyanto Prabowo Pramono Prayitno Cahyono Cahyadi Handoko Handoyo Harsono Haryono Hermawan Hariyanto Irawan Iswanto Kristanto Kuncoro Kusuma Laksono Leksono Mahendra Mulyono Mulyadi Nurcahyo Nurhadi Oktavianto Pamungkas Pambudi Permadi Pranoto Prastowo Purwoko Purwadi Rahardjo Riyanto Riyadi Santosa Sasongko Setyawan Setyono Siswanto Siswoyo Subagyo Subekti Sucipto Sudibyo Sugiarto Sukoco Sulaksono Supriyanto Suryanto Suryono Susilo Sutanto Sutopo Suwarno Triatmojo Triyanto Trianto Wahyono Wahyudi Waluyo Wardoyo Wardana Widianto Widyatmoko Winarno Wiratno Wiyono Yulianto Yunianto Yuwono Ardiansyah Firmansyah Ferdiansyah Febrianto Arianto Aprianto Afandi Anggoro Andrianto Adinata Atmaja Baskoro Bintoro',
);
const JAVA_F = Z(
  'Sri Dwi Tri Eka Endang Siti Nur Dewi Ratna Rina Rini Retno Ani Ana Anik Ayu Ayuk Astri Asih Atik Citra Dian Diah Dina Desi Devi Erna Ernawati Eni Emi Eva Fitri Fatma Heni Hesti Ika Ida Ike Indah Indri Ita Intan Kartika Kristina Lestari Lia Lilis Lina Lusi Maya Mega Mila Mira Murni Nanik Nina Ningsih Novi Nurul Nuri Oktavia Prapti Puji Putri Rahayu Rara Rika Rita Risma Rosita Sari Sekar Septi Shinta Sinta Sulis Susi Tuti Titik Titin Umi Vina Vivi Wahyu Wati Wulan Widi Winda Wiwik Yanti Yeni Yuli Yulia Yuni Yunita',
);
const JAVA_F2 = Z(
  'Lestari Wahyuni Rahayu Handayani Astuti Ningsih Susanti Sulistyowati Setyowati Setyaningsih Widyastuti Wulandari Purwanti Puspitasari Pratiwi Permatasari Anggraini Anggraeni Kusumawati Kurniawati Kristiani Hastuti Hartati Haryati Hidayati Indrawati Indriani Isnaini Mulyani Murniati Nurhayati Oktaviani Palupi Pujiastuti Purnamasari Purwaningsih Rahmawati Ratnasari Rohmah Sari Safitri Sugiarti Sukmawati Sulastri Sumarni Suprihatin Suryani Susilowati Sulistyaningsih Supriyati Triana Utami Utari Wardani Wati Widayati Widiastuti Widowati Winarsih Yuliana Yulianti Yuniarti Yuniarsih Aprilia Apriliani Agustina Agustin Andriani Arini Arumsari Budiarti Dewi Damayanti Ekawati Fitriani Fitriyani Febriani Herawati Hapsari Iswahyuni Jayanti Khasanah Khotimah Kinasih',
);
const SUNDA_M = Z(
  'Asep Ujang Dadang Cecep Deden Dede Dedi Didin Dadan Dadi Endang Encep Engkos Enjang Iwan Iman Ade Adang Agus Aceng Aep Atang Ateng Cucu Cahya Cepi Dasep Dodi Eman Eko Entis Entang Gugun Gungun Gunawan Heri Hendra Hilman Ismail Jajang Jaja Jejen Juhana Kiki Koko Kosasih Lili Maman Mamat Momon Nana Nandang Nanang Odang Oman Oding Pepen Rahmat Ramdan Rohman Rudi Risman Sandi Solihin Sopian Sulaeman Tatang Tata Tisna Toto Udin Uden Uus Usep Wawan Wahyu Yadi Yana Yayan Yaya Yusup Zaenal Omay Engkus Ecep Eep Epul Opik Opan Apep Apud Asep',
);
const SUNDA_M2 = Z(
  'Hidayat Suryana Kurniawan Permana Sopandi Supriatna Setiawan Mulyana Hermawan Sutisna Sudrajat Suherman Suhendar Suhendi Suparman Gunawan Nugraha Ramdani Ramdhan Rohmana Rustandi Rukmana Rosadi Komarudin Kusnadi Kosasih Kuswandi Kusmana Iskandar Herdiana Hadiat Firmansyah Effendi Darmawan Darajat Sunarya Sukmana Sumarna Subagja Somantri Solihin Saepudin Saepuloh Saefudin Sobandi Sutardi Wijaya Wiguna Wahyudin Yuliana Zaelani Abdurohman Mulyadi Maulana Mahpudin Nurjaman Nurdin Nurhidayat Pratama Purnama Priatna Hendrawan Heryanto Heriyana Juanda Juhaeri Sujana Suwandi Taryana Tarmidi Taufik Wardana Rohendi Romansyah Ruhiyat Ruhimat',
);
const SUNDA_F = Z(
  'Euis Iis Ai Neneng Nining Neng Elis Enung Cucu Cicih Eulis Imas Ida Iyah Iyar Ipah Icih Entin Enok Empat Een Eti Eha Yani Yeni Yati Yuyun Yoyoh Wiwin Wiwi Tuti Titin Tita Teti Tati Tintin Sumiati Siti Sri Rosita Rina Rini Ria Popon Pipih Oom Onih Nyai Nunung Nurhayati Nani Mimin Mimih Lilis Lina Kokom Karmila Kartika Juju Jojoh Ijah Ijoh Icah Herlina Heni Fitri Eem Dewi Dede Dedeh Cici Atikah Ati Aan Ani Apong Aisah Aisyah',
);
const SUNDA_F2 = Z(
  'Nurhayati Rohaeti Rohayati Suryani Sumiati Suhaeti Sukaesih Supartini Rosmiati Rosidah Rosmayanti Rukmini Kurniasih Kurnia Komariah Komala Kartini Juariah Juhaeriah Maryati Marlina Mulyati Mulyani Nurjanah Nuraeni Nuraini Nurlaela Nurlaelasari Permatasari Rahmawati Ratnasari Rostiana Setiawati Sopiah Solihah Sutarsih Sumartini Suwarsih Suryati Widaningsih Wulandari Wahyuni Yulianti Yuliani Yuningsih Herawati Hernawati Hasanah Haryati Handayani Fatimah Fitriani Dewi Darsih Aminah Agustini Anggraeni Lestari Lisnawati Maesaroh Mariam',
);
const ARAB_M = Z(
  'Muhammad Ahmad Abdul Ali Hasan Husein Ibrahim Ismail Yusuf Umar Usman Hamzah Hamid Idris Ilyas Ishak Yahya Zakaria Sulaiman Daud Musa Harun Yunus Ayub Salman Salim Said Saiful Syaiful Syarif Syahrul Syamsul Syamsudin Syahril Syafii Syukri Taufik Thamrin Tajuddin Ubaidillah Wahid Wildan Zainal Zainuddin Zaki Zulkifli Zulfikar Zubair Ridwan Rizki Rizal Rahman Rahmat Rasyid Rusdi Rusli Rosyid Rofiq Rofi Nasir Nasrullah Nuruddin Nur Nurdin Mustofa Mustafa Mukhtar Mukhlis Munir Muslim Muslimin Mursid Mahmud Mansur Marzuki Makmur Lukman Latif Luthfi Khairul Khalid Kholid Kamal Kamaruddin Junaidi Jamal Jamaluddin Jalaluddin Jafar Imam Imran Irfan Iqbal Ikhsan Ikhwan Hanafi Hanif Habib Halim Hakim Haris Hidayatullah Ghofur Ghufron Ghazali Fauzi Fauzan Faisal Fahmi Fahri Fadli Fadhil Farhan Fikri Firdaus Fathur Bahrudin Basir Basri Bukhari Burhan Burhanuddin Azis Azhar Azmi Asyari Asrul Asrori Arifin Anwar Anas Amir Amin Amiruddin Alwi Alamsyah Akbar Afif Adam Abdullah Abdurrahman Abdurrahim Abubakar Badruddin Qosim Qodir Qomar Qomarudin',
  0.85,
);
const ARAB_M2 = Z(
  'Hidayat Rahman Hakim Rahim Halim Aziz Karim Malik Latif Hamid Majid Wahid Wahab Ghani Ghofur Qodir Kadir Jabar Rauf Rasyid Salam Syukur Hadi Basir Fattah Fatah Mujib Muin Muis Azis Arifin Anwar Amin Fauzi Fauzan Hasan Hanafi Ibrahim Idris Ilyas Irfan Ismail Iqbal Jamil Kamil Khoiri Khoirul Lubis Mahmud Mansyur Maulana Mubarok Mukhtar Munir Muslim Mustofa Nasution Nawawi Nizar Nurdin Ramadhan Ridho Ridwan Rifai Rizki Rizqi Rofiq Rusdi Saifullah Salim Shidiq Sidiq Siddik Sobirin Sodik Sodikin Subhan Sulaiman Syafii Syahputra Syarif Tohir Umar Usman Wahyudi Yahya Yusuf Zaini Zainuri Zakaria Zaki Zuhri Akbar Alfarizi Alfarisi Alghifari Al-Hafiz Assegaf Alatas Shihab Alhabsyi Baraqbah Fachrudin Fakhruddin Syamsuddin Syihabuddin Saefuddin Jamaludin Kamaludin Zainudin Nasrudin Badrudin Burhanudin Komarudin Sirojudin Awaludin Alimudin Jalaludin Khairudin Samsudin',
);
const ARAB_F = Z(
  'Siti Nur Nurul Aisyah Fatimah Khadijah Maryam Zainab Halimah Aminah Hafsah Salamah Ummi Umi Zulaikha Zahra Zahrotul Rohmah Rahmah Rahmawati Robiah Rodiah Rohani Rohana Romlah Rosidah Rukayah Ruqayyah Salma Salmah Salwa Samsiah Sarah Saidah Safitri Sakinah Sofia Sofiah Suhartini Syarifah Syifa Tsania Uswatun Wardah Yasmin Yulia Zakiyah Zuraidah Zubaidah Nurjanah Nurlaila Nurhasanah Nurhayati Nuraini Nuriyah Nafisah Najwa Nabila Naila Munawaroh Mutmainah Mutia Muslimah Musdalifah Masitoh Masruroh Mahmudah Maimunah Lailatul Laila Latifah Lutfiah Khoiriyah Khotimah Khusnul Kholifah Karimah Jamilah Jannah Juwariyah Istiqomah Intan Inayah Imroatul Ilma Husna Humairoh Hidayatul Hasanah Hasnah Hasna Hanifah Hamidah Habibah Ghina Fitriah Fitri Faizah Faridah Fauziah Farida Fadilah Eliyah Dewi Bariyah Badriyah Azizah Azzahra Asma Asmawati Asiah Arini Annisa Anisah Alfiyah Alya Afifah Adawiyah',
);
const ARAB_F2 = Z(
  'Hasanah Khotimah Fatimah Aisyah Azizah Jannah Rohmah Maghfiroh Mufidah Munawaroh Mutmainah Mukarromah Mahmudah Muthoharoh Masruroh Maesaroh Latifah Lathifah Laila Khoiriyah Khasanah Kholifah Jamilah Inayah Hidayah Hidayati Hanifah Hamidah Halimah Habibah Fitria Fitriyah Faizah Fadilah Fauziyah Badriyah Aminah Alfiah Aliyah Adawiyah Rahmah Rahmawati Rahmadani Ramadhani Romlah Rosyidah Rodiyah Robiah Rohimah Ruqoyah Sadiyah Sakdiyah Saadah Salamah Saidah Salimah Sholehah Sholihah Solikah Solihah Sufiyah Suaibah Syafaah Syarifah Ulfah Ulfa Uzma Wahidah Wahyuni Wardah Yusriyah Zahro Zahra Zakiyah Zuhriyah Zulfa Nikmah Nadhiroh Nafisah Nurjanah Nisa Ningsih',
);
const BATAK_M = Z(
  'Parlindungan Binsar Hotman Jonson Jhonson Tigor Togar Poltak Pardamean Maruli Marulitua Mangasa Mangara Manahan Monang Martua Maringan Lamhot Lambok Ganda Hasiholan Horas Halomoan Hendrik Sahat Saut Sabar Sahala Rikardo Ricardo Roy Rudi Robert Robinson Ramses Patar Pangihutan Parulian Jhon John Jansen Jefri Hotma Gomgom Freddy Edison Dapot Daniel David Charles Bonar Benny Bistok Bernard Barita Asal Anton Andreas Albert Aldo Ferdinand Franky Rinto Rio Samuel Jonathan Pahala Tua Tumpal Tumbur Tohap Torang Viktor Wilson Haposan Hisar Jekson Jimmy',
);
const BATAK_F = Z(
  'Tiur Tiurma Tiarma Rosmaida Rosmauli Rosdiana Romauli Roma Rumondang Rumiris Rugun Ria Riama Ruth Sondang Sonta Sorta Saur Sarma Santi Sinta Tiominar Tetty Theresia Uli Yosephine Nurmala Nurhaida Nurmaida Netty Nelly Mutiara Melva Megawati Masta Marta Martha Maria Marintan Lasma Lamria Lamtiur Lasria Lestina Linda Lidia Junita Juliana Jojor Herlina Hotmaida Hotmauli Ida Imelda Gustina Friska Ester Elfrida Elisabet Duma Dumaria Dorlan Dormauli Dewi Delima Debora Christina Berliana Bunga Basaria Artha Agnes Asima Anna',
);
const MARGA = Z(
  'Nasution Siregar Lubis Harahap Hasibuan Simanjuntak Sihombing Sinaga Situmorang Simbolon Hutabarat Hutapea Hutagalung Panjaitan Pardede Pasaribu Pane Purba Saragih Damanik Sitorus Sitompul Sitanggang Siahaan Simamora Silalahi Silaban Sianturi Siagian Sibarani Sidabutar Sihotang Sijabat Simarmata Simatupang Sinambela Sirait Sitepu Tarigan Ginting Karo-Karo Sembiring Perangin-angin Barus Surbakti Bangun Manalu Manik Manullang Manurung Marbun Marpaung Matondang Nababan Nadeak Nainggolan Naibaho Napitupulu Ritonga Rambe Rajagukguk Rangkuti Pohan Pulungan Batubara Daulay Dalimunthe Gultom Gurning Hutajulu Hutasoit Lumbantobing Lumbangaol Lumbanraja Aritonang Ambarita Butarbutar Banjarnahor Tampubolon Tambunan Togatorop Turnip Tanjung Sagala Samosir Munthe Malau Limbong Tobing Dolok-Saribu Girsang Sipayung Sinurat Simangunsong Simorangkir Sihite Sinulingga Padang Berutu Bancin Maharaja',
);
const MINANG_M = Z(
  'Afrizal Rizal Hendri Yusrizal Syafrizal Syahrial Zulkifli Zulhendri Zulfahmi Yulhendri Yuliandri Yasrizal Masrizal Nofrizal Novrizal Jefrizal Irwan Indra Ismet Ilham Hamdani Hardi Hasrul Gusrizal Gusti Fadli Ferdinal Febrizal Erizal Efrizal Edrizal Efendi Doni Dasril Dasrizal Darwis Datuk Busrizal Bustanul Buyung Bakri Asrizal Asril Amrizal Amril Alfian Alfizal Al Afdal Adrizal Adri Syamsurizal Syafril Syafruddin Rusdi Riki Riko Ridwan Rahmat Nasrul Nofri Novri Mawardi Marzuki Lukman Khairul Jasman Jamaris Muslim Mulyadi Zainal Yusri Yendri Wahyu Taufik',
);
const MINANG_F = Z(
  'Yusnimar Yurnalis Yulinar Yusmaniar Yetti Yarnis Wirdati Wirna Wati Upik Syamsinar Syafrida Suryati Sri Sofia Rosnita Rosmanidar Rosmaniar Rosmawati Ratna Rahmi Nurmis Nurlis Nurhayati Nurbaiti Nursima Nuraini Novia Nelmiati Murniati Misrawati Mira Marnis Mardiana Lusi Lisa Leni Jusmaniar Jasmaniar Ismaniar Irma Ida Hasnidar Hasnah Gusniar Gustina Fitri Fatmawati Evi Ermawati Erni Elvira Elmi Elmiati Eli Dewi Desmawati Desi Dasniar Darmaniar Darwati Betti Asnimar Asniar Asmaniar Arnis Animar Afriani Afrida',
);
const SUKU = Z(
  'Chaniago Caniago Koto Piliang Tanjung Jambak Sikumbang Guci Melayu Malayu Bodi Pitopang Payobada Mandahiling Panai Kutianyir Simabur Domo Dalimo',
);
const BUGIS_M = Z(
  'Andi Baso Daeng Muhammad Syamsuddin Syarifuddin Sudirman Sultan Supardi Suardi Rusdi Rustam Rahman Ramli Rahmat Puang Nurdin Nasruddin Nasir Mustamin Mustafa Muhtar Muhlis Marzuki Mappa Lahamuddin La Lukman Kaharuddin Kamaruddin Jumardi Jufri Jamaluddin Ismail Ilham Idrus Hasanuddin Hasan Hamzah Hamka Haeruddin Fajar Faisal Erwin Darwis Burhanuddin Baharuddin Bakri Basri Bahtiar Aswar Asrul Arifin Ardiansyah Arman Anwar Anas Amiruddin Ambo Alimuddin Akbar Aco Abdul Abd Tajuddin Takdir Tahir Tamrin Umar Usman Wahyu Yusuf Zainuddin Zulkarnain Zulkifli',
);
const BUGIS_F = Z(
  'Besse Andi Hasnah Hasnawati Haslinda Hasriani Hasmiati Hartati Hatijah Halijah Hajrah Farida Fatmawati Fitriani Ernawati Darmawati Darna Dahlia Asriani Asni Asmawati Asia Arniati Aminah Aisyah Syamsiah Suriani Sumarni Suarni Sitti St Sahariah Saharia Salmiah Samsiah Rosmini Rosmiati Rosdiana Rosnaeni Ramlah Rahmatia Rahmawati Nurliah Nurhayati Nursiah Nuraeni Nurlina Nurmiati Nur Murniati Mulyati Mardiana Masita Marwah Marlina Kasmawati Kartini Jumriani Jumiati Juhaeni Isnawati Irmawati Indo Indah Hikmah Herlina Herawati',
);
const BALI_M = W('Wayan Made Nyoman Ketut Gede Putu Kadek Komang Nengah');
const BALI_M2 = Z(
  'Sudiarta Suardana Sudarma Suarjana Sukerta Suparta Sutama Suwitra Sugiarta Sumerta Sujana Suastika Subawa Sukarja Sukadana Suteja Swastika Widiana Widana Wirawan Wiryawan Wijaya Winata Wardana Yasa Yudana Yuliana Antara Ardana Ariawan Arnawa Artana Artawan Aryana Astawa Budiana Budiarta Budiasa Darma Darmawan Dharmayasa Eka Gunawan Gunarta Jaya Kariana Karsana Kerta Kusuma Laba Mahardika Mahendra Merta Mudita Mudana Mustika Negara Oka Parwata Pastika Pradnyana Pramana Purna Putra Rai Raka Renawan Rudiana Sadia Sanjaya Saputra Sarjana Semadi Sentana',
);
const BALI_F2 = Z(
  'Suartini Suryani Sukerti Sukarni Suparni Suasti Sumiati Sutarmi Sriani Sariani Sulastri Swandewi Widiani Widiastuti Wirati Wulandari Yuliani Yanti Ariani Arini Ariastini Armini Asih Astini Astuti Ayu Budiani Budiarti Cahyani Darmini Dewi Ekayanti Eka Juliani Kariani Karmini Kartini Kusumadewi Lestari Listiani Luh Mariani Mudiani Murni Murtini Muliani Ngurah Novayanti Padmi Parwati Pratiwi Purnami Puspa Rai Ratna Ratnadi Rahayu Rusmini Sari Seri Sekar',
);
const CHI_GIVEN_M = Z(
  'Hendra Hendri Andi Budi Antonius Yohanes Stefanus Kevin Michael Jimmy Johan Johnny Jonathan Edwin Eddy Erwin Felix Ferry Franky Freddy Gunawan Hadi Handoko Hartono Herman Hery Irwan Ivan Jacky Jeffry Kelvin Leonardo Lukas Martin Nicholas Paulus Peter Petrus Raymond Ricky Robert Robby Rudy Sandy Stanley Steven Sugianto Suryanto Susanto Sutanto Tommy Tony Vincent Wiliam William Willy Yanto Yulius Alexander Alvin Andreas Anton Benny Calvin Christian Daniel David Dennis',
);
const CHI_GIVEN_F = Z(
  'Lina Linda Lily Lili Lani Lanny Laniwati Jenny Jessica Jennifer Fenny Feny Felicia Erlina Elisabeth Elly Ellen Eliana Diana Dewi Devi Debby Cindy Christine Caroline Angela Angelina Anita Amelia Agnes Silvia Selvi Shirley Stella Stefani Susan Susiana Susanti Tan Theresia Tina Vera Veronica Vina Vivian Winny Yenny Yuliana Yanti Yuni Nathalia Monica Mery Merry Melisa Melani Maria Margaretha Maya Natalia Novita Ratna Rosa Rosalina Rita Sherly Sandra Santi',
);
const CHI_SUR = Z(
  'Wijaya Gunawan Salim Halim Tanuwijaya Susanto Hartono Kurniawan Setiawan Santoso Lim Tan Widjaja Tanoto Tanudjaja Tanujaya Sutanto Sugiarto Suwandi Surya Sanjaya Purnomo Pranoto Nugroho Lukito Liman Limanto Limantara Liem Kusuma Kusnadi Kusumo Kosasih Karnadi Irawan Iskandar Indrawan Hidajat Hendrawan Hermanto Harjono Handoyo Hadiwijaya Hadi Gondokusumo Gozali Ganda Chandra Candra Budiman Budianto Angkasa Angkawijaya Ang Wibowo Winata Wangsa Tjandra Tjahjadi Tjahjono Tedja Tedjasukmana Soetanto Soegiarto Sidharta Sudarman Ongko Ongkowijaya Oei Ng Njoto Kwee Kho Khouw The Tjan Tjia Sie Siauw Yap Thio Phang Lie Lauw Lo Go Gouw',
);
const CHI_MID = W(
  'Eng Kian Sioe Tjoen Hok Giok Swie Kwie Tek Tjong Siang Bing Boen Hwa Hwie Hong Hian Ing Jin Kim Kiem Kok Lan Liong Liang Mei Moy Nio Pin Poen San Sen Sin Siok Soen Tiong Thiam Tjay Tjien Tjiang Wan Wie Yong Yoe Lian Bie Be Ay Ling',
);
const EAST_M = Z(
  'Yohanes Yosep Yosef Petrus Paulus Stefanus Markus Matius Lukas Simon Andreas Antonius Agustinus Aloysius Benediktus Bernadus Bonefasius Dominikus Fransiskus Fabianus Gregorius Hendrikus Hironimus Ignasius Kornelis Kristoforus Laurensius Leonardus Marselinus Martinus Melkianus Nikolaus Oktovianus Pius Rafael Rikardus Robertus Rofinus Sebastianus Silvester Thomas Timotius Titus Vinsensius Wilhelmus Yakobus Yeremias Yulius Zakarias Elieser Elias Daud Demianus Derek Esau Ferdinan Frans Isak Jhon Jefri Nelson Naftali Obet Ones Otniel Samuel Seth Soleman Yance Yanto Yonas Alfons Ronal Rocky Semuel',
);
const EAST_F = Z(
  'Maria Marta Margaretha Magdalena Yohana Yuliana Yosefina Yasinta Wilhelmina Veronika Theresia Sofia Selfina Sarlota Sarah Rosalina Rosina Regina Rahel Petronela Paulina Orpa Oktoviana Novita Natalia Monika Mince Merry Mery Melania Martina Marselina Lusia Ludia Kristina Katarina Juliana Hermina Helena Hana Gaudensia Fransiska Florida Filomena Ester Elisabet Elsina Dorkas Dorce Dominggas Diana Debora Dece Bernadeta Bendelina Anastasia Ana Agustina Agnes Adolfina Adriana',
);
const FAM = Z(
  'Wenda Kogoya Tabuni Wonda Murib Telenggen Enumbi Yikwa Wanimbo Rumbiak Rumbiak Rumaropen Mandacan Mambrasar Kambu Karubaba Wanggai Yoku Ohee Suebu Pattiasina Pattipeilohy Lekatompessy Latuconsina Latupapua Latuheru Manuputty Matulessy Leimena Sahetapy Sahertian Siahaya Tuhumury Tutuarima Salampessy Nikijuluw Manoppo Mokoginta Lasut Lumintang Lumowa Mandagi Mantiri Pangemanan Pangkey Rumengan Rondonuwu Runtuwene Sondakh Supit Tumbelaka Waworuntu Wowor Watung Kaunang Kandou Tefa Nenobais Nope Naikofi Bere Bria Klau Seran Taek Tae Lay Mau Fernandez Lamanepa Lamen Keraf Kleden Koten Tukan Wuran Da-Silva Da-Costa Parera De-Rosari Djawa Rihi Riwu Radja Lado Kale Ndun Ndolu Mooy Mesah Manafe Foeh Benu Banunaek Boimau Nabuasa Selan Tallo Tnunay',
);
const MADURA_M = Z(
  'Moh Mohammad Hasan Husen Hosnan Hosen Homaidi Holil Holis Hafid Hamid Hairul Fathor Fathurrahman Faisol Busri Busiri Buhari Buhori Badrus Asmawi Asmuni Asnawi Arsawi Ahmad Abd Abdul Abdus Jailani Jamal Jumadi Kacong Karim Kholil Khairil Lutfi Mahrus Maskur Masduki Matnawi Matrawi Mattali Matsani Mistar Misnadi Misbahul Moch Muhlis Mukhlis Munir Musleh Mustakim Nasir Nawawi Nurul Rasidi Ridwan Rofii Rosi Saleh Saleman Saili Sahrul Samsul Samsuri Sanusi Sattar Sihab Subairi Sudahri Sukri Sunahra Suhari Supandi Syafi Tohir Tolak Toyib Umar Usman Wafi Zaini Zainol Zainullah',
);
const MADURA_F = Z(
  'Siti Sitti Hosniyah Hosnia Holifah Holilah Hotijah Hamidah Halimah Halimatus Hasanah Fatimah Busiyah Buhaniyah Asmaniyah Asiyah Aminah Jumaati Juhairiyah Kiptiyah Khotijah Latifah Maimunah Maisaroh Marhumah Maryamah Masruroh Misnati Misnayah Mutmainnah Munawwaroh Musarrofah Muzayyanah Nawiyah Nurhayati Nurul Rahmah Romlah Rohemah Rukmiyah Rusmiyati Sahamah Salehati Saniyah Satiyah Sumiyati Sunayyah Suhartini Supatmi Suryani Sutiyah Tohirah Ummul Uswatun Wasilah Zainab Zubaidah Zulaihah',
);
const MODERN_M = Z(
  'Rafi Raffi Rafa Raka Rasya Revan Reyhan Rayhan Raihan Rehan Rio Rifki Rizky Rezky Riski Risky Rizqi Farrel Farel Fathan Fadlan Fabian Fauzan Dafa Daffa Dava Davin Danish Dzaky Dzakwan Azka Azriel Azzam Arkan Arya Arsya Alvaro Alfian Alif Alvin Akbar Abiyyu Abizar Bintang Bilal Bagas Gibran Galang Ghani Ghifari Hafiz Hafidz Haikal Hilmi Ibnu Ikhsan Ilham Iqbal Irsyad Kenzie Kenzo Keenan Khalif Khairan Luthfi Mahesa Malik Naufal Nabil Nizam Nugraha Pasha Putra Satria Syahrul Tegar Tristan Varel Vano Wildan Yoga Zaki Zidan Zidane Ziyad',
);
const MODERN_F = Z(
  'Aulia Auliya Aurel Aura Adinda Alya Alisha Alifia Amanda Amelia Anisa Annisa Anindya Aqila Aqilah Asyifa Assyifa Azzahra Bunga Calista Cantika Chelsea Cinta Citra Dinda Dea Desta Elsa Fadhila Fanya Farah Felisha Gita Gina Hana Hanna Hasna Ilmi Indira Jasmine Jihan Kayla Keisha Keyla Khansa Kirana Laras Luna Marsya Maudy Mutia Nabila Nadia Nadya Naila Najwa Nasya Natasha Nayla Nazwa Puspita Putri Rahma Raisa Rania Ratu Refa Reva Rizka Safira Salsabila Salsa Salwa Shafira Shakila Shalsa Syakira Syifa Talita Tasya Tiara Vania Viola Widya Yasmin Zahira Zahra Zalfa Zaskia',
);

// syllables for the heavy tail
const JP1 = W(
  'Su Sa Se Si So Wa Wi Wu Ka Ki Ku Da Dar Har Her Mu Mul Mar Nga Nge Pa Pur Pra Pri Ra Ri Tu Tri Ta Ju Ja Bu Ba Le Le Gi Gu Yu Ya Wir Wid Win Ris Ros Kus Kas Kar Kris Kar Sar Sas Sam Sun Sul Sud Sug Suh Suk Sum Sup Sur Sut Suw Suy',
);
const JP2 = W(
  'ar ir di ti ji gi ya yo wa mi mo na ni no ra ri ro sa si so ta to pa pi po ka ki ko ha hi ho la li lo man min mar mur mul dar dir der tar tir nar nir yan yat yar wan war wat',
);
const JPM = W(
  'no to yo man min di so wo ko yanto yono wanto manto marto diyanto tono nadi madi jono jo ran rin san sin anto ono adi aji oyo atno artono iyanto iyono',
);
const JPF = W(
  'ni ti nah mi sih yem nem iyah ati anti arti asih inah ingsih iyati iyanti artini arni astuti awati atun iyem yati',
);
const MS = W(
  'al an ar as az be bi ca ce chi da de di dya el en er fa fe fi gi ha he hi ia in ka ke ki la le li lu ma me mi na ne ni nu o pu qu ra re ri ro sa se sha si ta te ti va ve vi wi ya yu za ze zi zu',
);

const NICK = W(
  'Gepeng Kancil Botak Gendut Kribo Codot Bagong Kipli Ucok Butet Buyung Ompong Jangkung Kuncung Bule Ambon Black Dower Gondrong Tompel Bokir Cemong Kentung Jabrik Boneng Kebo Tikus Macan Gareng Petruk Semar Togog Abah Babe Mamang Cepot Dawala Acil Otong Unyil Usro Pesek Boim Lupus Jenggot Kumis Tato Jack Boy Joni Bos Kopral Komeng Mandor Gembul Bawor',
);
const TITLES_M = W('H. Drs. Ir. Dr. K.H. Ust. R. Tgk. S.H. S.E. S.Pd. S.Sos. S.T. S.Ag. A.Md. M.M. M.Si. M.Pd.');
const TITLES_F = W('Hj. Dra. Ir. dr. Rr. R.A. S.H. S.E. S.Pd. S.Sos. S.T. S.Ag. A.Md. S.Kep. M.M. M.Pd. Am.Keb.');

// ---------------------------------------------------------------- places: "Name:code" by group
type Group =
  'java' | 'sunda' | 'betawi' | 'batak' | 'minang' | 'malay' | 'bugis' | 'madura' | 'bali' | 'east' | 'chinese';
const P = (s: string): Array<[string, string]> =>
  s
    .trim()
    .split(/\s*,\s*/)
    .map((x) => x.split(':') as [string, string]);
const PLACES: Record<Group, Zipf<[string, string]>> = {
  java: new Zipf(
    P(
      'Surabaya:3578,Semarang:3374,Malang:3507,Surakarta:3372,Yogyakarta:3471,Jember:3509,Kediri:3506,Banyumas:3302,Cilacap:3301,Brebes:3329,Tegal:3328,Pemalang:3327,Kebumen:3305,Magelang:3308,Klaten:3310,Boyolali:3309,Wonogiri:3312,Sragen:3314,Grobogan:3315,Blora:3316,Pati:3318,Kudus:3319,Jepara:3320,Demak:3321,Kendal:3324,Batang:3325,Pekalongan:3326,Temanggung:3323,Wonosobo:3307,Purworejo:3306,Banjarnegara:3304,Purbalingga:3303,Sukoharjo:3311,Karanganyar:3313,Rembang:3317,Salatiga:3373,Bantul:3402,Sleman:3404,Gunungkidul:3403,Kulon Progo:3401,Ponorogo:3502,Trenggalek:3503,Tulungagung:3504,Blitar:3505,Lumajang:3508,Banyuwangi:3510,Bondowoso:3511,Situbondo:3512,Probolinggo:3513,Pasuruan:3514,Sidoarjo:3515,Mojokerto:3516,Jombang:3517,Nganjuk:3518,Madiun:3519,Magetan:3520,Ngawi:3521,Bojonegoro:3522,Tuban:3523,Lamongan:3524,Gresik:3525,Pacitan:3501,Batu:3579,Lampung Tengah:1802,Lampung Timur:1807,Metro:1872,Jakarta:3173,Bekasi:3275',
    ),
    0.5,
  ),
  sunda: new Zipf(
    P(
      'Bandung:3273,Garut:3205,Tasikmalaya:3206,Bogor:3201,Sukabumi:3202,Cianjur:3203,Ciamis:3207,Kuningan:3208,Cirebon:3209,Majalengka:3210,Sumedang:3211,Indramayu:3212,Subang:3213,Purwakarta:3214,Karawang:3215,Bekasi:3216,Bandung Barat:3217,Cimahi:3277,Depok:3276,Banjar:3279,Pandeglang:3601,Lebak:3602,Serang:3604,Tangerang:3603,Cilegon:3672',
    ),
    0.5,
  ),
  betawi: new Zipf(
    P(
      'Jakarta:3173,Jakarta Barat:3173,Jakarta Timur:3175,Jakarta Selatan:3174,Jakarta Utara:3172,Jakarta Pusat:3171,Bekasi:3275,Depok:3276,Tangerang:3671,Tangerang Selatan:3674,Bogor:3271',
    ),
    0.6,
  ),
  batak: new Zipf(
    P(
      'Medan:1271,Deli Serdang:1207,Simalungun:1208,Pematangsiantar:1272,Tapanuli Utara:1202,Tarutung:1202,Tapanuli Selatan:1203,Balige:1212,Mandailing Natal:1213,Karo:1206,Kabanjahe:1206,Dairi:1211,Sidikalang:1211,Asahan:1209,Kisaran:1209,Langkat:1205,Binjai:1275,Tebing Tinggi:1274,Padangsidimpuan:1277,Sibolga:1273,Rantau Prapat:1210,Pekanbaru:1471,Jakarta:3175,Batam:2171',
    ),
    0.6,
  ),
  minang: new Zipf(
    P(
      'Padang:1371,Bukittinggi:1375,Agam:1306,Tanah Datar:1304,Batusangkar:1304,Pesisir Selatan:1301,Painan:1301,Solok:1302,Pariaman:1305,Payakumbuh:1376,Lima Puluh Kota:1307,Pasaman:1308,Sawahlunto:1373,Pekanbaru:1471,Jakarta:3174',
    ),
    0.6,
  ),
  malay: new Zipf(
    P(
      'Palembang:1671,Pekanbaru:1471,Jambi:1571,Banda Aceh:1171,Aceh Utara:1108,Lhokseumawe:1173,Pidie:1107,Aceh Besar:1106,Bireuen:1111,Bengkulu:1771,Bandar Lampung:1871,Lampung Selatan:1801,Kampar:1401,Bengkalis:1403,Indragiri Hulu:1402,Dumai:1472,Pontianak:6171,Sambas:6101,Singkawang:6172,Banjarmasin:6371,Martapura:6303,Samarinda:6472,Balikpapan:6471,Tarakan:6571,Palangka Raya:6271,Mataram:5271,Lombok Barat:5201,Lombok Tengah:5202,Lombok Timur:5203,Sumbawa:5204,Dompu:5205,Bima:5206,Lubuklinggau:1673,Ogan Komering Ilir:1602,Tanjungpinang:2172,Batam:2171,Pangkalpinang:1971,Gorontalo:7571,Ternate:8271',
    ),
    0.5,
  ),
  bugis: new Zipf(
    P(
      'Makassar:7371,Ujung Pandang:7371,Gowa:7306,Bone:7308,Watampone:7308,Wajo:7313,Sengkang:7313,Sinjai:7307,Bulukumba:7302,Parepare:7372,Palopo:7373,Pinrang:7315,Sidrap:7314,Maros:7309,Soppeng:7312,Kendari:7471,Palu:7271,Mamuju:7602,Polewali:7604,Nunukan:6503,Balikpapan:6471',
    ),
    0.6,
  ),
  madura: new Zipf(
    P(
      'Bangkalan:3526,Sampang:3527,Pamekasan:3528,Sumenep:3529,Surabaya:3578,Situbondo:3512,Bondowoso:3511,Jember:3509,Probolinggo:3513,Pontianak:6171',
    ),
    0.6,
  ),
  bali: new Zipf(
    P(
      'Denpasar:5171,Buleleng:5108,Singaraja:5108,Gianyar:5104,Tabanan:5102,Badung:5103,Karangasem:5107,Klungkung:5105,Bangli:5106,Jembrana:5101,Negara:5101',
    ),
    0.6,
  ),
  east: new Zipf(
    P(
      'Kupang:5371,Ende:5308,Maumere:5307,Ruteng:5310,Atambua:5304,Kalabahi:5305,Larantuka:5306,Waingapu:5311,Soe:5302,Ambon:8171,Masohi:8101,Tual:8172,Manado:7171,Tomohon:7173,Tondano:7102,Bitung:7172,Jayapura:9171,Merauke:9101,Biak:9106,Wamena:9102,Sorong:9271,Manokwari:9202,Timika:9109,Nabire:9104,Serui:9105',
    ),
    0.6,
  ),
  chinese: new Zipf(
    P(
      'Jakarta:3173,Surabaya:3578,Medan:1271,Semarang:3374,Bandung:3273,Pontianak:6171,Singkawang:6172,Pangkalpinang:1971,Palembang:1671,Makassar:7371,Batam:2171,Tangerang:3671,Malang:3573,Cirebon:3274',
    ),
    0.6,
  ),
};
const GROUPS: Array<[Group, number]> = [
  ['java', 0.38],
  ['sunda', 0.16],
  ['malay', 0.14],
  ['betawi', 0.05],
  ['madura', 0.05],
  ['batak', 0.055],
  ['bugis', 0.045],
  ['minang', 0.035],
  ['bali', 0.02],
  ['east', 0.04],
  ['chinese', 0.025],
];

const pad = (n: number, w: number): string => String(n).padStart(w, '0');
const cap = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);
const DIM = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysIn = (y: number, m: number): number => (m === 2 && y % 4 === 0 ? 29 : DIM[m - 1]!);

export class PersonGenerator {
  readonly r: Rng;
  /** share of corrupted records with 0, 1, 2, 3, 4 name edits: 'standard' or 'hard' (about 1.6 edits a name) */
  readonly severity: 'standard' | 'hard';
  constructor(seed: number, severity: 'standard' | 'hard' = 'standard') {
    this.severity = severity;
    this.r = new Rng(seed);
  }

  // ------------------------------------------------------------ base records
  private coin(male: boolean, old: boolean): string {
    // a rare composed name
    const r = this.r;
    if (old || r.p(0.35))
      return cap((r.pick(JP1) + (r.p(0.6) ? r.pick(JP2) : '') + (male ? r.pick(JPM) : r.pick(JPF))).toLowerCase());
    let s = '';
    const n = r.range(2, 3);
    for (let i = 0; i < n; i++) s += r.pick(MS);
    return cap(s + (male ? r.pick(['', 'n', 'r', 'to', 'no', 'l', 'an']) : r.pick(['', 'a', 'ni', 'na', 'ti', 'h'])));
  }

  /** name tokens without titles, patronym or alias */
  givenName(g: Group, male: boolean, year: number): string[] {
    const r = this.r;
    const old = year < 1968;
    const t: string[] = [];
    if (g === 'java' || (g === 'betawi' && r.p(0.3))) {
      if (r.p(0.05)) t.push(this.coin(male, old));
      if (old && r.p(0.62)) {
        t.push(male ? JAVA_M_OLD.draw(r) : JAVA_F_OLD.draw(r));
        if (r.p(0.12)) t.push(male ? JAVA_M2.draw(r) : JAVA_F2.draw(r));
      } else if (!old && r.p(0.12)) t.push(this.coin(male, r.p(0.5)));
      else if (year > 1994 && r.p(0.45)) {
        t.push(male ? MODERN_M.draw(r) : MODERN_F.draw(r), male ? JAVA_M2.draw(r) : JAVA_F2.draw(r));
        if (r.p(0.35)) t.splice(1, 0, r.p(0.3) ? this.coin(male, false) : male ? JAVA_M.draw(r) : JAVA_F.draw(r));
      } else {
        if (r.p(male ? 0.1 : 0.08)) t.push(male ? 'Muhammad' : 'Siti');
        t.push(male ? JAVA_M.draw(r) : JAVA_F.draw(r));
        if (r.p(0.86)) t.push(r.p(0.08) ? this.coin(male, old) : male ? JAVA_M2.draw(r) : JAVA_F2.draw(r));
        if (r.p(0.14)) t.push(male ? JAVA_M2.draw(r) : JAVA_F2.draw(r));
      }
    } else if (g === 'sunda') {
      if (r.p(0.08)) t.push(male ? 'Muhammad' : 'Siti');
      if (year > 1994 && r.p(0.4)) t.push(male ? MODERN_M.draw(r) : MODERN_F.draw(r));
      else t.push(male ? SUNDA_M.draw(r) : SUNDA_F.draw(r));
      if (r.p(0.72)) t.push(r.p(0.07) ? this.coin(male, old) : male ? SUNDA_M2.draw(r) : SUNDA_F2.draw(r));
    } else if (g === 'batak') {
      t.push(male ? BATAK_M.draw(r) : BATAK_F.draw(r));
      if (r.p(0.3)) t.push(male ? BATAK_M.draw(r) : BATAK_F.draw(r));
      if (r.p(0.06)) t.push(this.coin(male, false));
      t.push(MARGA.draw(r));
    } else if (g === 'minang') {
      t.push(r.p(0.1) ? this.coin(male, false) : male ? MINANG_M.draw(r) : MINANG_F.draw(r));
      if (r.p(0.35)) t.push(male ? ARAB_M2.draw(r) : ARAB_F2.draw(r));
      if (r.p(0.25)) t.push(SUKU.draw(r));
    } else if (g === 'bugis') {
      t.push(male ? BUGIS_M.draw(r) : BUGIS_F.draw(r));
      if (r.p(0.45)) t.push(male ? BUGIS_M.draw(r) : BUGIS_F.draw(r));
      if (r.p(0.12)) t.push(this.coin(male, false));
    } else if (g === 'madura') {
      t.push(male ? MADURA_M.draw(r) : MADURA_F.draw(r));
      if (r.p(0.5)) t.push(male ? MADURA_M.draw(r) : MADURA_F.draw(r));
    } else if (g === 'bali') {
      t.push(
        ...(male ? ['I', r.pick(BALI_M)] : ['Ni', r.p(0.4) ? 'Luh' : r.pick(BALI_M)]),
        male ? BALI_M2.draw(r) : BALI_F2.draw(r),
      );
      if (r.p(0.15)) t.push(male ? BALI_M2.draw(r) : BALI_F2.draw(r));
    } else if (g === 'chinese') {
      if (r.p(year < 1966 ? 0.55 : 0.12))
        t.push(
          r.pick([
            'Tan',
            'Lim',
            'Liem',
            'Oei',
            'Kwee',
            'Thio',
            'Lie',
            'Go',
            'Njoo',
            'Tjoa',
            'Ong',
            'Sie',
            'The',
            'Kho',
            'Ang',
            'Yap',
          ]),
          r.pick(CHI_MID),
          r.pick(CHI_MID),
        );
      else {
        t.push(male ? CHI_GIVEN_M.draw(r) : CHI_GIVEN_F.draw(r));
        if (r.p(0.2)) t.push(male ? CHI_GIVEN_M.draw(r) : CHI_GIVEN_F.draw(r));
        if (r.p(0.85)) t.push(CHI_SUR.draw(r));
      }
    } else if (g === 'east') {
      t.push(male ? EAST_M.draw(r) : EAST_F.draw(r));
      if (r.p(0.3)) t.push(male ? EAST_M.draw(r) : EAST_F.draw(r));
      t.push(r.p(0.1) ? this.coin(male, false) : FAM.draw(r));
    } else {
      // malay, betawi
      if (male) {
        if (r.p(0.3)) t.push('Muhammad');
        t.push(ARAB_M.draw(r));
        if (r.p(0.62)) t.push(r.p(0.08) ? this.coin(true, false) : ARAB_M2.draw(r));
      } else {
        t.push(ARAB_F.draw(r));
        if (r.p(0.66)) t.push(r.p(0.08) ? this.coin(false, false) : ARAB_F2.draw(r));
      }
    }
    // Abdul/Abd needs a following attribute; drop immediate repeats
    for (let i = t.length - 1; i > 0; i--) if (t[i] === t[i - 1]) t.splice(i, 1);
    if (/^(Abdul|Abd|Abdus)$/.test(t[t.length - 1]!)) t.push(ARAB_M2.draw(r));
    return t;
  }

  private group(): Group {
    let x = this.r.f();
    for (const [g, w] of GROUPS) {
      if ((x -= w) < 0) return g;
    }
    return 'java';
  }

  private birthDate(): [number, number, number] {
    const r = this.r;
    const y = 2006 - Math.floor(Math.pow(r.f(), 1.25) * 64);
    let m = r.range(1, 12);
    let d = r.range(1, daysIn(y, m));
    const def = y < 1970 ? 0.06 : 0.012; // unknown birth days are written as 1 January, 31 December or 17 August
    if (r.p(def))
      [d, m] = r.pick([
        [1, 1],
        [31, 12],
        [1, 7],
        [17, 8],
      ] as Array<[number, number]>);
    return [y, m, d];
  }

  /** Districts 61 to 90 exist in no regency, so the number is nobody's. */
  nik(code: string, y: number, m: number, d: number, female: boolean): string {
    const r = this.r;
    return (
      code +
      pad(60 + r.range(1, 30), 2) +
      pad(d + (female ? 40 : 0), 2) +
      pad(m, 2) +
      pad(y % 100, 2) +
      pad(r.p(0.8) ? r.range(1, 12) : r.range(1, 400), 4)
    );
  }

  person(id: number): Person {
    const r = this.r;
    const g = this.group();
    const male = r.p(0.8); // clients of the system are mostly men
    const [y, m, d] = this.birthDate();
    const tokens = this.givenName(g, male, y);
    const [place, code] = PLACES[g].draw(r);
    const motherG = r.p(0.9) ? g : this.group();
    const mother = r.p(0.85) ? this.givenName(motherG, false, y - r.range(18, 40)).join(' ') : '';
    let name = tokens.join(' ');
    if (y < 1962 && r.p(0.12)) name = oldSpelling(name);
    const patr = g === 'java' ? 0.12 : g === 'bali' || g === 'batak' || g === 'east' || g === 'chinese' ? 0.01 : 0.32;
    if (r.p(patr))
      name +=
        (male ? ' bin ' : ' binti ') +
        this.givenName(g, true, y - 28)
          .slice(0, r.p(0.6) ? 1 : 2)
          .join(' ');
    if (r.p(0.06)) {
      const t = r.pick(male ? TITLES_M : TITLES_F);
      name = /^(S|M|A)\.|^Am/.test(t) ? name + ', ' + t : t + ' ' + name;
    }
    if (r.p(0.04)) name += ' alias ' + (r.p(0.6) ? r.pick(NICK) : tokens[0]!.slice(0, r.range(2, 4)));
    const nik = r.p(0.75) ? this.nik(r.p(0.8) ? code : PLACES[g].draw(r)[1], y, m, d, !male) : '';
    return {
      id,
      nik,
      name,
      birthDate: `${y}-${pad(m, 2)}-${pad(d, 2)}`,
      birthPlace: place,
      sex: male ? 'L' : 'P',
      mother,
    };
  }

  // ------------------------------------------------------------ corruption
  /** The same person as another agency wrote the record. */
  corrupt(p: Person): Query {
    const r = this.r;
    const ops: string[] = [];
    const q: Query = { ...p, id: -1, kind: 'match', subtype: 'dup', trueId: p.id, ops };
    // name
    const x = r.f();
    const mix = this.severity === 'hard' ? [0.15, 0.5, 0.8, 0.95] : [0.22, 0.62, 0.87, 0.97];
    let k = mix.findIndex((c) => x < c);
    if (k < 0) k = 4;
    while (k-- > 0) q.name = this.nameOp(q.name, p, ops);
    // birth date
    if (p.birthDate) q.birthDate = this.dateOp(p.birthDate, ops);
    // birth place
    const b = r.f();
    if (b < 0.12) {
      q.birthPlace = '';
      ops.push('place-missing');
    } else if (b < 0.27) {
      q.birthPlace = placeVariant(p.birthPlace, r);
      ops.push('place-variant');
    } else if (b < 0.35) {
      q.birthPlace = r.pick(Object.values(PLACES)).draw(r)[0];
      ops.push('place-other');
    }
    // NIK
    if (p.nik) {
      if (!r.p(0.45)) {
        q.nik = '';
        ops.push('nik-missing');
      } else if (r.p(0.12)) {
        q.nik = digitTypo(p.nik, r);
        ops.push('nik-typo');
      }
    }
    // mother
    if (p.mother) {
      if (!r.p(0.45)) {
        q.mother = '';
        ops.push('mother-missing');
      } else if (r.p(0.35)) {
        const t = p.mother.split(' ');
        if (t.length > 1 && r.p(0.45)) {
          q.mother = r.p(0.7) ? t[0]! : t[t.length - 1]!;
        } else q.mother = r.p(0.5) ? typo(p.mother, r) : spellingVariant(p.mother, r);
        ops.push('mother-changed');
      }
    }
    if (r.p(0.005)) {
      q.sex = q.sex === 'L' ? 'P' : 'L';
      ops.push('sex-wrong');
    } else if (r.p(0.03)) {
      q.sex = '';
      ops.push('sex-missing');
    }
    return q;
  }

  private nameOp(name: string, p: Person, ops: string[]): string {
    const r = this.r;
    for (let tries = 0; tries < 12; tries++) {
      const o = r.f();
      let out: string;
      let op: string;
      if (o < 0.24) {
        op = 'typo';
        out = typo(name, r);
      } else if (o < 0.36) {
        op = 'muhammad';
        out = muhammadVariant(name, r);
      } else if (o < 0.48) {
        op = 'old-spelling';
        out = oldSpelling(name, r);
      } else if (o < 0.62) {
        op = 'variant';
        out = spellingVariant(name, r);
      } else if (o < 0.72) {
        op = 'drop-part';
        out = dropPart(name, r);
      } else if (o < 0.77) {
        op = 'swap-parts';
        out = swapParts(name, r);
      } else if (o < 0.81) {
        op = 'initial';
        out = initialPart(name, r);
      } else if (o < 0.89) {
        op = 'bin';
        const m = /\s(bin|binti)\s.*$/i.exec(name);
        out = m
          ? name.slice(0, m.index)
          : name + (p.sex === 'P' ? ' binti ' : ' bin ') + this.givenName(this.group(), true, 1960)[0]!;
      } else if (o < 0.93) {
        op = 'title';
        const s = stripTitles(name);
        out = s !== name ? s : (p.sex === 'P' ? r.pick(TITLES_F) : r.pick(TITLES_M)) + ' ' + name;
      } else if (o < 0.97) {
        op = 'alias';
        out = /alias/.test(name)
          ? name.replace(/\salias\s.*$/, '')
          : name + r.pick([' alias ', ' als ', ' al. ']) + r.pick(NICK);
      } else {
        op = 'split-join';
        out = splitJoin(name, r);
      }
      if (out !== name && out.trim() !== '') {
        ops.push(op);
        return out;
      }
    }
    return name;
  }

  private dateOp(date: string, ops: string[]): string {
    const r = this.r;
    const [y, m, d] = date.split('-').map(Number) as [number, number, number];
    const fmt = (yy: number, mm: number, dd: number): string =>
      `${yy}-${pad(mm, 2)}-${pad(Math.min(dd, daysIn(yy, mm)), 2)}`;
    const x = r.f();
    if (x < 0.7) return date;
    if (x < 0.76) {
      ops.push('dob-day');
      return fmt(y, m, r.p(0.5) ? 1 + (d % 28) : r.range(1, 28));
    }
    if (x < 0.8) {
      ops.push('dob-month');
      return fmt(y, r.range(1, 12), d);
    }
    if (x < 0.83) {
      if (d <= 12 && d !== m) {
        ops.push('dob-swap');
        return fmt(y, d, m);
      }
      ops.push('dob-day');
      return fmt(y, m, 1 + ((d + 9) % 28));
    }
    if (x < 0.88) {
      ops.push('dob-year1');
      return fmt(y + r.pick([-1, 1]), m, d);
    }
    if (x < 0.91) {
      ops.push('dob-year-digit');
      const s = String(y);
      const i = r.range(2, 3);
      const c = String(r.int(10));
      return fmt(Number(s.slice(0, i) + c + s.slice(i + 1)), m, d);
    }
    if (x < 0.95) {
      ops.push('dob-default');
      return r.p(0.6) ? `${y}-01-01` : `${y}-12-31`;
    }
    if (x < 0.96) {
      ops.push('dob-age-only');
      return `${y + r.range(-2, 2)}-01-01`;
    }
    ops.push('dob-missing');
    return '';
  }

  // ------------------------------------------------------------ non-matches
  /** A new person who is in no base set. */
  stranger(): Query {
    return { ...this.person(-1), kind: 'nonmatch', subtype: 'stranger', trueId: -1, ops: [] };
  }
  /** Another person with the very same name (and often the same birth place); querySet asks it of names with two or more bearers. */
  namesake(p: Person): Query {
    const r = this.r;
    const o = this.person(-1);
    const [y] = p.birthDate.split('-').map(Number) as [number];
    const [bornIn, om, od] = o.birthDate.split('-').map(Number) as [number, number, number];
    let oy = bornIn;
    if (r.p(0.5)) oy = y + r.pick([-6, -5, -4, -3, -2, 2, 3, 4, 5, 6]);
    if (Math.abs(oy - y) < 2) oy = y + 3;
    const birthDate = `${oy}-${pad(om, 2)}-${pad(Math.min(od, 28), 2)}`;
    const q: Query = {
      ...o,
      id: -1,
      name: p.name,
      sex: p.sex,
      birthDate,
      birthPlace: r.p(0.5) ? p.birthPlace : o.birthPlace,
      mother: r.p(0.45) ? o.mother : '',
      nik: '',
      kind: 'nonmatch',
      subtype: 'namesake',
      trueId: -1,
      ops: [],
    };
    if (r.p(0.35)) q.nik = this.nik(PLACES.java.draw(r)[1], oy, om, Math.min(od, 28), p.sex === 'P');
    return q;
  }
  /** A brother or sister: same mother and place, other given name, born 1 to 9 years apart. */
  sibling(p: Person): Query {
    const r = this.r;
    const o = this.person(-1);
    const [y, m, d] = p.birthDate.split('-').map(Number) as [number, number, number];
    const oy = y + r.pick([-9, -7, -5, -4, -3, -2, 2, 3, 4, 5, 7, 9]);
    const tail = /\s(bin|binti)\s.*$/.exec(p.name)?.[0] ?? '';
    return {
      ...o,
      id: -1,
      name:
        stripTitles(o.name).replace(/\s(bin|binti|alias)\s.*$/, '') +
        tail.replace(/ binti? /, o.sex === 'P' ? ' binti ' : ' bin '),
      birthDate: `${oy}-${pad(1 + ((m + 4) % 12), 2)}-${pad(Math.min(28, d), 2)}`,
      birthPlace: p.birthPlace,
      mother: p.mother,
      nik: '',
      kind: 'nonmatch',
      subtype: 'sibling',
      trueId: -1,
      ops: [],
    };
  }
  /** A twin: same mother, place and birth date, a name that often shares a part. */
  twin(p: Person): Query {
    const q = this.sibling(p);
    const r = this.r;
    const t = stripTitles(p.name)
      .replace(/\s(bin|binti|alias)\s.*$/, '')
      .split(' ');
    if (t.length > 1 && r.p(0.6)) {
      const own = q.name.split(' ')[0]!;
      q.name = [own, ...t.slice(1)].join(' ');
    }
    if (stripTitles(q.name).split(' ')[0] === t[0])
      q.name = (t[0] === 'Hasan' ? 'Husein' : 'Hasan') + ' ' + q.name.split(' ').slice(1).join(' ');
    q.name = q.name.trim();
    return { ...q, birthDate: p.birthDate, sex: r.p(0.8) ? p.sex : q.sex, subtype: 'twin' };
  }
}

// ---------------------------------------------------------------- single corruptions (pure, given an Rng)
const KEYS: Record<string, string> = {
  a: 'sqz',
  b: 'vn',
  c: 'xv',
  d: 'sfe',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'mb',
  o: 'ip',
  p: 'o',
  q: 'wa',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'xa',
};
const SKIP = /^(bin|binti|alias|als|al\.|i|ni)$/i;
const isTitle = (t: string): boolean =>
  /^(h|hj|drs|dra|ir|dr|k\.h|ust|r|rr|r\.a|tgk|s\.h|s\.e|s\.pd|s\.sos|s\.t|s\.ag|a\.md|m\.m|m\.si|m\.pd|s\.kep|am\.keb)\.?,?$/i.test(
    t,
  );
export function stripTitles(name: string): string {
  return name
    .replace(/,\s.*$/, '')
    .split(' ')
    .filter((t) => !(t.endsWith('.') && isTitle(t)))
    .join(' ');
}
function pickToken(t: string[], r: Rng, min = 3): number {
  for (let i = 0; i < 8; i++) {
    const j = r.int(t.length);
    if (t[j]!.length >= min && !SKIP.test(t[j]!) && !isTitle(t[j]!)) return j;
  }
  return -1;
}

/** one-letter edit: neighbouring key, missing, doubled or transposed letter */
export function typo(name: string, r: Rng): string {
  const t = name.split(' ');
  const j = pickToken(t, r);
  if (j < 0) return name;
  const w = t[j]!;
  const i = r.range(w.length > 4 && r.p(0.8) ? 1 : 0, w.length - 1);
  const x = r.f();
  const c = w[i]!.toLowerCase();
  if (x < 0.4) t[j] = w.slice(0, i) + (KEYS[c] ? r.pick([...KEYS[c]!]) : c) + w.slice(i + 1);
  else if (x < 0.65) t[j] = w.slice(0, i) + w.slice(i + 1);
  else if (x < 0.8) t[j] = w.slice(0, i) + c + w.slice(i);
  else if (i + 1 < w.length) t[j] = w.slice(0, i) + w[i + 1] + w[i] + w.slice(i + 2);
  t[j] = cap(t[j]!.toLowerCase());
  return t.join(' ');
}
const MUH = [
  'Muhammad',
  'Mohamad',
  'Mohammad',
  'Muhamad',
  'Muh.',
  'Moh.',
  'M.',
  'Moch.',
  'Mochamad',
  'Mochammad',
  'Mhd.',
  'Muchamad',
  'Muchammad',
  'Mokhamad',
];
export function muhammadVariant(name: string, r: Rng): string {
  return name
    .replace(/(^|\s)(Muhammad|Mohamad|Mohammad|Muhamad|Moh|Moch|Muh|Mochamad)\.?(?=\s|$)/, (_, a) => a + r.pick(MUH))
    .replace(/(^|\s)(Ahmad|Achmad)(?=\s|$)/, (_, a) => a + r.pick(['Achmad', 'Akhmad', 'Ahmat', 'Ahmad', 'A.']))
    .replace(/(^|\s)(Abdul|Abd)(?=\s)/, (_, a) => a + r.pick(['Abd.', 'Abdul', 'Abdoel', 'A.']))
    .replace(/(^|\s)(Siti|Sitti)(?=\s)/, (_, a) => a + r.pick(['St.', 'Sitti', 'Siti', 'Sitie']))
    .replace(/(^|\s)Nurul?(?=\s)/, (_, a) => a + r.pick(['Noor', 'Nur', 'Nurul', 'Noer']));
}
const OLD: Array<[RegExp, string]> = [
  [/u/g, 'oe'],
  [/U/g, 'Oe'],
  [/j/g, 'dj'],
  [/J/g, 'Dj'],
  [/c/g, 'tj'],
  [/C/g, 'Tj'],
  [/y/g, 'j'],
  [/Y/g, 'J'],
  [/sy/g, 'sj'],
  [/kh/g, 'ch'],
];
/** pre-1972 spelling: oe for u, dj for j, tj for c, j for y; all at once or (with r) one rule only */
export function oldSpelling(name: string, r?: Rng): string {
  const parts = name.split(' ');
  if (!r)
    return parts
      .map((w) =>
        SKIP.test(w) || w.endsWith('.')
          ? w
          : w
              .replace(/y/g, '\u0001')
              .replace(/Y/g, '\u0002')
              .replace(/j/g, 'dj')
              .replace(/J/g, 'Dj')
              .replace(/\u0001/g, 'j')
              .replace(/\u0002/g, 'J')
              .replace(/u/g, 'oe')
              .replace(/U/g, 'Oe')
              .replace(/c/g, 'tj')
              .replace(/C/g, 'Tj'),
      )
      .join(' ');
  const j = pickToken(parts, r);
  if (j < 0) return name;
  if (/oe|dj|tj/i.test(parts[j]!)) {
    parts[j] = parts[j]!.replace(/oe/g, 'u')
      .replace(/Oe/g, 'U')
      .replace(/dj/g, 'j')
      .replace(/Dj/g, 'J')
      .replace(/tj/g, 'c')
      .replace(/Tj/g, 'C');
    return parts.join(' ');
  }
  for (let i = 0; i < 6; i++) {
    const [a, b] = OLD[r.int(8)]!;
    a.lastIndex = 0;
    if (a.test(parts[j]!)) {
      a.lastIndex = 0;
      parts[j] = parts[j]!.replace(a, b);
      return parts.join(' ');
    }
    a.lastIndex = 0;
  }
  return name;
}
const VAR: Array<[RegExp, string[]]> = [
  [/f/g, ['p', 'v']],
  [/v/g, ['f', 'p']],
  [/p/g, ['f']],
  [/z/g, ['j', 's']],
  [/sy/gi, ['s', 'sh']],
  [/kh/gi, ['h', 'k', 'ch']],
  [/dh/gi, ['d']],
  [/th/gi, ['t']],
  [/q/g, ['k']],
  [/k/g, ['q']],
  [/ddin$/, ['din', 'dien']],
  [/udin$/, ['uddin', 'oedin']],
  [/iy/g, ['y', 'i']],
  [/y/g, ['i']],
  [/i/g, ['y', 'ie']],
  [/ah$/, ['a', 'oh']],
  [/o/g, ['u', 'a']],
  [/a$/, ['ah', 'o']],
  [/ll/g, ['l']],
  [/mm/g, ['m']],
  [/nn/g, ['n']],
  [/d$/, ['t']],
  [/t$/, ['d']],
  [/e/g, ['i']],
  [/ae/g, ['ai', 'e']],
  [/ai/g, ['ae', 'e']],
  [/n$/, ['nn']],
  [/g$/, ['']],
  [/h(?=[a-z])/g, ['']],
];
/** one phonetic or transliteration variant in one name part */
export function spellingVariant(name: string, r: Rng): string {
  const t = name.split(' ');
  const j = pickToken(t, r);
  if (j < 0) return name;
  for (let i = 0; i < 20; i++) {
    const [re, to] = r.pick(VAR);
    const w = t[j]!;
    re.lastIndex = 0;
    const hits = [...w.matchAll(new RegExp(re.source, re.flags.includes('g') ? re.flags : re.flags + 'g'))];
    if (hits.length === 0) continue;
    const h = r.pick(hits);
    const out = w.slice(0, h.index) + r.pick(to) + w.slice(h.index! + h[0].length);
    if (out.length < 3) continue;
    t[j] = cap(out);
    return t.join(' ');
  }
  return name;
}
const core = (name: string): [string, string] => {
  const m = /(\s(bin|binti|alias|als|al\.)\s.*|,\s.*)$/i.exec(name);
  return m ? [name.slice(0, m.index), name.slice(m.index)] : [name, ''];
};
export function dropPart(name: string, r: Rng): string {
  const [c, tail] = core(name);
  const t = c.split(' ');
  if (t.filter((w) => !isTitle(w) && w.length > 2).length < 2) return name;
  const j = r.int(t.length);
  t.splice(j, 1);
  if (!t.some((w) => w.length > 2 && !isTitle(w))) return name;
  return t.join(' ') + tail;
}
export function swapParts(name: string, r: Rng): string {
  const [c, tail] = core(name);
  const t = c.split(' ');
  if (t.length < 2) return name;
  const j = r.int(t.length - 1);
  [t[j], t[j + 1]] = [t[j + 1]!, t[j]!];
  return t.join(' ') + tail;
}
export function initialPart(name: string, r: Rng): string {
  const [c, tail] = core(name);
  const t = c.split(' ');
  if (t.length < 2) return name;
  const j = r.p(0.75) ? t.length - 1 : 0;
  if (t[j]!.length < 3 || isTitle(t[j]!)) return name;
  t[j] = t[j]![0]! + '.';
  return t.join(' ') + tail;
}
export function splitJoin(name: string, r: Rng): string {
  const [c, tail] = core(name);
  const t = c.split(' ');
  for (let i = 0; i < t.length; i++) {
    const m = /^(Nur|Sri|Abdul|Siti|Dwi|Tri|Eka|Adi|Muh|Abdur)([a-z]{4,})$/.exec(t[i]!);
    if (m && r.p(0.7)) {
      t[i] = m[1] + ' ' + cap(m[2]!);
      return t.join(' ') + tail;
    }
  }
  if (t.length < 2) return name;
  const j = r.int(t.length - 1);
  if (isTitle(t[j]!) || t[j]!.endsWith('.')) return name;
  t.splice(j, 2, t[j]! + t[j + 1]!.toLowerCase());
  return t.join(' ') + tail;
}
export function digitTypo(s: string, r: Rng): string {
  const i = r.int(s.length);
  if (r.p(0.3) && i + 1 < s.length) return s.slice(0, i) + s[i + 1] + s[i] + s.slice(i + 2);
  return s.slice(0, i) + String(r.int(10)) + s.slice(i + 1);
}
const PV: Record<string, string[]> = {
  Jakarta: ['DKI Jakarta', 'Djakarta', 'Jkt'],
  Yogyakarta: ['Jogjakarta', 'Jogja', 'DIY'],
  Surakarta: ['Solo'],
  Surabaya: ['Surabaja', 'Sby'],
  Makassar: ['Ujung Pandang', 'Makasar'],
  Medan: ['Kota Medan', 'Mdn'],
  Bandung: ['Kota Bandung', 'Bdg'],
  Pematangsiantar: ['P. Siantar', 'Siantar'],
  Tangerang: ['Tanggerang'],
};
export function placeVariant(p: string, r: Rng): string {
  const v = PV[p];
  if (v && r.p(0.6)) return r.pick(v);
  const x = r.f();
  return x < 0.35
    ? 'Kab. ' + p
    : x < 0.5
      ? 'Kota ' + p
      : x < 0.65
        ? p.toUpperCase()
        : x < 0.85
          ? typo(p, r)
          : oldSpelling(p, r);
}

/** The benchmark's standard query set over a base population. */
export function* querySet(
  base: { length: number; at: (i: number) => Person },
  seed: number,
  matches: number,
  nonmatches: number,
  severity: 'standard' | 'hard' = 'standard',
): Generator<Query> {
  const g = new PersonGenerator(seed, severity);
  const r = g.r;
  const bearers = new Map<string, number>();
  const bare = (n: string): string => stripTitles(n).replace(/\s(bin|binti|alias)\s.*$/, '');
  for (let i = 0; i < base.length; i++) {
    const k = bare(base.at(i).name);
    bearers.set(k, (bearers.get(k) ?? 0) + 1);
  }
  const common = (): Person => {
    for (;;) {
      const p = base.at(r.int(base.length));
      if (bearers.get(bare(p.name))! >= 2) return p;
    }
  };
  for (let i = 0; i < matches; i++) yield g.corrupt(base.at(r.int(base.length)));
  for (let i = 0; i < nonmatches; i++) {
    const x = i / nonmatches;
    const p = base.at(r.int(base.length));
    yield x < 0.48 ? g.stranger() : x < 0.78 ? g.namesake(common()) : x < 0.98 ? g.sibling(p) : g.twin(p);
  }
}
