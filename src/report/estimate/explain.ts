import stringWidth from 'fast-string-width';
import { Decimal, sum } from '../../base/decimal.js';
import { capitalised, grouped, listed } from '../../base/text.js';
import { CHARGE } from '../../model/charges.js';
import type { Derivation, Step } from '../../model/derivation.js';
import type { Estimate } from '../../model/estimate.js';
import { explain, UNIT_PRICE } from '../../model/explain.js';
import { type Contrast, type Explanation, explainOne } from '../../model/explanation.js';
import type { Line } from '../../model/lines.js';
import { isKmsStrategy, STRATEGY_NAMES, type Strategy } from '../../model/strategies.js';
import { money } from '../layout/figures.js';
import { shellWord } from '../layout/wording.js';
import { WIDTH, wrapped } from '../layout/wrapping.js';
import { CONFIDENCE_NAMES, priceText } from '../prices/price-text.js';

export interface ExplainOptions {
  /** Every line that the words name, instead of the most expensive one. */
  isFull?: boolean;
  /** With the function that computes each step. */
  isDebug?: boolean;
  /** The terminal's height: a higher one has room for more, and what is longer than it ends with the answer. 24 where absent. */
  rows?: number | undefined;
}

/**
 * How figures came about, as text of 80 columns: the equations of the most expensive line that all words name, what differs under the other
 * strategies, and which other lines there are.
 *
 * @param words strategies, months, charges and readers' names
 * @throws TrailcostError `usage` for a word that no line has, or words that no line has together
 */
export function explainReport(
  estimate: Estimate,
  words: readonly string[],
  { isFull = false, isDebug = false, rows }: ExplainOptions = {},
): string {
  const { currency } = estimate;
  if (isFull) {
    return explain(estimate, words)
      .map((derivation) => derivationText(derivation, { currency, isDebug }))
      .join('\n');
  }
  const explanation = explainOne(estimate, words);
  const { line } = explanation.derivation;
  const style = { isDebug, numberText: isDebug ? grouped : shortNumber };
  const answer = answerText(line, currency);
  const blocksWith = (steps: readonly Step[], isShort: boolean) => [
    [wrapped([answer, choiceText(explanation)].join(' ').trimEnd(), 0)],
    [...abridged(steps).flatMap((step) => stepLines(step, style)), ...footnotes(line, currency).map((note) => wrapped(note, 2))],
    explanation.contrasts.map((contrast) => wrapped(contrastText(contrast, currency, style.numberText), 2)),
    otherLines(explanation, words, isShort),
  ];
  const mostLines = isDebug ? Number.POSITIVE_INFINITY : Math.max(rows ?? 0, SCREEN_ROWS) - 1;
  const blocks = fitting(followed(explanation.derivation.steps), style, mostLines, blocksWith);
  const text = textOf(blocks);
  return rows === undefined || linesIn(text) < rows ? text : textOf([...blocks, [wrapped(answer, 0)]]);
}

/** Of a terminal, one of them for the prompt after the text. */
const SCREEN_ROWS = 24;

type Blocks = readonly (readonly string[])[];

/**
 * As many equations as a screen has room for. Of the longest only the results are left, then the first ones go. What is charged and what it
 * costs stay, the last two but for the unit price.
 */
