import { problemTexts, TrailcostError } from '../../base/errors.js';
import { monthPlus } from '../../base/months.js';
import { listed } from '../../base/text.js';
import { ParquetReader } from '../../bill/parquet/reader.js';
import { billIncompleteness } from '../../billed/completeness.js';
import { INCOMPLETENESS_TEXTS } from '../../report/bill/limits.js';
import { Anonymity } from '../../start/anonymous.js';
import { answerFacts, recognised } from '../../start/aws/answers.js';
import { billedKeys, billFound } from '../../start/billed.js';
import { countTableFound } from '../../start/counts/readers.js';
import { draftOf } from '../../start/draft.js';
import { type Facts, NO_FACTS, withFacts } from '../../start/facts.js';
import { ListingReader } from '../../start/listing/listing.js';
import { listingWarnings } from '../../start/listing/warnings.js';
import { isMeasurement, measurementFound } from '../../start/measured.js';
import { merged } from '../../start/merge.js';
import { cloudFormationFacts, isCloudFormation } from '../../start/templates/cloudformation.js';
import { isTerraform, terraformFacts } from '../../start/templates/terraform.js';
import { draftText } from '../../start/text.js';
import { readTotals } from '../bill-totals.js';
import { inputName } from '../inputs.js';
import { type Io, remark } from '../io.js';
import { readPriceBook } from '../price-book.js';
import { assertOneStdin } from '../usage.js';
import { type GivenFile, givenFile, unknownFile } from './given-files.js';

/** How a scenario is made from files. */
interface FromFiles {
  paths: readonly string[];
  /** Its first month. */
  month: string;
  /** Whether made ids stand for those of accounts, keys and users. */
  isAnonymous: boolean;
}

/** The scenario that files make, and what commands need that get more. */
export async function scenarioFrom({ paths, month, isAnonymous }: FromFiles, io: Io) {
  assertOneStdin(paths, 'only one input can be standard input', 'Give the others as files.');
  const found = isAnonymous ? await anonymously(() => factsFrom(paths, month, io)) : await factsFrom(paths, month, io);
  const names = paths.map(inputName);
  const { facts, files } = isAnonymous ? new Anonymity([found, names]).of({ facts: found, files: names }) : { facts: found, files: names };
  const whole = merged(facts);
  const said = [...facts.warnings, ...whole.contradictions, ...whole.leftOut, ...whole.notes];
  for (const sentence of said) remark(sentence, io);
  const text = draftText(draftOf(facts, whole, month), [`From ${listed(files, 20)}.`, ...said]);
  const [bucket, trail] = [whole.bucket.name, whole.trails[0]?.name];
  return {
    text,
    names: {
      // Commands with made names would find nothing.
      ...(bucket === undefined || isAnonymous ? {} : { bucket }),
      ...(trail === undefined || isAnonymous ? {} : { trail }),
      isListed: whole.listing?.logFilesPerMonth !== undefined,
      isCounted: whole.measured !== undefined,
    },
  };
}

/** An error quotes what it is about, which may have ids in it. */
async function anonymously<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TrailcostError)) throw error;
    const { code, problems } = error;
    throw new TrailcostError(code, new Anonymity(problemTexts(problems)).of(problems));
  }
}

async function factsFrom(paths: readonly string[], month: string, io: Io): Promise<Facts> {
  const parquet = new ParquetReader();
  const reader = new ListingReader();
  const given: GivenFile[] = [];
  try {
    for (const path of paths) given.push(await givenFile(path, { reader, parquet }, io));
  } finally {
    await parquet.end();
  }
  const facts = factsIn(given, reader, monthPlus(month, -1));
  const bills = given.flatMap((file) => (file.kind === 'bill' ? [file.path] : []));
  return bills.length === 0 ? facts : withFacts(facts, await billFacts(bills, facts, month, io));
}

/** Listings are of one bucket, in however many files; trails come before what is said of a trail alone. */
function factsIn(given: readonly GivenFile[], reader: ListingReader, current: string): Facts {
  const factsWith = (bucketOf: BucketOf) => given.reduce((all, file) => withFacts(all, factsOf(file, bucketOf, current)), NO_FACTS);
  const { trails } = factsWith(() => undefined);
  const facts = factsWith((arn) => trails.find((trail) => trail.arn === arn)?.bucket?.value);
  const listings = given.flatMap(({ kind, file }) => (kind === 'listing' ? [file] : []));
  if (listings.length === 0) return facts;
  const listing = reader.facts(listed(listings, 5));
  return withFacts(facts, { listings: [listing], warnings: listingWarnings(listing) });
}

type BucketOf = (arn: string) => string | undefined;

function factsOf(given: GivenFile, bucketOf: BucketOf, current: string): Partial<Facts> {
  if (given.kind === 'counts') return countTableFound(given.text, given.file, current);
  if (given.kind !== 'content') return {};
  const { file, value } = given;
  if (isMeasurement(value)) return measurementFound(value, file);
  const answer = recognised(value);
  if (answer !== undefined) return answerFacts(answer, value, file, bucketOf);
  if (isTerraform(value) !== undefined) return terraformFacts(value, file).after;
  if (isCloudFormation(value)) return cloudFormationFacts(value, file);
  throw unknownFile(file);
}

/** What a bill says, asked with the key and the bucket that other files name. */
async function billFacts(paths: readonly string[], others: Facts, month: string, io: Io): Promise<Partial<Facts>> {
  const book = await readPriceBook(undefined, io);
  const { key, bucket: known } = merged(others);
  const bucket = known.name;
  const { totals, bill } = await readTotals({ paths }, book, io, bucket);
  const origin = listed(paths.map(inputName), 5);
  const { answer, facts } = billFound(totals, { keys: billedKeys(key), bucket, book }, origin);
  if (answer.months.length === 0) {
    const what = 'has no row of AWS KMS, CloudTrail or GuardDuty';
    throw new TrailcostError('bill-invalid', {
      where: origin,
      what,
      remedy: 'Give the whole bill, or the part with AWS KMS and CloudTrail.',
    });
  }
  const openMonths = answer.months.filter((each) => each >= monthPlus(month, -1));
  const holes = billIncompleteness({ ...answer, bill, bucketAsked: bucket, openMonths, monthsMissing: [] });
  const warnings = holes.map(({ code }) => `${origin} may not be all: ${INCOMPLETENESS_TEXTS[code]}.`);
  return { ...facts, warnings: [...(facts.warnings ?? []), ...warnings] };
}
