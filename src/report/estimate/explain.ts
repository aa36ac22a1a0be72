import type { Derivation, Step } from '../../model/explain.js';
import { wrapped } from '../layout/wrapping.js';
import { priceText } from '../prices/price-text.js';

/** Derivations as text: each line of the estimate with its equations, its range and its price's source. */
export function explainReport(derivations: readonly Derivation[], currency: string): string {
  return derivations.map((derivation) => derivationText(derivation, currency)).join('\n');
}

function derivationText({ line, steps }: Derivation, currency: string): string {
  const { strategy, month, charge, reader, account, quantity, cost, unit, price, note } = line;
  const title = [strategy, month, charge, reader, account === '' ? '' : `paid by ${account}`].filter((part) => part !== '').join(' · ');
  const range =
    `${quantity.low.toFixed()} to ${quantity.high.toFixed()} ${unit}, ${currency} ${cost.low.toFixed()} ` + `to ${cost.high.toFixed()}`;
  return [
    wrapped(title, 4),
    ...steps.flatMap(stepLines),
    `  ${wrapped(`range: ${range}`, 4)}`,
    `  ${wrapped(`price: ${priceText(price)}`, 4)}`,
    ...(note === '' ? [] : [`  ${wrapped(`note: ${note}`, 4)}`]),
    '',
  ].join('\n');
}

function stepLines({ name, formula, values, result, computedBy }: Step): string[] {
  return [
    `  ${name} [${computedBy}]`,
    ...[formula, ...new Set([values, result.toFixed()])].filter((text) => text !== '').map((text) => `    = ${wrapped(text, 6)}`),
  ];
}
