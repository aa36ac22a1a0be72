// Price lists in AWS's form, made: entries of the services with what is known of their names, and others that only look alike.
const TERM = 'JRTCKXETXF';
const RATE = '6YS6EN2CT7';

/** One product with its tiers; `from` and `to` in units a month. */
export const entry = (sku, service, family, usagetype, unit, tiers, more = {}) => ({
  sku,
  service,
  family,
  usagetype,
  unit,
  tiers,
  ...more,
});

const tier = (price, from = '0', to = 'Inf') => ({ price, from, to });

/** A Region as lists name it. */
export const FRANKFURT = { code: 'eu-central-1', location: 'EU (Frankfurt)', prefix: 'EUC1' };
export const VIRGINIA = { code: 'us-east-1', location: 'US East (N. Virginia)', prefix: 'USE1' };

/** @param {{ code: string, location?: string, prefix?: string }} region */
export const kms = ({ code }, request = '0.0000030000') => [
  entry(`KMSREQ${code}`, 'awskms', 'API Request', `${code}-KMS-Requests`, 'Requests', [tier(request)], { group: 'awskms-APIRequest-All' }),
  entry(`KMSKEY${code}`, 'awskms', 'Encryption Key', `${code}-KMS-Keys`, 'Keys', [tier('1.0000000000')]),
  entry(`KMSASY${code}`, 'awskms', 'API Request', `${code}-KMS-Requests-Asymmetric`, 'Requests', [tier('0.0000150000')], {
    group: 'awskms-Requests-Asymmetric',
  }),
  entry(`KMSRSA${code}`, 'awskms', 'API Request', `${code}-KMS-Requests-GenerateDatakeyPair-RSA`, 'Requests', [tier('0.0012000000')], {
    group: 'awskms-Requests-GenerateDatakeyPair-RSA',
  }),
];

export const FREE = entry('KMSFREE', 'awskms', '', 'Global-KMS-Requests', 'Requests', [tier('0.0000000000', '0', '20000')], {
  group: 'awskms-Requests',
  region: { code: '', location: 'Any' },
});

/** @param {{ code: string, location?: string, prefix?: string }} region */
export const s3 = ({ code, prefix }) => {
  const usage = (suffix) => (code === 'us-east-1' ? suffix : `${prefix}-${suffix}`);
  return [
    entry(`S3GET${code}`, 'AmazonS3', 'API Request', usage('Requests-Tier2'), 'Requests', [tier('0.0000004300')], {
      group: 'S3-API-Tier2',
    }),
    entry(`S3PUT${code}`, 'AmazonS3', 'API Request', usage('Requests-Tier1'), 'Requests', [tier('0.0000054000')], {
      group: 'S3-API-Tier1',
    }),
    entry(`S3SIA${code}`, 'AmazonS3', 'API Request', usage('Requests-SIA-Tier2'), 'Requests', [tier('0.0000010000')], {
      group: 'S3-API-SIA-Tier2',
    }),
    entry(`S3BYTES${code}`, 'AmazonS3', 'Storage', usage('TimedStorage-ByteHrs'), 'GB-Mo', [
      tier('0.0245000000', '0', '51200'),
      tier('0.0235000000', '51200'),
    ]),
  ];
};

export const cloudTrail = ({ code, prefix }) =>
  [
    ['FREE', 'Free Events Recorded', 'FreeEventsRecorded', '0.0000000000'],
    ['PAID', 'Paid Events Recorded', 'PaidEventsRecorded', '0.0000200000'],
    ['DATA', 'Data Events Recorded', 'DataEventsRecorded', '0.0000010000'],
    ['INS', 'Insights Events', 'InsightsEvents', '0.0000035000'],
    ['DINS', 'Insights Events', 'DataInsightsEvents', '0.0000003000'],
  ].map(([sku, family, usage, price]) =>
    entry(`CT${sku}${code}`, 'AWSCloudTrail', `Management Tools - AWS CloudTrail ${family}`, `${prefix}-${usage}`, 'Events', [tier(price)]),
  );

/** Their family is not known, so it is made. */
export const guardDuty = ({ code, prefix }) =>
  [
    ['FREE', 'FreeEventsAnalyzed', 'Events', '0.0000000000'],
    ['PAID', 'PaidEventsAnalyzed', 'Events', '0.0000040000'],
    ['BYTES', 'PaidEventsAnalyzed-Bytes', 'GB', '1.0000000000'],
    ['S3', 'PaidS3DataEventsAnalyzed', 'Events', '0.0000008000'],
  ].map(([sku, usage, unit, price]) => entry(`GD${sku}${code}`, 'AmazonGuardDuty', 'Made', `${prefix}-${usage}`, unit, [tier(price)]));

