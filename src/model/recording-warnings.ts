import { type Decimal, ONE } from '../base/decimal.js';
import type { Range } from '../base/range.js';
import { listed } from '../base/text.js';
import { findPrice, unitPrice } from '../prices/book.js';
import { isCrossAccount, keyAccount } from '../scenario/accounts.js';
import { averagePayFactor, CONSUMER_METRIC } from './case-numbers.js';
import { CHARGE, isAwsCharge } from './charges.js';
import { currencyOf } from './conversion.js';
import type { LinePrice } from './rates.js';
import { crossAccountEvents, recordedEvents, recordingCharges } from './recorded.js';
import type { Evidence, Warning } from './warning.js';
import { moneyText } from './wording.js';

/** What the scenario does not say, or leaves out, about the records of KMS requests. */
export function recordingWarnings(evidence: Evidence): Warning[] {
  return [...trailWarnings(evidence), ...guardDutyWarning(evidence), ...coverWarnings(evidence)];
}

function trailWarnings({ scenario, book, volumes }: Evidence): Warning[] {
  const { recording, bucket, period } = scenario;
  if (recording.excludeKmsEvents) {
    return [
      {
        code: 'kms-events-excluded',
        message:
          'The trails exclude KMS events, so no trail charges for them and none shows who decrypts the logs.' +
          (recording.guardDuty === true ? ' GuardDuty still analyses them.' : ''),
      },
    ];
  }
  const copies = volumes.numbers.times['cloudtrail-copies'].expected;
  const price = findPrice(book, CHARGE['cloudtrail-copies'].metric, bucket.region, period.start);
  if (copies.isZero() || recording.deliveryEventsBilled || price === undefined) return [];
  const events = recordedEvents(scenario, volumes).own.times(copies);
  if (events.isZero()) return [];
  return [
    {
      code: 'delivery-events-uncounted',
      message:
        `The paid copies also record CloudTrail's own GenerateDataKey events. It is not confirmed whether AWS bills these, ` +
        `so they are left out. If it does, add about ${perMonth(events, price, { scenario, volumes })} a month ` +
        '(recording.deliveryEventsBilled: true).',
    },
  ];
}

/** What a period's events come to in an average month. */
function costPerMonth(events: Decimal, price: EventPrice, { scenario, volumes: { numbers } }: Priced): Decimal {
  return events
    .times(unitPrice(price))
    .div(scenario.period.months)
    .times(averagePayFactor(numbers, price.metric, scenario.period));
}

function perMonth(events: Decimal, price: EventPrice, priced: Priced): string {
  return moneyText(costPerMonth(events, price, priced), currencyOf(price, priced.scenario.currency));
}

type Priced = Pick<Evidence, 'scenario' | 'volumes'>;

/** What of a price an amount needs. */
type EventPrice = Pick<LinePrice, 'metric' | 'price' | 'per' | 'currency'>;

/** What consumers charge for a reader's event, in the form of a price. */
function consumerPriceOf({ expected: price }: Range<Decimal>): EventPrice {
  return { metric: CONSUMER_METRIC, price, per: ONE, currency: 'USD' };
}

/** GuardDuty is on in many accounts, and takes more for a Decrypt than KMS does. */
function guardDutyWarning({ scenario, book, volumes }: Evidence): Warning[] {
  const { recording, bucket, period } = scenario;
  const { reader, own } = recordedEvents(scenario, volumes);
  const events = reader.plus(own);
  if (recording.guardDuty !== undefined || events.isZero()) return [];
  const price = findPrice(book, CHARGE['guardduty-events'].metric, bucket.region, period.start);
  const amount =
    price === undefined
      ? `its price in ${bucket.region} is not known (--price-book)`
      : `it would add about ${perMonth(events, price, { scenario, volumes })} a month, if AWS bills every Decrypt of S3 (not confirmed)`;
  return [
    {
      code: 'guardduty-unsaid',
      message:
        'GuardDuty analyses management events, KMS requests among them. The scenario does not say whether it is on ' +
        `(recording.guardDuty), so it is left out; ${amount}.`,
      ...(price !== undefined && { addsPerMonth: costPerMonth(events, price, { scenario, volumes }) }),
    },
  ];
}

/** A read from another account is recorded twice; which of the two events is seen, only the user knows. */
function coverWarnings({ scenario, book, volumes }: Evidence): Warning[] {
  const { recording, bucket, period, readers } = scenario;
  const charges = recordingCharges(volumes);
  if (charges.length === 0) return [];
  if (keyAccount(scenario) === undefined && readers.some(({ account }) => account !== undefined)) {
    const message =
      "The key's account is not given (bucket.account or keys.account), so every reader is assumed to be in it. A read from another " +
      'account is recorded in both accounts, and charged twice where both records are charged.';
    return [{ code: 'key-account-unsaid', message }];
  }
  const names = readers.filter(({ account }) => isCrossAccount(scenario, account)).map(({ name }) => name);
  if (recording.covers !== undefined || names.length === 0) return [];
  const events = crossAccountEvents(scenario, volumes);
  const amounts = charges.flatMap((charge) => {
    const price = isAwsCharge(charge)
      ? findPrice(book, CHARGE[charge].metric, bucket.region, period.start)
      : consumerPriceOf(volumes.numbers.consumerPrice.reader);
    const times = volumes.numbers.times[charge].expected;
    return price === undefined || times.isZero()
      ? []
      : [`${perMonth(events.times(times), price, { scenario, volumes })} for ${CHARGE[charge].name}`];
  });
  return [
    {
      code: 'covers-unsaid',
      message:
        `${listed(names, 5)} ${names.length === 1 ? 'reads' : 'read'} from another account than the key's: CloudTrail records each of ` +
        'these Decrypts in both accounts. The scenario does not say which of the two records the additional trails, Insights, GuardDuty ' +
        'and consumers see (recording.covers), so one is counted. With covers: organization, ' +
        `add ${listed(amounts, 5) || 'the other'} a month.`,
    },
  ];
}
