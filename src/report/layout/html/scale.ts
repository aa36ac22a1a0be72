import { nice, ticks } from 'd3-array';

/** From values to places: pixels, or percent. */
export interface Scale {
  (value: number): number;
  /** Round values within, about as many as are asked for. */
  ticks(count: number): number[];
}

/**
 * A linear scale. Its round values are d3's; d3's own scales would bring colours along too, 20 kB that a page has no use for.
 *
 * @param rounding about how many round values the ends are moved out to; none: they stay
 */
export function linearScale([from, to]: readonly [number, number], [start, end]: readonly [number, number], rounding?: number): Scale {
  const wide = to > from ? to : from + 1;
  const [least, most] = rounding === undefined ? [from, wide] : nice(from, wide, rounding);
  const scale = (value: number) => start + ((value - least) / (most - least)) * (end - start);
  return Object.assign(scale, { ticks: (count: number) => ticks(least, most, count) });
}