export const athena = ({ code, prefix }) => [
  entry(`ATH${code}`, 'AmazonAthena', 'Athena Queries', `${prefix}-DataScannedInTB`, 'Terabytes', [tier('5.0000000000')]),
];

const attributesOf = ({ service, usagetype, group }, { code, location }) => ({
  servicecode: service,
  location,
  usagetype,
  operation: '',
  ...(group === undefined ? {} : { group }),
  ...(code === '' ? {} : { regionCode: code }),
});

const dimensionsOf = ({ sku, unit, tiers }, currency) =>
  Object.fromEntries(
    tiers.map(({ price, from, to }, index) => [
      `${sku}.${TERM}.${index === 0 ? RATE : `${RATE}${index}`}`,
      {
        rateCode: `${sku}.${TERM}.${RATE}`,
        description: 'made',
        beginRange: from,
        endRange: to,
        unit,
        pricePerUnit: { [currency]: price },
        appliesTo: [],
      },
    ]),
  );

const termOf = (made, { effective, currency }) => ({
  offerTermCode: TERM,
  sku: made.sku,
  effectiveDate: `${effective}T00:00:00Z`,
  priceDimensions: dimensionsOf(made, currency),
  termAttributes: {},
});

const DATES = { effective: '2026-11-01', published: '2026-11-16T10:00:00Z', version: '20261116100000', currency: 'USD' };

const DISCLAIMER = 'Made in the form of an AWS price list, for trying trailcost out; no list of AWS.';

export function bulkJson(offerCode, entries, region, dates = {}) {
  const all = { ...DATES, ...dates };
  return {
    formatVersion: 'v1.0',
    disclaimer: DISCLAIMER,
    offerCode,
    version: all.version,
    publicationDate: all.published,
    products: Object.fromEntries(
      entries.map((made) => [
        made.sku,
        { sku: made.sku, productFamily: made.family, attributes: attributesOf(made, made.region ?? region) },
      ]),
    ),
    terms: {
      OnDemand: Object.fromEntries(entries.map((made) => [made.sku, { [`${made.sku}.${TERM}`]: termOf(made, all) }])),
      Reserved: {},
    },
    attributesList: {},
  };
}

const HEADER = [
  ...[
    'SKU',
    'OfferTermCode',
    'RateCode',
    'TermType',
    'PriceDescription',
    'EffectiveDate',
    'StartingRange',
    'EndingRange',
    'Unit',
    'PricePerUnit',
  ],
  ...[
    'Currency',
    'Product Family',
    'serviceCode',
    'Location',
    'Location Type',
    'Group',
    'Group Description',
    'usageType',
    'operation',
    'Region Code',
  ],
];

export function bulkCsv(offerCode, entries, region, dates = {}) {
  const { effective, published, version, currency } = { ...DATES, ...dates };
  const metadata = [
    ['FormatVersion', 'v1.0'],
    ['Disclaimer', DISCLAIMER],
    ['Publication Date', published],
    ['Version', version],
    ['OfferCode', offerCode],
  ];
  const rows = entries.flatMap(({ sku, service, family, usagetype, unit, tiers, group = '', region: own = region }) =>
    tiers.map(({ price, from, to }, index) => [
      ...[sku, TERM, `${sku}.${TERM}.${RATE}${index || ''}`, 'OnDemand', 'made', effective, from, to, unit, price],
      ...[currency, family, service, own.location, 'AWS Region', group, '', usagetype, '', own.code],
    ]),
  );
  return [...metadata, HEADER, ...rows]
    .map((row) => row.map((cell) => `"${cell}"`).join(','))
    .join('\n')
    .concat('\n');
}

/** @returns {object[]} */
export function getProducts(entries, region, dates = {}) {
  const all = { ...DATES, ...dates };
  return entries.map((made) => ({
    product: { productFamily: made.family, attributes: attributesOf(made, made.region ?? region), sku: made.sku },
    serviceCode: made.service,
    terms: { OnDemand: { [`${made.sku}.${TERM}`]: termOf(made, all) } },
    version: all.version,
    publicationDate: all.published,
  }));
}

/** The samples by their names. */
export const SAMPLE_LISTS = {
  'awskms.eu-central-1.json': () => `${JSON.stringify(bulkJson('awskms', [...kms(FRANKFURT), FREE], FRANKFURT), undefined, 2)}\n`,
  'AmazonS3.eu-central-1.csv': () => bulkCsv('AmazonS3', s3(FRANKFURT), FRANKFURT),
  'AWSCloudTrail.get-products.json': () => {
    const products = getProducts(cloudTrail(FRANKFURT), FRANKFURT).map((item) => JSON.stringify(item));
    return `${JSON.stringify({ FormatVersion: 'aws_v1', PriceList: products }, undefined, 2)}\n`;
  },
};
