/**
 * Files as people, phones and attackers send them, each with what must become of it. Built here, because a repository with bombs in it
 * is of no use to anyone.
 */
import { deflateSync } from 'node:zlib';

export type Expected = 'taken' | 'refused';
export type FileCase = {
  name: string;
  use: 'face' | 'document';
  make: () => Buffer | Promise<Buffer>;
  expect: Expected;
};

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function crc32(bytes: Buffer): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = crcTable[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** One chunk of a PNG. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG of one colour, of any size that its header cares to claim: 40,000 x 40,000 points are 200 KB. */
export function flatPng(width: number, height: number, more: Buffer[] = [], bitDepth = 1): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = bitDepth;
  const row = Buffer.alloc(1 + Math.ceil((width * bitDepth) / 8));
  const rows = Buffer.alloc(row.length * Math.min(height, Math.ceil(200_000_000 / row.length)));
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    ...more,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Something like a face: an oval with eyes and mouth on a ground, different for each seed. Grey values with three channels. */
export function facePoints(seed: number, width = 480, height = 640): Buffer {
  const random = lcg(seed);
  const cx = width * (0.42 + random() * 0.16);
  const cy = height * (0.42 + random() * 0.16);
  const [rx, ry] = [width * (0.24 + random() * 0.1), height * (0.28 + random() * 0.1)];
  const skin = 90 + random() * 120;
  const ground = 20 + random() * 200;
  const hair = 10 + random() * 60;
  const eye = 0.25 + random() * 0.2;
  const tilt = (random() - 0.5) * 0.6;
  const light = (random() - 0.5) * 120;
  const shirt = random() * 255;
  const stripe = 12 + random() * 40;
  const points = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [(x - cx) / rx + (tilt * (y - cy)) / ry / 4, (y - cy) / ry];
      const r = dx * dx + dy * dy;
      let value = ground + Math.sin(x / stripe + seed) * 18 + (light * x) / width;
      if (dy > 0.9) value = shirt + Math.sin((x + y) / stripe) * 25;
      if (r < 1.25 && dy < -0.1) value = hair;
      if (r < 1) value = skin + light * dx * 0.4 - dy * 20;
      if (r < 1 && dy < -0.55) value = hair + 10;
      if (Math.hypot(Math.abs(dx) - eye, (dy + 0.15) * 1.6) < 0.12) value = 25;
      if (Math.abs(dx) < 0.3 && Math.abs(dy - 0.45) < 0.06) value = skin * 0.5;
      value += (random() - 0.5) * 10;
      const at = (y * width + x) * 3;
      points[at] = clamp(value + 8);
      points[at + 1] = clamp(value);
      points[at + 2] = clamp(value - 8);
    }
  }
  return points;
}
export const faceSize = { width: 480, height: 640, channels: 3 } as const;

function lcg(seed: number): () => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  for (let i = 0; i < 8; i++) state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const clamp = (value: number) => Math.max(0, Math.min(255, Math.round(value)));

async function face(seed = 1) {
  const { default: sharp } = await import('sharp');
  return sharp(facePoints(seed), { raw: faceSize });
}
const jpegFace = async (seed = 1) => (await face(seed)).jpeg({ quality: 85 }).toBuffer();
const pngFace = async (seed = 1) => (await face(seed)).png().toBuffer();

/** A segment behind the first two bytes of a JPEG, where cameras and strangers write. */
export function withSegment(jpeg: Buffer, marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
}

