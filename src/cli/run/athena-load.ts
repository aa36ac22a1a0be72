import type { ResultFile } from '../../athena/load/result.js';
import type { Filters } from '../../logs/classify/filters.js';
import type { AthenaLoadArguments } from '../commands/athena.js';
import { inputChunks, inputName } from '../inputs.js';
import type { Io } from '../io.js';
import { assertAccount } from '../usage.js';
import { type Pricing, showLoaded } from './athena-shown.js';

export async function runAthenaLoad(given: AthenaLoadArguments, io: Io): Promise<number> {
  const { files } = given;
  const filters = filtersOf(given);
  const load = async (pricing: Pricing) => {
    const { loadResults } = await import('../../athena/load/load.js');
    const results = files.map((path): ResultFile => ({ name: inputName(path), chunks: inputChunks(path, io) }));
    return await loadResults(results, { filters, ...pricing });
  };
  return await showLoaded(given, files, load, io);
}

function filtersOf({ bucket = [], trail = [], account = [], region = [] }: AthenaLoadArguments): Omit<Filters, 'since' | 'until'> {
  for (const id of account) assertAccount(id, '--account');
  return { buckets: bucket, trails: trail, accounts: account, regions: region };
}
