import { textWidth } from '../../src/report/layout/text-width.js';

/** A text of a picture and the room that it takes at most, with letters under and over the line. */
export interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
  ink: string;
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** Every text of an SVG of ours, in DejaVu Sans or Arial, whichever is wider. */
export function textBoxes(svg: string): Box[] {
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = '', escaped = '']) => {
    const given = Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const text = escaped.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
    const size = Number(given['font-size'] ?? 13);
    const width = textWidth(text, { size, isBold: given['font-weight'] === '600' });
    const [x, y] = [Number(given['x']), Number(given['y'])];
    const anchor = given['text-anchor'];
    const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
    return { text, left, right: left + width, top: y - size * 0.78, bottom: y + size * 0.22, ink: given['fill'] ?? '#222222' };
  });
}

/** Width and height of a picture. */
export function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** What reaches over the edge, and pairs that lie on each other. */
export function misplaced(svg: string): string[] {
  const { width, height } = sizeOf(svg);
  const boxes = textBoxes(svg);
  const over = boxes.filter(({ left, right, top, bottom }) => !(left >= 0 && right <= width && top >= 0 && bottom <= height));
  const pairs = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
      .map((other) => `"${one.text}" lies on "${other.text}"`),
  );
  return [...over.map(({ text }) => `"${text}" reaches over the edge`), ...pairs];
}

/** How much lighter white is than an ink, as WCAG 2.2 has it. */
export function contrastToWhite(ink: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(ink.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