/** A PDF of one empty page, with what else its catalogue or its objects should hold. */
export function aPdf({
  catalogue = '',
  objects = [] as string[],
  trailer = '',
  version = '1.7',
  tail = '',
} = {}): Buffer {
  const parts = [
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    ...objects,
  ];
  let text = `%PDF-${version}\n`;
  const offsets: number[] = [];
  parts.forEach((part, at) => {
    offsets.push(text.length);
    text += `${at + 1} 0 obj\n${part}\nendobj\n`;
  });
  const xref = text.length;
  text += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n`;
  text += offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `trailer\n<< /Size ${parts.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${xref}\n%%EOF\n${tail}`;
  return Buffer.from(text, 'latin1');
}

function objectList(inside: string): string {
  const packed = deflateSync(Buffer.from(inside, 'latin1')).toString('latin1');
  return `<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream`;
}

const zip = Buffer.concat([
  Buffer.from('504b0304140000000000', 'hex'),
  Buffer.alloc(60, 1),
  Buffer.from('504b0506000000000000000000000000000000000000', 'hex'),
]);
const text = (content: string) => () => Buffer.from(content, 'utf8');
const MB = 1024 * 1024;

/** Sixty files. `taken` means that a clean one is stored, not that it is the one that was sent. */
export const fileCorpus: FileCase[] = [
  { name: 'a photo of a face', use: 'face', make: () => jpegFace(), expect: 'taken' },
  { name: 'a photo as PNG', use: 'face', make: () => pngFace(), expect: 'taken' },
  { name: 'a photo of a paper', use: 'document', make: () => jpegFace(3), expect: 'taken' },
  {
    name: 'a grey photo',
    use: 'face',
    make: async () => (await face()).greyscale().jpeg().toBuffer(),
    expect: 'taken',
  },
  {
    name: 'a CMYK photo from a print shop',
    use: 'document',
    make: async () => (await face()).toColourspace('cmyk').jpeg().toBuffer(),
    expect: 'taken',
  },
  {
    name: 'a progressive photo',
    use: 'face',
    make: async () => (await face()).jpeg({ progressive: true }).toBuffer(),
    expect: 'taken',
  },
  {
    name: 'a picture with transparency',
    use: 'document',
    make: async () => (await face()).ensureAlpha(0.5).png().toBuffer(),
    expect: 'taken',
  },
  {
    name: 'a picture with a palette',
    use: 'document',
    make: async () => (await face()).png({ palette: true }).toBuffer(),
    expect: 'taken',
  },
  {
    name: 'a picture of 16 bits',
    use: 'document',
    make: async () => (await face()).toColourspace('rgb16').png().toBuffer(),
    expect: 'taken',
  },
  { name: 'one point', use: 'face', make: async () => (await face()).resize(1, 1).png().toBuffer(), expect: 'taken' },
  {
    name: 'a photo lying on its side',
    use: 'face',
    make: async () => (await face()).jpeg().withMetadata({ orientation: 6 }).toBuffer(),
    expect: 'taken',
  },
  {
    name: 'a photo that says where it was taken',
    use: 'face',
    make: async () =>
      (await face())
        .jpeg()
        .withExif({ IFD0: { Copyright: 'CANARY-EXIF' }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '2/1 59/1 0/1' } })
        .toBuffer(),
    expect: 'taken',
  },
  {
    name: 'a photo with a comment',
    use: 'face',
    make: async () => withSegment(await jpegFace(), 0xfe, Buffer.from('<script>CANARY</script>')),
    expect: 'taken',
  },
  {
    name: 'a photo with a program in its application segment',
    use: 'face',
    make: async () => withSegment(await jpegFace(), 0xe1, Buffer.from('<?php system($_GET["CANARY"]); ?>')),
    expect: 'taken',
  },
  {
    name: 'a photo with an archive behind it',
    use: 'face',
    make: async () => Buffer.concat([await jpegFace(), zip]),
    expect: 'taken',
  },
  {
    name: 'a photo with a page behind it',
    use: 'face',
    make: async () => Buffer.concat([await jpegFace(), Buffer.from('<html><script>CANARY</script></html>')]),
    expect: 'taken',
  },
  {
    name: 'a PNG with text in it',
    use: 'face',
    make: () => flatPng(64, 64, [pngChunk('tEXt', Buffer.from('Comment\0<script>CANARY</script>'))]),
    expect: 'taken',
  },
  {
    name: 'a PNG with an archive behind it',
    use: 'document',
    make: async () => Buffer.concat([await pngFace(), zip]),
    expect: 'taken',
  },
  {
    name: 'a moving PNG',
    use: 'face',
    make: () => flatPng(64, 64, [pngChunk('acTL', Buffer.from('0000000200000000', 'hex'))]),
    expect: 'taken',
  },
  { name: 'a wide photo of 23 megapixels', use: 'document', make: () => flatPng(5760, 4000), expect: 'taken' },
  { name: 'a long strip', use: 'document', make: () => flatPng(20_000, 20), expect: 'taken' },
  { name: 'a plain PDF', use: 'document', make: () => aPdf(), expect: 'taken' },
  { name: 'a PDF 2.0', use: 'document', make: () => aPdf({ version: '2.0' }), expect: 'taken' },
  {
    name: 'a PDF with a picture whose bytes say /JS',
    use: 'document',
    make: () => aPdf({ objects: ['<< /Length 9 /Subtype /Image >>\nstream\nxx/JS /JavaScript\nendstream'] }),
    expect: 'taken',
  },
  {
    name: 'a PDF whose objects are packed',
    use: 'document',
    make: () => aPdf({ objects: [objectList('5 0 << /Type /Font >>')] }),
    expect: 'taken',
  },
  {
    name: 'a PDF with line ends of Windows behind it',
    use: 'document',
    make: () => aPdf({ tail: '\r\n\r\n' }),
    expect: 'taken',
  },

  { name: 'nothing', use: 'face', make: () => Buffer.alloc(0), expect: 'refused' },
  { name: 'nothing, as a paper', use: 'document', make: () => Buffer.alloc(0), expect: 'refused' },
  { name: 'one byte', use: 'face', make: () => Buffer.from([0xff]), expect: 'refused' },
  { name: 'only zeros', use: 'document', make: () => Buffer.alloc(4096), expect: 'refused' },
  {
    name: 'the first three bytes of a photo',
    use: 'face',
    make: () => Buffer.from([0xff, 0xd8, 0xff]),
    expect: 'refused',
  },
  { name: 'the first eight bytes of a PNG', use: 'face', make: () => pngSignature, expect: 'refused' },
  { name: 'half a photo', use: 'face', make: async () => (await jpegFace()).subarray(0, 9000), expect: 'refused' },
  {
    name: 'a page that begins like a photo',
    use: 'face',
    make: () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<html><script>alert(1)</script>')]),
    expect: 'refused',
  },
  {
    name: 'a photo of 5 MB and one byte',
    use: 'face',
    make: async () => Buffer.concat([await jpegFace(), Buffer.alloc(5 * MB + 1)]).subarray(0, 5 * MB + 1),
    expect: 'refused',
  },
  { name: 'a picture of 40,000 x 40,000 points', use: 'face', make: () => flatPng(40_000, 40_000), expect: 'refused' },
  {
    name: 'a picture that claims 2,000,000,000 points a side',
    use: 'face',
    make: () => flatPng(2_000_000_000, 1).subarray(0, 2000),
    expect: 'refused',
  },
  { name: 'a picture without width', use: 'face', make: () => flatPng(0, 10), expect: 'refused' },
  { name: 'a picture of 25 megapixels', use: 'document', make: () => flatPng(5000, 5001), expect: 'refused' },
  {
    name: 'a drawing (SVG)',
    use: 'face',
    make: text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'),
    expect: 'refused',
  },
  {
    name: 'a drawing behind a declaration',
    use: 'document',
    make: text(
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
    ),
    expect: 'refused',
  },
  { name: 'a web page', use: 'document', make: text('<!doctype html><script>alert(1)</script>'), expect: 'refused' },
  {
    name: 'a GIF',
    use: 'face',
    make: () =>
      Buffer.from('47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b', 'hex'),
    expect: 'refused',
  },
  { name: 'a WebP', use: 'face', make: async () => (await face()).webp().toBuffer(), expect: 'refused' },
  {
    name: 'a photo of an iPhone (HEIC)',
    use: 'face',
    make: () => Buffer.concat([Buffer.from('0000001866747970686569630000000068656963', 'hex'), Buffer.alloc(500)]),
    expect: 'refused',
  },
  { name: 'a TIFF', use: 'document', make: async () => (await face()).tiff().toBuffer(), expect: 'refused' },
  {
    name: 'a bitmap',
    use: 'face',
    make: () => Buffer.concat([Buffer.from('424d3a000000000000003600000028000000', 'hex'), Buffer.alloc(60)]),
    expect: 'refused',
  },
  { name: 'an archive', use: 'document', make: () => zip, expect: 'refused' },
  {
    name: 'a program of Windows',
    use: 'document',
    make: () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(400)]),
    expect: 'refused',
  },
  {
    name: 'a program of Linux',
    use: 'document',
    make: () => Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(400)]),
    expect: 'refused',
  },
  {
    name: 'a test virus',
    use: 'document',
    make: () => Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS' + '-TEST-FILE!$H+H*'),
    expect: 'refused',
  },
  { name: 'a PDF where a face should be', use: 'face', make: () => aPdf(), expect: 'refused' },
  { name: 'a PDF that only begins', use: 'document', make: () => aPdf().subarray(0, 120), expect: 'refused' },
  {
    name: 'a PDF with a program in it',
    use: 'document',
    make: () => aPdf({ catalogue: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' }),
    expect: 'refused',
  },
  {
    name: 'a PDF that spells its program in figures',
    use: 'document',
    make: () => aPdf({ catalogue: '/OpenAction << /S /J#61vaScr#69pt /J#53 (app.alert(1)) >>' }),
    expect: 'refused',
  },
  {
    name: 'a PDF that hides its program in a packed list',
    use: 'document',
    make: () => aPdf({ objects: [objectList('5 0 << /S /JavaScript /JS (app.alert(1)) >>')] }),
    expect: 'refused',
  },
  {
    name: 'a PDF that starts other programs',
    use: 'document',
    make: () => aPdf({ catalogue: '/OpenAction << /S /Launch /F (cmd.exe) >>' }),
    expect: 'refused',
  },
  {
    name: 'a PDF that carries a file',
    use: 'document',
    make: () => aPdf({ catalogue: '/Names << /EmbeddedFiles 9 0 R >>' }),
    expect: 'refused',
  },
  {
    name: 'a PDF with a password',
    use: 'document',
    make: () => aPdf({ trailer: '/Encrypt 9 0 R' }),
    expect: 'refused',
  },
  {
    name: 'a PDF with an archive behind it',
    use: 'document',
    make: () => Buffer.concat([aPdf(), zip]),
    expect: 'refused',
  },
  {
    name: 'a PDF with a second document behind its end',
    use: 'document',
    make: () => Buffer.concat([aPdf(), Buffer.from('<html><script>alert(1)</script>')]),
    expect: 'refused',
  },
  {
    name: 'a PDF behind a page',
    use: 'document',
    make: () => Buffer.concat([Buffer.from('<html>'), aPdf()]),
    expect: 'refused',
  },
  {
    name: 'a PDF whose packed list is a bomb',
    use: 'document',
    make: () => aPdf({ objects: [objectList('0'.repeat(64 * MB))] }),
    expect: 'refused',
  },
  {
    name: 'a PDF of 15 MB and one byte',
    use: 'document',
    make: () => Buffer.concat([aPdf().subarray(0, 9), Buffer.alloc(15 * MB - 8, 0x20)]),
    expect: 'refused',
  },
];
