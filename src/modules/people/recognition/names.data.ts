/** What is known about Indonesian names beyond spelling (`#kernel/sound-folds`) and titles (`#kernel/titles`). Words of small letters. */

const words = (list: string) => list.trim().split(/\s+/);

/** Short and long forms of one name, as clerks write them. Spelling alone does not lead from one to the other. */
export const sameName: readonly (readonly string[])[] = [
  words(`muhammad muhamad mohammad mohamad mochammad mochamad muchammad muchamad mukhammad mokhamad mohammed mohamed
    muhamat mohamat moehammad moehamad mohd muhd mhd muh moh moch much mukh mokh`),
  words('ahmad achmad akhmad ahmat achmat akhmat ahmed achmed akhmed ach akh'),
  words('abdul abdoel abdoul abd abdl abdu abdur abdus abdun abdut abdel'),
  words('siti sitti sitie siety st sti'),
  words('nur noer noor nuur nor nurul noerul nurun nurur nurus'),
  words('syekh syech seh sech sheikh'),
  words('yohanes johanes yohannes johannes yohanis johanis'),
  words('fransiskus fransiscus franciscus'),
  words('antonius anthonius'),
  words('agustinus augustinus'),
  words('kristina christina kristin christin'),
  words('ignatius ignasius'),
  words('aloysius alowisius aloisius'),
  words('elisabeth elizabeth elisabet elisabat'),
  words('theresia teresia theresa teresa tresia'),
];

/** Stands before a name and says rank, sex or how old, never who: dropped where a name follows. */
export const particles: ReadonlySet<string> = new Set(words('i ni ida luh dewa desak cokorda tjokorda si de da'));

/** Before a Batak woman's marga: the clerk of the next office leaves it out. */
export const familyMarks: ReadonlySet<string> = new Set(words('br boru beru'));

/** What a clerk writes who knows no name. Two of whom it stands are no more alike than two of whom nothing does. */
export const nobodysNames: ReadonlySet<string> = new Set([
  'tidak menyebut nama',
  'tidak mau menyebut nama',
  'tanpa nama',
  'tanpa identitas',
  'tidak bernama',
  'belum ada nama',
  'nama tidak diketahui',
  'tidak diketahui',
  'tidak diketahui namanya',
  'tdk diketahui',
  'belum diketahui',
  'tidak dikenal',
  'tidak tahu',
  'tidak tahu namanya',
  'tidak ingat',
  'sudah lupa',
  'lupa namanya',
  'tidak ada',
  'tdk ada',
  'belum ada',
  'sudah meninggal',
  'meninggal dunia',
  'almarhum',
  'almarhumah',
  'hamba allah',
  'anonim',
  'anonymous',
  'unknown',
  'no name',
  'mr x',
  'mrs x',
  'x',
  'xxx',
  'nn',
  'n n',
]);

/** Wayan, Made, Nyoman, Ketut and their like only count the children; `family` words are shared by a whole clan. Both are dropped easily. */
export const birthOrder: ReadonlySet<string> = new Set(
  words('wayan putu gede gde made kadek nengah nyoman komang ketut ngurah gusti bagus ayu agung anak'),
);

/** Marga and clans: known to be left out on one paper and written on the next, and shared by thousands. */
export const families: ReadonlySet<string> = new Set(
  words(`
    ambarita aritonang bakkara bangun banjarnahor barus batubara berutu bintang butarbutar dalimunthe damanik daulay
    depari doloksaribu ginting girsang gultom gurusinga harahap harianja hasibuan hutabarat hutagalung hutahaean
    hutajulu hutapea hutasoit hutauruk karo kaban keliat lingga lubis lumbanbatu lumbangaol lumbanraja lumbantobing
    lumbantoruan malau manalu manihuruk manik manullang manurung marbun marpaung matondang mendrofa munthe nababan
    nadeak naibaho nainggolan napitupulu nasution nadapdap padang pakpahan pandiangan pane pangaribuan panggabean
    panjaitan pardede pardosi parhusip pasaribu peranginangin pinem pohan pulungan purba rajagukguk rambe rangkuti
    ritonga rumahorbo sagala samosir saragi saragih sarumpaet sembiring siagian siahaan siallagan sianipar sianturi
    sibarani sibuea sidabutar sidauruk sigalingging sihaloho sihite sihombing sihotang sijabat silaban silaen silalahi
    silitonga simalango simamora simanjuntak simangunsong simanungkalit simarmata simatupang simbolon simorangkir
    sinaga sinambela singarimbun sinukaban sinulingga sinurat sipahutar sipayung siregar sirait siringoringo sitanggang
    sitepu sitinjak sitohang sitompul sitorus situmeang situmorang sormin surbakti tamba tambunan tampubolon tanjung
    tarigan telaumbanua tinambunan tobing togatorop tumanggor tumangger turnip waruwu zebua zega gulo halawa harefa laoli
    caniago chaniago guci jambak koto mandailing melayu piliang pitopang sikumbang
    kaunang lasut lumempouw mamahit mandagi mantiri maramis mokoginta pangemanan polii ratulangi rumengan runtuwene
    sondakh sumual supit tumbelaka turangan wenas worang wowor walangitan
    alatas alaydrus albaar alhabsyi alkaff assegaf bafagih baswedan shahab shihab
  `),
);

/**
 * The Indonesian names that families of a Chinese surname took, mostly in 1966 and 1967. A pair here is a hint and no more: most bearers
 * of the Indonesian name never had another. `start` holds beginnings that were built upon: Tanuwijaya, Tanoto, Tanujaya.
 */
export const counterparts: readonly {
  surname: readonly string[];
  names: readonly string[];
  start: readonly string[];
}[] = [
  {
    surname: words('tan tjen chen'),
    names: words('tanto hartanto sutanto tantra tandiono'),
    start: words('tanu tano tandi tanto'),
  },
  { surname: words('lim liem lin'), names: words('halim salim alim limas haliman'), start: words('lima limo liman') },
  {
    surname: words('oei oey wie ng oeij'),
    names: words('wijaya widjaja winata winoto wibowo wiyono'),
    start: words('wija wina wino'),
  },
  { surname: words('lie li lee'), names: words('lesmana laksmana ali rusli lisman'), start: words('lies lesm') },
  { surname: words('kwee kwik guo'), names: words('kusuma koesoema kusumo kusnadi'), start: words('kusu') },
  { surname: words('ong wang heng'), names: words('onggo ongko wangsa henggono'), start: words('ongk ongg wang') },
  {
    surname: words('tjan tjen tjia tjhia chia sie'),
    names: words('candra chandra tjandra cahyadi sidharta'),
    start: words('cand chand tjand'),
  },
  {
    surname: words('go goh gouw wu'),
    names: words('gunawan goenawan gozali sugondo prayogo'),
    start: words('guna gond'),
  },
  {
    surname: words('thio tio teo tjong zhang'),
    names: words('setiawan sutiono kartio prasetio'),
    start: words('seti kart'),
  },
  { surname: words('khouw kho khoe'), names: words('kosasih kurniawan kumala'), start: words('kosa') },
  { surname: words('njoo nyo yo yang'), names: words('yongki yonathan nyoto'), start: words('njot nyot') },
  { surname: words('ang hong'), names: words('anggawan angkasa anggono anggoro'), start: words('angk angg') },
  { surname: words('lauw lau liu'), names: words('laurens laurensia lauwis'), start: words('lauw') },
  { surname: words('han'), names: words('handoko handoyo handojo'), start: words('hand') },
  { surname: words('the tee zheng'), names: words('teja tedja tejakusuma'), start: words('teja tedj') },
];
