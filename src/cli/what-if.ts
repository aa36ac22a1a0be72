import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import type { WhatIf } from '../planning/what-if.js';
import { BUDGET_OPTIONS, guard } from './budget.js';
import { colorWanted } from './color.js';
import { CURRENCY_OPTIONS } from './currency.js';
import { assertNotAnInput, assertWritable, writeOutput } from './files.js';
import { readPricedScenario } from './priced-scenario.js';
import type { WhatIfArguments } from './questions.js';
import { REPORT_OPTIONS } from './report-options.js';

const LIST = { type: 'string' as const, array: true as const, nargs: 1, requiresArg: true };

export const whatIfCommand: CommandModule<object, WhatIfArguments> = {
  command: 'what-if <scenario>',
  describe: 'Ask what changes of a scenario would do to its cost',
  builder: (yargs) =>
    yargs
      .positional('scenario', { type: 'string', demandOption: true, describe: 'Scenario file, YAML or JSON; - for standard input' })
      .option('set', { ...LIST, describe: 'PATH=VALUE: a field for all questions; without a value it goes; may be repeated' })
      .option('case', { ...LIST, describe: '"NAME: PATH=VALUE; …": a case beside the others; may be repeated' })
      .option('vary', { ...LIST, describe: 'PATH=FROM..TO:STEP or PATH=VALUE,…: the cost at each value; one or two' })
      .option('break-even', { ...LIST, describe: 'PATH: where it passes --budget or --difference; may be repeated' })
      .option('difference', { type: 'string', requiresArg: true, describe: 'AMOUNT a month more than SSE-S3, for --break-even' })
      .option('sensitivity', { type: 'boolean', default: false, describe: 'Each number alone from low to high, largest effect first' })
      .option('simulate', { type: 'string', requiresArg: true, describe: 'N: draw all ranges so many times' })
      .option('seed', { type: 'string', requiresArg: true, describe: 'N: whole number to draw from [default: "1"]' })
      .option('advice', { type: 'boolean', default: false, describe: 'What would save most; also where nothing else is asked' })
      .option('chart', { type: 'string', requiresArg: true, describe: 'Write an SVG of --vary or --sensitivity to FILE' })
      .options(BUDGET_OPTIONS)
      .options(CURRENCY_OPTIONS)
      .options(REPORT_OPTIONS)
      .example('$0 what-if scenario.yaml', 'Its cases side by side, or else advice')
      .example('$0 what-if scenario.yaml --set readers.siem.times=2', 'Beside the scenario as it is')
      .example('$0 what-if scenario.yaml --vary readers.athena.lookbackDays=7..365:30', 'A sweep')
      .example('$0 what-if scenario.yaml --break-even readers.siem.times --difference 200', 'How often may it read?')
      .example('$0 what-if scenario.yaml --simulate 10000 --budget 200', 'How likely is it?'),
  handler: async (given) => {
    const { questionsOf } = await import('./questions.js');
    const questions = await questionsOf(given);
    await assertFiles(given);
    const [{ loaded, book }, { whatIf }, { progressLine }] = await Promise.all([
      readPricedScenario(given.scenario, given),
      import('../planning/what-if.js'),
      import('./progress.js'),
    ]);
    const progress = progressLine(process.stderr);
    const showPoints = (done: number, all: number) =>
      progress.show(() => `${done.toLocaleString('en')} of ${all.toLocaleString('en')} points`);
    const result = whatIf(loaded, book, questions, showPoints);
    progress.clear();
    const report = await render(result, given);
    const chart = given.chart === undefined ? undefined : await chartOf(result);
    if (chart !== undefined) await writeOutput(chart, given.chart, '--chart');
    await writeOutput(report, given.output);
    if (result.budget !== undefined) await guard(result.budget.verdicts, result.budget.budget);
  },
};

async function assertFiles({ scenario, output, chart, 'price-book': priceBook }: WhatIfArguments): Promise<void> {
  await assertNotAnInput(output, [scenario, priceBook]);
  await assertNotAnInput(chart, [scenario, priceBook]);
  if (chart === undefined) return;
  const isReport = output !== undefined && output !== '-' && resolve(chart) === resolve(output);
  if (chart === '-' || isReport) {
    const remedy = 'Give it another file.';
    throw new TrailcostError('usage', { where: `--chart ${chart}`, what: 'goes to a file of its own, beside the report', remedy });
  }
  await assertWritable(chart, '--chart');
  if (output !== undefined && output !== '-') await assertWritable(output, '--output');
}

async function render(result: WhatIf, { format, output }: WhatIfArguments): Promise<string> {
  switch (format) {
    case 'table': {
      const [{ whatIfDocument }, { terminalText }] = await Promise.all([
        import('../report/what-if/document.js'),
        import('../report/layout/terminal.js'),
      ]);
      return terminalText(whatIfDocument(result), { color: output === undefined && colorWanted(process.stdout, process.env) });
    }
    case 'json':
      return (await import('../report/what-if/json.js')).whatIfJson(result);
    case 'csv':
      return onlyTable(result);
    case 'markdown': {
      const [{ whatIfDocument }, { markdownText }] = await Promise.all([
        import('../report/what-if/document.js'),
        import('../report/layout/markdown.js'),
      ]);
      return markdownText(whatIfDocument(result));
    }
  }
}

/** A CSV has one header. */
async function onlyTable(result: WhatIf): Promise<string> {
  const [{ csvTable }, { whatIfTables }] = await Promise.all([import('../report/layout/csv.js'), import('../report/what-if/csv.js')]);
  const tables = whatIfTables(result);
  const [table, ...others] = tables;
  if (table !== undefined && others.length === 0) return csvTable(table);
  throw new TrailcostError('usage', {
    where: '--format csv',
    what: `holds one table, and ${tables.length} are asked for: ${tables.map(({ question }) => question).join(', ')}`,
    remedy: 'Ask one question at a time, or use --format json.',
  });
}

async function chartOf(result: WhatIf): Promise<string> {
  if (result.sensitivity !== undefined)
    return (await import('../report/what-if/tornado-chart.js')).tornadoChart(result, result.sensitivity);
  if (result.sweep !== undefined) return (await import('../report/what-if/sweep-chart.js')).sweepChart(result, result.sweep);
  throw new TrailcostError('usage', { where: '--chart', what: 'has nothing to draw', remedy: 'Give it --vary or --sensitivity.' });
}
