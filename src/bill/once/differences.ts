import { sanitised } from '../../base/cleaned.js';
import { FORMAT_NAMES } from '../row/layout.js';
import { type Export, GRANULARITIES } from './overlaps.js';

/** How two exports of the same usage differ, in words. */
export function differenceOf(one: Export, other: Export): string {
  const both = (pick: (of: Export) => string) => `once ${pick(one)} and once ${pick(other)}`;
  if (one.format !== other.format) return both(({ format }) => `as ${FORMAT_NAMES[format]}`);
  if (one.granularity !== other.granularity) return both(({ granularity }) => `by the ${granularity}`);
  if (one.payer === other.payer) return both(({ hasResources }) => `${hasResources ? 'with' : 'without'} resource ids`);
  return both(({ payer }) => `under ${payer === '' ? 'no payer' : `payer ${sanitised(payer)}`}`);
}

/** Which of two exports shows less: 0 or 1; undefined where that is no reason to choose. */
export function lesser(one: Export, other: Export): 0 | 1 | undefined {
  const [first, second] = [worthOf(one), worthOf(other)];
  const at = first.findIndex((worth, index) => worth !== second[index]);
  if (at < 0 || one.payer !== other.payer) return undefined;
  return (first[at] ?? 0) < (second[at] ?? 0) ? 0 : 1;
}

/** What an export shows, the weightiest first. */
function worthOf({ format, hasResources, hasResourceColumn, granularity }: Export): number[] {
  const family = Number(format.startsWith('cur'));
  const resources = Number(hasResources) + Number(hasResourceColumn);
  return [family, resources, -GRANULARITIES.indexOf(granularity), Number(format.replace(/\D/g, ''))];
}
