import sharp from 'sharp';
import type { Dice } from './dice.ts';

const skins = ['#c68642', '#a86b32', '#8d5524', '#d8a06a'];
const hairs = ['#1b1512', '#2b211c', '#4a4542'];
const grounds = ['#b9c4c9', '#a9b8a8', '#c9bfae', '#aeb4c9'];
const shirts = ['#385a7c', '#6b4a3a', '#3f6b52', '#7a3e48', '#555'];

/** A drawn face that belongs to nobody, as a small JPEG. */
export async function drawFace(dice: Dice): Promise<Buffer> {
  const skin = dice.pick(skins);
  const width = 52 + dice.int(14);
  const brow = 86 + dice.int(8);
  const scarf = dice.p(0.25);
  const hair = dice.pick(hairs);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="180" height="220">
    <rect width="180" height="220" fill="${dice.pick(grounds)}"/>
    <path d="M20 220 q70 -70 140 0z" fill="${dice.pick(shirts)}"/>
    <rect x="76" y="140" width="28" height="36" fill="${skin}"/>
    ${scarf ? `<ellipse cx="90" cy="104" rx="${width + 14}" ry="78" fill="${dice.pick(shirts)}"/>` : `<ellipse cx="90" cy="82" rx="${width + 5}" ry="58" fill="${hair}"/>`}
    <ellipse cx="90" cy="106" rx="${width}" ry="62" fill="${skin}"/>
    <path d="M60 ${brow} h20 M100 ${brow} h20" stroke="${hair}" stroke-width="${3 + dice.int(3)}"/>
    <circle cx="70" cy="${brow + 12}" r="4"/><circle cx="110" cy="${brow + 12}" r="4"/>
    <path d="M88 ${brow + 14} l-4 22 h10" fill="none" stroke="#0004" stroke-width="3"/>
    <path d="M74 142 q16 ${dice.int(12) - 2} 32 0" fill="none" stroke="#7a2f2f" stroke-width="4"/>
    ${!scarf && dice.p(0.3) ? `<path d="M72 134 q18 -8 36 0" fill="none" stroke="${hair}" stroke-width="5"/>` : ''}
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 70 }).toBuffer();
}
