// report/focus: rows as FOCUS 1.2 has them on a bill.

import type { Decimal } from '../../base/decimal.js';
import { type Month, monthPlus } from '../../base/months.js';
import { type AwsCharge, CHARGE } from '../../model/charges.js';
import type { Directory, DirectoryEntry } from '../../model/directory.js';
import type { Region } from '../../prices/book.js';
import { FREE_TIER, skuOf } from '../../prices/skus.js';
import { FREE_TIER_USAGE, USAGE_NAMES, usageTypeOf } from '../../prices/usage-types.js';
import type { FocusRow } from './columns.js';
import { SERVICES } from './services.js';

/** What FOCUS asks for and neither a scenario nor logs contain. */
export interface BillFacts {
  /** The account that gets the bill; where undefined, each row's own payer, as outside an organization. */
  billingAccount: string | undefined;
  /** Names, cost centres and tags of accounts, by their ids; none where absent. */
  accounts?: Directory | undefined;
  /** For names of Regions and prefixes of usage types. */
  regions: readonly Region[];
}

/** Prices of one unit, before and after the discount, in a currency. */
export interface UnitPrices {
  list: Decimal;
  contracted: Decimal;
  currency: string;
}

/** Usage of a month at one price. */
export interface PricedUsage {
  month: Month;
  charge: AwsCharge;
  /** Whether the free tier pays it. */
  isFreeTier: boolean;
  /** Empty where not known. */
  account: string;
  region: string;
  quantity: Decimal;
  /** In the currency of the report. */
  billing: UnitPrices;
  /** The same in the currency of the price list. */
  pricing: UnitPrices;
  description: string;
}

/** What all rows are: usage of AWS itself, at predetermined prices, bought from AWS. Commitments and taxes are none of ours. */
const ALIKE: FocusRow = {
  ChargeCategory: 'Usage',
  ChargeFrequency: 'Usage-Based',
  PricingCategory: 'Standard',
  ProviderName: 'AWS',
  PublisherName: 'Amazon Web Services, Inc.',
  InvoiceIssuerName: 'Amazon Web Services, Inc.',
};

/**
 * A row of usage. Unit prices times the quantity are its costs, to the last digit; ends of periods are exclusive; times are UTC. Where
 * AWS's SKU is not known, the usage type, which names the same entry of AWS's price lists, takes its place.
 */
export function usageRow(usage: PricedUsage, { billingAccount, regions, accounts }: BillFacts): FocusRow {
  const { month, charge, isFreeTier, account, region: regionId, quantity, billing, pricing } = usage;
  const { metric, service } = CHARGE[charge];
  const { unit } = USAGE_NAMES[metric];
  const region = regions.find((known) => known.region === regionId);
  const usageName = usageTypeOf(metric, region ?? { region: regionId, usagePrefix: '' });
  const meter = isFreeTier ? FREE_TIER_USAGE : (usageName ?? `${charge} in ${regionId}`);
  const sku = isFreeTier ? FREE_TIER : (skuOf(metric, regionId) ?? { id: meter, priceId: meter });
  const cost = billing.contracted.times(quantity).toFixed();
  const period = { start: monthStart(month), end: monthStart(monthPlus(month, 1)) };
  const payer = billingAccount ?? account;
  return {
    ...ALIKE,
    ...SERVICES[service],
    BilledCost: cost,
    ContractedCost: cost,
    EffectiveCost: cost,
    ListCost: billing.list.times(quantity).toFixed(),
    ContractedUnitPrice: billing.contracted.toFixed(),
    ListUnitPrice: billing.list.toFixed(),
    PricingQuantity: quantity.toFixed(),
    PricingUnit: unit,
    ConsumedQuantity: quantity.toFixed(),
    ConsumedUnit: unit,
    BillingCurrency: billing.currency,
    PricingCurrency: pricing.currency,
    PricingCurrencyContractedUnitPrice: pricing.contracted.toFixed(),
    PricingCurrencyEffectiveCost: pricing.contracted.times(quantity).toFixed(),
    PricingCurrencyListUnitPrice: pricing.list.toFixed(),
    BillingPeriodStart: period.start,
    BillingPeriodEnd: period.end,
    ChargePeriodStart: period.start,
    ChargePeriodEnd: period.end,
    ChargeDescription: usage.description,
    BillingAccountId: payer,
    BillingAccountName: accounts?.get(payer)?.name ?? payer,
    SubAccountId: account,
    SubAccountName: accounts?.get(account)?.name ?? account,
    Tags: tagsOf(accounts?.get(account)),
    RegionId: regionId,
    RegionName: region?.name ?? regionId,
    SkuId: sku.id,
    SkuPriceId: sku.priceId,
    SkuMeter: meter,
    x_Charge: charge,
    ...(usageName === undefined ? {} : { x_UsageType: usageName }),
  };
}

/** The tags of an account, its cost centre among them, as FOCUS has tags; empty for none. */
function tagsOf(account: DirectoryEntry | undefined): string {
  const tags = { ...account?.tags, ...(account?.costCentre === undefined ? {} : { cost_centre: account.costCentre }) };
  return Object.keys(tags).length === 0 ? '' : JSON.stringify(tags);
}

function monthStart(month: Month): string {
  return `${month}-01T00:00:00Z`;
}
