import sharp from 'sharp';
import { expect, test } from 'vitest';
import { facePoints, faceSize, fileCorpus } from '../../../tests/corpus/files.ts';
import { acceptFile } from './accept.server.ts';
import { fileProblems, kindOf } from './file-kind.ts';
import { differentBits, lookOf, mirroredLook } from './look.ts';
import { encodePicture } from './image.server.ts';

const sent = await Promise.all(fileCorpus.map(async (one) => ({ ...one, bytes: await one.make() })));

test.each(sent)('$name is $expect', async ({ bytes, use, expect: wanted }) => {
  const answer = await acceptFile(bytes, use);
  if (wanted === 'refused') {
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(fileProblems).toContain(answer.problem);
    return;
  }
  expect(answer).toMatchObject({ ok: true });
  if (!answer.ok) return;
  expect(answer.file.content.includes('CANARY')).toBe(false);
  if (answer.file.mediaType !== 'image/jpeg') return;
  expect(kindOf(answer.file.content)).toBe('jpeg');
  const kept = await sharp(answer.file.content).metadata();
  expect(kept.exif ?? kept.icc ?? kept.xmp ?? kept.iptc).toBeUndefined();
  expect(Math.max(kept.width, kept.height)).toBeLessThanOrEqual(1600);
  expect(answer.file.content.length).toBeLessThanOrEqual(use === 'face' ? 200 * 1024 : 1_200_000);
});

test('a photo that lies on its side is stood up', async () => {
  const lying = sent.find((one) => one.name.includes('on its side'))!;
  const answer = await acceptFile(lying.bytes, 'face');
  expect(answer).toMatchObject({ ok: true, file: { width: 640, height: 480 } });
});

test('the whole corpus at once takes little memory', async () => {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  await Promise.all(sent.map(({ bytes, use }) => acceptFile(bytes, use)));
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

test('the same photo saved again, cut at the edge or mirrored is found again, another one is not', async () => {
  const faces = await Promise.all(
    Array.from({ length: 24 }, (_, seed) =>
      sharp(facePoints(seed + 1), { raw: faceSize })
        .jpeg({ quality: 90 })
        .toBuffer(),
    ),
  );
  const look = async (bytes: Buffer) => {
    const answer = await encodePicture(bytes, 'face');
    if (!answer.ok) throw new Error(answer.problem);
    return answer.picture.look;
  };
  const found = { resaved: 0, cut: 0, mirrored: 0, others: 0 };
  const looks = await Promise.all(faces.map(look));
  for (const [at, face] of faces.entries()) {
    const own = looks[at]!;
    const resaved = await look(await sharp(face).jpeg({ quality: 60 }).toBuffer());
    const cut = await look(await sharp(face).extract({ left: 5, top: 6, width: 470, height: 627 }).jpeg().toBuffer());
    const mirrored = await look(await sharp(face).flop().jpeg().toBuffer());
    if (differentBits(own, resaved) <= 8) found.resaved += 1;
    if (differentBits(own, cut) <= 8) found.cut += 1;
    if (differentBits(mirroredLook(own), mirrored) <= 8) found.mirrored += 1;
    found.others += looks.filter((other, index) => index !== at && differentBits(own, other) <= 8).length;
  }
  expect(found.resaved / faces.length).toBeGreaterThanOrEqual(0.95);
  expect(found.cut / faces.length).toBeGreaterThanOrEqual(0.9);
  expect(found.mirrored / faces.length).toBeGreaterThanOrEqual(0.7);
  expect(found.others / (faces.length * (faces.length - 1))).toBeLessThan(0.02);
});

test('a look in the mirror of the mirror is the look itself', () => {
  const grey = Uint8Array.from({ length: 1024 }, (_, at) => (at * 7919) % 251);
  const flopped = Uint8Array.from({ length: 1024 }, (_, at) => grey[Math.floor(at / 32) * 32 + 31 - (at % 32)]!);
  const look = lookOf(grey);
  expect(mirroredLook(mirroredLook(look))).toBe(look);
  expect(mirroredLook(look)).toBe(lookOf(flopped));
  expect(differentBits(-1n, 0n)).toBe(64);
});
