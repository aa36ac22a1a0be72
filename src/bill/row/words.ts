import { remembered } from '../../base/memo.js';
import { recordOf } from '../../base/records.js';
import type { PriceMetric } from '../../prices/book.js';
import { BILLED_SERVICES, type BilledService } from './row.js';

/** What words say of a usage: what of the price book it is; `other` where it is something else of the service. */
export type Worded = PriceMetric | 'other' | undefined;

type Rule = readonly [RegExp, Exclude<Worded, undefined>];

/**
 * How the price lists describe usage, without marks and in small letters; the first rule that fits counts.
 * Source: descriptions in AWS's price lists, such as "$0.03 per 10000 KMS requests in US East (N. Virginia)", "$0.15 per 10000 KMS
 * Asymmetric Requests", "$12 per 10000 RSA Generate Data Key Pair Requests", "$1 per customer managed KMS key version".
 */
const RULES: Record<BilledService, readonly Rule[]> = {
  kms: [
    [/\b(?:asymmetric|rsa|ecc|ecdsa|sm2|post quantum|ml dsa|data ?key ?pairs?|cloudhsm|custom key stores?|xks)\b/, 'other'],
    [/\b(?:requests?|api calls?)\b/, 'kms-request'],
    [/\bkeys?\b/, 'kms-key-month'],
  ],
  cloudtrail: [
    [/\b(?:free|lake|network activity|network events?|data insights?|insights? (?:for|on|of) data)\b/, 'other'],
    [/\binsights?(?: ?events?)?\b/, 'cloudtrail-insights'],
    [/\bdata ?events?\b/, 'cloudtrail-data-event'],
    [/\b(?:paid ?events?|paid ?management ?events?|paid ?events ?recorded|additional (?:management|cop)\w*)\b/, 'cloudtrail-paid-copy'],
  ],
  guardduty: [
    [/\b(?:paid ?events ?analy[sz]ed|cloudtrail management ?events?)\b/, 'guardduty-management-event'],
    [/./, 'other'],
  ],
  s3: [
    [/\b(?:infrequent|ia|glacier|archive|express|directory|intelligent|tables?|lifecycle|transition)\b/, 'other'],
    [/\bget and all other requests\b/, 's3-get'],
    [/\bput copy post (?:or )?list requests\b/, 's3-put'],
  ],
  athena: [],
  other: [],
};

/** Words that name the service itself. */
const OWN_NAMES = /\b(?:(?:aws|amazon) )?(?:key management service|kms|cloudtrail|guardduty)\b(?! management)/g;
const MOST_TEXTS = 5000;

/**
 * What a description or a meter's name says is used.
 *
 * @example wordedAs('kms', 'AWS Key Management Service Requests') // 'kms-request'
 * @example wordedAs('kms', '$0.15 per 10000 KMS Asymmetric Requests') // 'other'
 */
export function wordedAs(service: BilledService, text: string): Worded {
  return text === '' ? undefined : WORDED[service](text);
}

const WORDED = recordOf(BILLED_SERVICES, (service) =>
  remembered(
    (text: string): Worded => {
      const plain = text.toLowerCase().replace(/[^a-z0-9]+/g, ' ');
      const words = plain.replace(OWN_NAMES, ' ').trim();
      return RULES[service].find(([form]) => form.test(words))?.[1];
    },
    { most: MOST_TEXTS },
  ),
);
