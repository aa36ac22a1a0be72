import { entryAt } from '../../base/lists.js';
import { element } from './svg.js';

/** How a line of a chart is told from the others: by its ink, its dashes and the marks on its points, so that no one of them is needed. */
interface Stroke {
  /** At least 4.5 times the contrast of white, so that words can have it too. */
  ink: string;
  dashes: string;
  shape: Shape;
  isHollow: boolean;
}

type Shape = 'circle' | 'square' | 'triangle' | 'diamond';

/** Inks after Okabe and Ito's, which differ for the colour-blind too, made darker. */
const STROKES: readonly Stroke[] = [
  { ink: '#5b6675', dashes: '6 4', shape: 'square', isHollow: false },
  { ink: '#b3450b', dashes: 'none', shape: 'circle', isHollow: false },
  { ink: '#005f99', dashes: '2 3', shape: 'triangle', isHollow: false },
  { ink: '#00735c', dashes: '10 4 2 4', shape: 'diamond', isHollow: false },
  { ink: '#8a3b78', dashes: '12 4', shape: 'circle', isHollow: true },
  { ink: '#7a5c00', dashes: '1 4', shape: 'square', isHollow: true },
  { ink: '#222222', dashes: '8 3 2 3 2 3', shape: 'triangle', isHollow: true },
  { ink: '#5b3a8c', dashes: '4 2', shape: 'diamond', isHollow: true },
];

/** As many lines as can be told from each other. */
export const MOST_LINES = STROKES.length;

/** How the line at a place in the list is drawn. */
export function strokeOf(index: number): Stroke {
  return entryAt(STROKES, index % STROKES.length);
}

/** The mark of a line on one of its points. */
export function mark({ ink, shape, isHollow }: Stroke, x: number, y: number): string {
  const attributes = { fill: isHollow ? '#ffffff' : ink, stroke: ink, 'stroke-width': 1.5 };
  if (shape === 'circle') return element('circle', { cx: x, cy: y, r: 3.5, ...attributes });
  const points = CORNERS[shape].map(([right, down]) => `${(x + right).toFixed(1)},${(y + down).toFixed(1)}`);
  return element('polygon', { points: points.join(' '), ...attributes });
}

type Corner = readonly [number, number];

/** From the point, in pixels. */
const CORNERS: Record<Exclude<Shape, 'circle'>, readonly Corner[]> = {
  square: [
    [-3.5, -3.5],
    [3.5, -3.5],
    [3.5, 3.5],
    [-3.5, 3.5],
  ],
  triangle: [
    [0, -4.5],
    [4.5, 3.5],
    [-4.5, 3.5],
  ],
  diamond: [
    [0, -5],
    [5, 0],
    [0, 5],
    [-5, 0],
  ],
};
