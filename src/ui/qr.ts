import { encode } from 'uqr';

/** A QR code as one path, so that the page gets a drawing and not the drawing program: call it where the page is loaded. */
export type QrDrawing = { size: number; path: string };

export function drawQr(text: string): QrDrawing {
  // M: a card that was folded or got wet is still read.
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      let run = 1;
      while (row[x + run]) run += 1;
      path += `M${x} ${y}h${run}v1h-${run}z`;
      x += run;
    }
  });
  return { size, path };
}
