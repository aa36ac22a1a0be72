import { type WhatIf, whatIf } from '../../planning/what-if.js';
import { judgedOf } from '../../report/what-if/budget.js';
import { guard } from '../budget.js';
import { assertChart } from '../chart.js';
import type { PageFormat } from '../commands/options.js';
import type { WhatIfArguments } from '../commands/what-if.js';
import type { Io } from '../io.js';
import { assertOutputs, writeOutput } from '../outputs.js';
import { asDocument, asPage, present, type Renderers } from '../present.js';
import { readPricedScenario } from '../priced-scenario.js';
import { progressLine, stepsDone } from '../progress.js';
import { usage } from '../usage.js';
import { questionsOf } from './questions.js';

export async function runWhatIf(given: WhatIfArguments, io: Io): Promise<number> {
  const { scenario, output, chart, 'price-book': priceBook } = given;
  const questions = questionsOf(given);
  assertChart(chart, output);
  await assertOutputs({ '--output': output, '--chart': chart }, { files: [scenario, priceBook] }, io);
  const { loaded, book } = await readPricedScenario(scenario, given, io);
  const progress = progressLine(io);
  const result = whatIf(loaded, book, questions, (done, all, steps) => progress.show(() => stepsDone(done, all, steps)));
  progress.clear();
  const drawn = chart === undefined ? undefined : await chartOf(result);
  await present(result, REPORT, given, io);
  if (drawn !== undefined) await writeOutput(drawn, chart, io, '--chart');
  return guard(judgedOf(result), io);
}

async function documentOf(result: WhatIf) {
  return (await import('../../report/what-if/document.js')).whatIfDocument(result);
}

const REPORT: Renderers<WhatIf, PageFormat> = {
  ...asDocument(documentOf),
  ...asPage(async (result) => (await import('../../report/what-if/page/page.js')).whatIfPage(result)),
  json: async (result) => (await import('../../report/what-if/json.js')).whatIfJson(result),
  csv: onlyTable,
};

/** A CSV has one header. */
async function onlyTable(result: WhatIf): Promise<string> {
  const [{ csvTable }, { whatIfTables }] = await Promise.all([import('../../report/layout/csv.js'), import('../../report/what-if/csv.js')]);
  const tables = whatIfTables(result);
  const [table, ...others] = tables;
  if (table !== undefined && others.length === 0) return csvTable(table);
  const questions = tables.map(({ question }) => question).join(', ');
  const what = `holds one table, and ${tables.length} are asked for: ${questions}`;
  throw usage('--format csv', what, 'Ask one question at a time, or use --format json.');
}

async function chartOf(result: WhatIf): Promise<string> {
  const { sensitivity, sweep } = result;
  if (sensitivity !== undefined) return (await import('../../report/what-if/tornado-chart.js')).tornadoChart(result, sensitivity);
  if (sweep !== undefined) return (await import('../../report/what-if/sweep-chart.js')).sweepChart(result, sweep);
  throw usage('--chart', 'has nothing to draw', 'Give it --vary or --sensitivity.');
}
