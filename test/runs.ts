/** The part of a property's runs that are made at a desk. `CI=1`, as in `.ci/run`, makes them all. */
const AT_A_DESK = 1 / 5;

/** How often a property is tried, as fast-check takes it: `all` times, or a part of that at a desk. */
export function runs(all = 100): { numRuns: number } {
  return { numRuns: process.env['CI'] ? all : Math.ceil(all * AT_A_DESK) };
}
