import type { Decimal } from '../../base/decimal.js';
import type { BilledService } from './row.js';
import type { PricingUnit } from './units.js';
import { UNKNOWN, type Usage, type UsageTypes } from './usage.js';
import { wordedAs } from './words.js';

/** All that a row says of what it is for; empty where it does not. */
export interface UsageTexts {
  usageType: string;
  meter: string;
  /** Attributes of the price, as JSON. */
  details: string;
  priceId: string;
  description: string;
  /** Undefined where it is not known. */
  unit: PricingUnit | undefined;
  /** List price of one unit, else the billed one. */
  unitPrice: Decimal | undefined;
}

/** A usage type within attributes of a price. */
const IN_DETAILS = /"(?:x_)?usage_?type"\s*:\s*"([^"]{1,200})"/i;

/** Requests of symmetric keys cost $0.000003 in most Regions; those dearer than this are of other keys, whatever the words. */
const MOST_A_REQUEST = '0.00001';

/**
 * What a row is for, from the first of its texts that says so: its usage type, the meter, the attributes of the price, and where none of
 * them has the form of AWS's usage types, words. Undefined where nothing says it.
 */
export function usageIn(types: UsageTypes, service: BilledService, texts: UsageTexts): Usage | undefined {
  const { usageType, meter, details, priceId } = texts;
  for (const text of [usageType, meter, IN_DETAILS.exec(details)?.[1] ?? '', priceId]) {
    const usage = text === '' ? UNKNOWN : types.usageOf(service, text);
    if (usage.isUsageType) return usage;
  }
  return inWords(service, texts);
}

function inWords(service: BilledService, { usageType, meter, description, unit, unitPrice }: UsageTexts): Usage | undefined {
  const said = [usageType, meter, description].map((text) => wordedAs(service, text));
  const metric = said.find((each) => each !== undefined);
  if (metric === 'other' || said.includes('other')) return UNKNOWN;
  const ofUnit = service === 'kms' && unit?.thing === 'key' ? 'kms-key-month' : undefined;
  if (metric === 'kms-request' && unitPrice?.gt(MOST_A_REQUEST) === true) return UNKNOWN;
  if (metric !== undefined && ofUnit !== undefined && metric !== ofUnit) return undefined;
  if (metric === 'kms-key-month' && unit?.thing === 'request') return undefined;
  const found = metric ?? ofUnit;
  return found === undefined ? undefined : { ...UNKNOWN, metric: found };
}
