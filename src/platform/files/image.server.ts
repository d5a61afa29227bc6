import sharp from 'sharp';
import { mostPixels, type FileProblem } from './file-kind.ts';
import { lookOf, lookSide } from './look.ts';

/** The libraries behind sharp read some forty formats, fonts and drawings among them; two are needed. */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] });
sharp.cache(false);
// One core for pictures, so that the other goes on answering.
sharp.concurrency(1);

export type Picture = { jpeg: Buffer; width: number; height: number; look: bigint };
export type PictureUse = 'face' | 'document';

const LONG_SIDE = 1600;
/** On a slow line a list of faces must still come; a paper must stay readable. */
const faceBytes = 200 * 1024;
const documentBytes = 1_200_000;
const tries: readonly { side: number; quality: number }[] = [
  { side: LONG_SIDE, quality: 82 },
  { side: LONG_SIDE, quality: 70 },
  { side: 1280, quality: 74 },
  { side: 1024, quality: 70 },
  { side: 800, quality: 66 },
];
const SECONDS = 10;

/**
 * The picture anew: upright, on white, at most 1600 points on its longer side, as JPEG, without anything that the camera or a
 * stranger wrote beside the points. Runs on a thread of its own.
 */
export async function encodePicture(
  bytes: Buffer,
  use: PictureUse,
): Promise<{ ok: true; picture: Picture } | { ok: false; problem: FileProblem }> {
  const enough = use === 'face' ? faceBytes : documentBytes;
  try {
    const reading = { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true, autoOrient: true } as const;
    const { width, height } = await sharp(bytes, reading).metadata();
    if (width * height > mostPixels) return { ok: false, problem: 'file_too_many_pixels' };
    const points = await sharp(bytes, reading)
      .timeout({ seconds: SECONDS })
      .resize({ width: LONG_SIDE, height: LONG_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = { width: points.info.width, height: points.info.height, channels: points.info.channels };
    const grey = await sharp(points.data, { raw })
      .resize(lookSide, lookSide, { fit: 'fill' })
      .greyscale()
      .raw()
      .toBuffer();

    let jpeg = { data: Buffer.alloc(0), info: { width: 0, height: 0 } };
    for (const { side, quality } of tries) {
      jpeg = await sharp(points.data, { raw })
        .timeout({ seconds: SECONDS })
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality })
        .toBuffer({ resolveWithObject: true });
      if (jpeg.data.length <= enough) break;
    }
    return {
      ok: true,
      picture: { jpeg: jpeg.data, width: jpeg.info.width, height: jpeg.info.height, look: lookOf(grey) },
    };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): FileProblem {
  const said = String((error as Error).message);
  if (/pixel limit|too large|dimensions/i.test(said)) return 'file_too_many_pixels';
  return /timeout/i.test(said) ? 'file_too_slow' : 'file_damaged';
}
