/** Advance widths of space to `~` in hundredths of the size: the wider of DejaVu Sans and Arial, rounded up. */
const REGULAR = widths(
  '32 41 46 84 64 95 78 28 39 39 50 84 32 37 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 56 102 69 69 73 77 67 62 78 76 30 50 67 ' +
    '56 87 75 79 67 79 73 67 62 74 69 99 69 67 69 39 34 39 84 56 50 62 64 55 64 62 36 64 64 28 28 58 28 98 64 62 64 64 42 53 40 64 60 82 ' +
    '60 60 53 64 34 64 84',
);
const BOLD = widths(
  '35 46 53 84 70 101 88 31 46 46 53 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 62 100 78 77 74 83 69 69 83 84 38 56 78 ' +
    '64 100 84 85 74 85 77 72 69 82 78 111 78 73 73 46 37 46 84 56 50 68 72 60 72 68 44 72 72 35 35 67 35 105 72 69 72 72 50 60 48 72 66 ' +
    '93 65 66 59 72 37 72 84',
);
/** Signs of our own texts. */
const MARKS = widths('100 56 38 84 84 84 100', ['…', '–', '·', '±', '−', '×', '→']);
/** Anything else: as wide as the widest letter of Latin, Greek and Cyrillic in these fonts. */
const OTHER = 1.56;

function widths(hundredths: string, signs?: readonly string[]): ReadonlyMap<string, number> {
  return new Map(hundredths.split(' ').map((width, index) => [signs?.[index] ?? String.fromCodePoint(32 + index), Number(width) / 100]));
}

/** How a text is set. */
export interface Setting {
  size: number;
  isBold?: boolean;
}

/** The most room that a text takes in DejaVu Sans or Arial, in pixels: what draws a picture may have either font, and we have none. */
export function textWidth(text: string, { size, isBold = false }: Setting): number {
  const known = isBold ? BOLD : REGULAR;
  return [...text].reduce((total, sign) => total + (known.get(sign) ?? MARKS.get(sign) ?? OTHER), 0) * size;
}

/**
 * A text that takes no more room than there is, with `…` for what is gone.
 *
 * @param keeps which part says most
 * @example fitted('readers.athena.lookbackDays', 90, { size: 12 }, 'end') // '….lookbackDays'
 */
export function fitted(text: string, room: number, setting: Setting, keeps: 'start' | 'end' = 'start'): string {
  if (textWidth(text, setting) <= room) return text;
  const signs = [...text];
  while (signs.length > 0) {
    if (keeps === 'start') signs.pop();
    else signs.shift();
    const short = keeps === 'start' ? `${signs.join('').trimEnd()}…` : `…${signs.join('').trimStart()}`;
    if (textWidth(short, setting) <= room) return short;
  }
  return '';
}

/** The room that the widest of some texts takes; 0 for none. */
export function widestOf(texts: readonly string[], setting: Setting): number {
  return texts.reduce((most, text) => Math.max(most, textWidth(text, setting)), 0);
}