function fitting(
  steps: readonly Step[],
  style: StepStyle,
  mostLines: number,
  blocksWith: (steps: readonly Step[], isShort: boolean) => Blocks,
): Blocks {
  const sized = steps.map((step, place) => ({ step, place, lines: linesIn(textOf([stepLines(step, style)])) }));
  const prices = sized.filter(({ step }) => step.name === UNIT_PRICE);
  const kept = sized.filter(({ step }) => step.name !== UNIT_PRICE).slice(-2);
  const early = [...prices, ...sized.filter((each) => !prices.includes(each) && !kept.includes(each))];
  const long = early.filter(({ lines }) => lines > 1).sort((a, b) => b.lines - a.lines);
  const cuts: readonly { place: number; left?: Step }[] = [
    ...long.map(({ step, place }) => ({ place, left: { ...step, formula: '', values: '' } })),
    ...early.map(({ place }) => ({ place })),
  ];
  const shown: (Step | undefined)[] = [...steps];
  let blocks = blocksWith(steps, false);
  for (const { place, left } of cuts) {
    if (linesIn(textOf(blocks)) <= mostLines) break;
    shown[place] = left;
    blocks = blocksWith(
      shown.filter((step) => step !== undefined),
      true,
    );
  }
  return blocks;
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

function textOf(blocks: Blocks): string {
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** The figure in a sentence. */
function answerText({ charge, reader, month, strategy, account, cost }: Line, currency: string): string {
  const subject = `${CHARGE[charge].name}${reader === '' ? '' : ` of ${reader}`}`;
  const payer = account === '' ? '' : `, paid by ${account}`;
  return `${subject} cost ${money(cost.expected, currency)} in ${month} with ${UNDER[strategy]}${payer}.`;
}

/** How the line was chosen of those that the words name; empty where they name no other month. */
function choiceText({ derivation: { line }, others, isTied }: Explanation): string {
  if (others.month.length === 0) return '';
  return isTied ? 'No month costs more.' : `${line.month} is the most expensive month.`;
}

const UNDER: Record<Strategy, string> = { 'sse-s3': 'SSE-S3', 'sse-kms': 'SSE-KMS', 'sse-kms-bucket-key': 'a Bucket Key' };

/** Trails beyond these are added up. */
const MOST_OF_TRAILS = 2;

/** The steps that it takes to follow the line, with few of many trails. */
function followed(steps: readonly Step[]): Step[] {
  const needed = steps.filter(({ isAside }) => isAside !== true);
  const ofTrails = needed.filter(({ isOfTrail }) => isOfTrail).sort((a, b) => b.result.cmp(a.result));
  const rest = ofTrails.slice(MOST_OF_TRAILS);
  const others = needed.filter((step) => !rest.includes(step));
  if (rest.length === 0) return others;
  const together: Step = {
    name: 'files of all other trails and kinds',
    formula: '',
    values: '',
    result: sum(rest.map(({ result }) => result)),
    computedBy: 'deliveries',
  };
  const place = others.findLastIndex(({ isOfTrail }) => isOfTrail) + 1;
  return [...others.slice(0, place), together, ...others.slice(place)];
}

/** An equation that comes a second time is not repeated in words. */
function abridged(steps: readonly Step[]): Step[] {
  return steps.map((step, index) => {
    const isKnown = step.formula !== '' && steps.slice(0, index).some(({ formula }) => formula === step.formula);
    return isKnown ? { ...step, formula: 'the same with other numbers' } : step;
  });
}

/** How steps are shown: with the function that computes each, and numbers with as many digits as people want. */
interface StepStyle {
  isDebug: boolean;
  numberText: (number: Decimal | string) => string;
  indent?: number;
}

/** A step in words and in numbers, on one line where there is room. */
function stepLines({ name, formula, values, result, computedBy }: Step, { isDebug, numberText, indent = 0 }: StepStyle): string[] {
  const title = `${capitalised(name)}${isDebug ? ` [${computedBy}]` : ''}`;
  const [inNumbers, outcome] = [values.replace(/\d+(?:\.\d+)?/g, numberText), numberText(result)];
  const isSaid = formula.startsWith(`${outcome}:`);
  const equation = inNumbers === '' || inNumbers === outcome ? `= ${outcome}` : `= ${inNumbers} = ${outcome}`;
  const words = formula === '' ? title : `${title} = ${formula}`;
  const blanks = ' '.repeat(indent);
  const line = isSaid ? `${blanks}${words}` : `${blanks}${words} ${equation}`;
  if (stringWidth(line) <= WIDTH) return [line];
  return [`${blanks}${wrapped(words, indent + 4)}`, `${blanks}  ${wrapped(equation, indent + 4)}`];
}

/**
 * A number with two decimals, or with six digits where that is more.
 *
 * @example shortNumber('4871860.769821589529') // '4,871,860.77'
 * @example shortNumber('0.000003') // '0.000003'
 */
function shortNumber(number: Decimal | string): string {
  const exact = new Decimal(number);
  const digits = exact.toSignificantDigits(SIGNIFICANT_DIGITS);
  const places = exact.toDecimalPlaces(2);
  return grouped(digits.decimalPlaces() > places.decimalPlaces() ? digits : places);
}

const SIGNIFICANT_DIGITS = 6;

/** What a line's own figures leave unsaid: its range, its price and its note. */
function footnotes({ charge, strategy, quantity, billableQuantity, cost, price, note }: Line, currency: string): string[] {
  const range = cost.low.eq(cost.high) ? [] : [`Range: ${money(cost.low, currency)} to ${money(cost.high, currency)}.`];
  const isAllPaid = CHARGE[charge].counts === 'requests' && isKmsStrategy(strategy) && quantity.expected.eq(billableQuantity);
  const each = price.per.eq(1) ? price.unit.replace(/s$/, '') : `${grouped(price.per)} ${price.unit}`;
  const certainty = `${CONFIDENCE_NAMES[price.confidence]}${price.asOf === 'undated' ? '' : `, ${price.asOf}`}`;
  return [
    [...range, ...(isAllPaid ? ['The free tier pays none of these requests.'] : [])].join(' '),
    `Price: ${price.currency} ${price.price.toFixed()} per ${each} (${certainty}).`,
    note === '' || CHARGE[charge].isAlike ? '' : `Note: ${note}.`,
  ].filter((text) => text !== '');
}

/** What another strategy changes, in one line. */
function contrastText({ strategy, difference, reduction, line }: Contrast, currency: string, numberText: StepStyle['numberText']): string {
  const name = STRATEGY_NAMES[strategy];
  if (line === undefined) return `${name}: ${NONE[strategy]}, so this costs nothing`;
  const cost = money(line.cost.expected, currency);
  const amount = `${numberText(line.quantity.expected)} ${line.unit}, ${cost}`;
  const percent = new Decimal(reduction).times(100);
  switch (difference) {
    case 'reduced':
      return `${name}: × (1 − ${reduction}) = ${amount}`;
    case 'limited':
      return `${name}: ${amount}; less is saved than ${percent}%, since files are older or each key takes a request`;
    case 'unreduced':
      return `${name}: ${amount}`;
    default:
      return `${name}: the same, ${cost}`;
  }
}

const NONE: Record<Strategy, string> = {
  'sse-s3': 'no KMS requests and no key',
  'sse-kms': 'not charged',
  'sse-kms-bucket-key': 'not charged',
};

/** How to ask for another of the lines that the words name, and for what is left out of this one; nothing where there is neither. */
function otherLines({ others, lines, contrasts, derivation }: Explanation, words: readonly string[], isShort: boolean): string[] {
  if (lines === 1) return isShort ? ['--full shows every equation.'] : [];
  const named = (kind: string, names: readonly string[]) => (names.length === 0 ? [] : [`${kind} (${namesText(names)})`]);
  const strategies = contrasts.flatMap(({ strategy, line }) => (line === undefined ? [] : [strategy]));
  const kinds = [
    ...named('a month', others.month),
    ...named('a charge', others.charge),
    ...named('a reader', others.reader),
    ...named('a strategy', words.includes(derivation.line.strategy) ? [] : strategies),
  ];
  const another = `--explain ${[...words.map(shellWord), 'WORD'].join(',')}`;
  const hint = isShort
    ? `--full shows all, with every equation. For another one, add ${listedKinds(kinds)} to --explain.`
    : `--full shows all. Another one: ${another} with ${listedKinds(kinds)} as WORD.`;
  return [wrapped(`${lines} lines match; ${hint}`, 2)];
}

function listedKinds(kinds: readonly string[]): string {
  const last = kinds.at(-1) ?? '';
  return kinds.length < 2 ? last : `${kinds.slice(0, -1).join(', ')} or ${last}`;
}

function namesText(names: readonly string[]): string {
  return names.length > MOST_NAMES && names.every((name) => MONTH.test(name))
    ? `${names[0]} to ${names.at(-1)}`
    : listed(names, MOST_NAMES);
}

const MOST_NAMES = 4;
const MONTH = /^\d{4}-\d\d$/;

function derivationText({ line, steps }: Derivation, { currency, isDebug }: { currency: string; isDebug: boolean }): string {
  const { strategy, month, charge, reader, account, quantity, cost, unit, price, note } = line;
  const title = [strategy, month, charge, reader, account === '' ? '' : `paid by ${account}`].filter((part) => part !== '').join(' · ');
  const range =
    `${quantity.low.toFixed()} to ${quantity.high.toFixed()} ${unit}, ${currency} ${cost.low.toFixed()} ` + `to ${cost.high.toFixed()}`;
  const notes = [`range: ${range}`, `price: ${priceText(price)}`, ...(note === '' ? [] : [`note: ${note}`])];
  return [
    wrapped(title, 4),
    ...steps.flatMap((step) => stepLines(step, { isDebug, numberText: grouped, indent: 2 })),
    ...notes.map((text) => `  ${wrapped(text, 4)}`),
    '',
  ].join('\n');
}
