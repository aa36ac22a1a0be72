import { extname } from 'node:path';
import type { Io } from './io.js';
import { writeOutput } from './outputs.js';
import { usage } from './usage.js';

/**
 * Refuses a chart that would be mixed with the report, or whose name says that it is another kind of picture.
 *
 * @throws TrailcostError `usage`
 */
export function assertChart(chart: string | undefined, output: string | undefined): void {
  if (chart === undefined) return;
  if (chart === '-' || chart === output)
    throw usage(`--chart ${chart}`, 'goes to a file of its own, beside the report', 'Give it another file.');
  const ending = extname(chart).toLowerCase();
  if (ending !== '' && ending !== '.svg')
    throw usage(`--chart ${chart}`, `is drawn as SVG, not as ${ending}`, 'Give it a name that ends in .svg.');
}

/** Writes a chart, if one is asked for. */
export async function writeChart(chart: string | undefined, draw: () => Promise<string>, io: Io): Promise<void> {
  if (chart !== undefined) await writeOutput(await draw(), chart, io, '--chart');
}
