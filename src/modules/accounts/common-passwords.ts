/** What people here and everywhere try first, as plain letters: figures and signs around them are no secret. Our own list. */
export const commonWords: ReadonlySet<string> = new Set(
  `password passwords passwd katasandi katakunci sandi rahasia admin administrator superadmin operator petugas pegawai user username
  login masuk welcome selamatdatang selamatpagi selamatsiang selamatmalam indonesia indonesiaraya merdeka merahputih garuda pancasila
  bhinneka jakarta palembang surabaya bandung makassar medan bapas lapas rutan lpka rupbasan kanwil ditjenpas pemasyarakatan
  kemenkumham kemenimipas pengayoman simpul wajiblapor pembimbing klien letmein iloveyou sayang sayangku akucintakamu cintaku bismillah
  alhamdulillah assalamualaikum allahuakbar qwerty qwertyuiop qwertyuiopasdfghjkl asdf asdfgh asdfghjkl zxcvbnm qazwsx qazwsxedc
  abc abcd abcdef abcdefgh abcdefghijkl aaaa test testing percobaan coba contoh demo default changeme gantisaya monkey dragon
  football sepakbola persija persib bola master superman batman naruto sunshine princess putri cinta keluarga anakku ibuku
  rahasianegara negara kantor komputer laptop internet google facebook whatsapp samsung android january januari februari maret
  april juni juli agustus september oktober november desember senin selasa rabu kamis jumat sabtu minggu`.split(/\s+/),
);
