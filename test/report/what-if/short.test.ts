import { describe, expect, test } from 'vitest';
import { budgetsOf } from '../../../src/cli/budget.js';
import { costingOf } from '../../../src/model/costing.js';
import { diffOf } from '../../../src/planning/diff.js';
import { parseVariation } from '../../../src/planning/sweep.js';
import { type Questions, whatIf } from '../../../src/planning/what-if.js';
import { diffDocument } from '../../../src/report/diff/document.js';
import type { Document } from '../../../src/report/layout/document.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { whatIfDocument } from '../../../src/report/what-if/document.js';
import { parseScenario } from '../../../src/scenario/load.js';
import { parseSetting } from '../../../src/scenario/settings.js';
import { book, NO_QUESTIONS, sampleEstimate, sampleText } from '../../support.js';

/** A report without its details. */
function shortLines(document: Document): string[] {
  const isShort = ({ detail }: { detail?: boolean }) => detail !== true;
  const short = { ...document, tables: document.tables.filter(isShort), lists: document.lists.filter(isShort) };
  return terminalText(short, { color: false }).trimEnd().split('\n');
}

const { budget } = budgetsOf({ budget: ['$300'], 'budget-on': undefined, strategy: undefined });
const org = (...texts: string[]) => texts.map((text) => parseSetting(text, '--set'));
const QUESTIONS: Record<string, Partial<Questions>> = {
  'its cases': {},
  'a case': { cases: [{ name: 'more', settings: org('trails.org.accounts=+40') }] },
  'a setting': { settings: org('trails.org.accounts=+40') },
  'a budget': { budget, cases: [{ name: 'more', settings: org('trails.org.accounts=+40') }] },
  advice: { advice: true },
  'a long sweep': { variations: [parseVariation('trails.org.accounts=1..400:1')] },
  sensitivity: { sensitivity: true },
  simulation: { simulation: { draws: 20, seed: 1 } },
  'the fields of a break-even': { breakEvenFields: true },
  'a break-even': {
    breakEvens: ['trails.org.accounts', 'readers.siem.times'].map((path) => ({
      path,
      target: { ...(budget as NonNullable<typeof budget>), kind: 'budget', on: 'expected' },
    })),
  },
};

describe('a report without details has at most 40 lines', () => {
  const loaded = parseScenario(sampleText('organization.yaml'), 'organization.yaml');

  test.each(Object.entries(QUESTIONS))('of %s', (name, asked) => {
    const scenario = name === 'advice' ? parseScenario(sampleText('organization.yaml').replace(/\ncases:[\s\S]*$/, '\n'), 's') : loaded;
    const lines = shortLines(whatIfDocument(whatIf(scenario, book, { ...NO_QUESTIONS, ...asked })));
    expect(lines.length, lines.join('\n')).toBeLessThanOrEqual(40);
  });

  test('of a diff', () => {
    const [before, after] = ['small-account.yaml', 'organization.yaml'].map((file) => costingOf(sampleEstimate(file)));
    if (before === undefined || after === undefined) throw new Error('two estimates');
    const lines = shortLines(diffDocument(diffOf(before, after), 'sse-kms'));
    expect(lines.length, lines.join('\n')).toBeLessThanOrEqual(40);
  });
});

test('warnings come before prices and assumptions', () => {
  const loaded = parseScenario(sampleText('organization.yaml'), 'organization.yaml');
  const titles = whatIfDocument(whatIf(loaded, book, NO_QUESTIONS)).lists.map(({ title }) => title);
  expect(titles.indexOf('Warnings')).toBeGreaterThanOrEqual(0);
  expect(titles.indexOf('Warnings')).toBeLessThan(titles.indexOf('Prices used'));
  expect(titles.indexOf('Prices used')).toBeLessThan(titles.indexOf('Assumptions'));
});
