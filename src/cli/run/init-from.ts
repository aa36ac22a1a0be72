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
import { type Draft, draftOf } from '../../start/draft.js';
import { type Facts, NO_FACTS, withFacts } from '../../start/facts.js';
import { ListingReader } from '../../start/listing/listing.js';
import { listingWarnings } from '../../start/listing/warnings.js';
import { isMeasurement, measurementFound } from '../../start/measured.js';
import { type Merged, merged } from '../../start/merge.js';
import { comparable, type Side } from '../../start/sides.js';
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

/** What files say, all together. */
interface Whole {
  facts: Facts;
  whole: Merged;
  /** Their names. */
  files: readonly string[];
  isAnonymous: boolean;
}

/** The scenario that files make, and what commands need that get more. */
export async function scenarioFrom(order: FromFiles, io: Io) {
  const { after } = await sidesFrom(order, false, io);
  sayOf(after, io);
  return madeOf(draftOf(after.facts, after.whole, order.month), after);
}

/**
 * The scenarios before and after a plan of Terraform, each with the encryption that it has there, and the strategy to compare them by.
 *
 * @throws TrailcostError where there is no plan, or no trail on one of its sides
 */
export async function scenariosFrom(order: FromFiles, io: Io) {
  const { before, after } = await sidesFrom(order, true, io);
  if (before === undefined) throw noPlan(listed(after.files, 5));
  for (const [side, { facts }] of Object.entries({ before, after })) if (facts.trails.length === 0) throw oneSided(side);
  sayOf(after, io);
  const draft = ({ facts, whole }: Whole) => draftOf(facts, whole, order.month);
  const { drafts, byBucketKey } = comparable({ before: draft(before), after: draft(after) }, { before: before.whole, after: after.whole });
  return {
    before: madeOf(drafts.before, before),
    after: madeOf(drafts.after, after),
    strategy: byBucketKey ? 'sse-kms-bucket-key' : 'sse-kms',
  };
}

function isPlan(given: GivenFile): boolean {
  return given.kind === 'content' && isTerraform(given.value) === 'plan';
}

function noPlan(where: string): TrailcostError {
  const remedy = 'Give a plan with --from: terraform plan -out plan, then terraform show -json plan > plan.json.';
  return new TrailcostError('usage', { where: '--before', what: `there is no Terraform plan in ${where}`, remedy });
}

function oneSided(side: string): TrailcostError {
  const what = `there is no trail ${side} the plan, so nothing to compare`;
  return new TrailcostError('usage', { where: '--before', what, remedy: 'Leave it out; `estimate --budget` guards one scenario alone.' });
}

function sentencesOf({ facts, whole: { contradictions, leftOut, notes } }: Whole): string[] {
  return [...facts.warnings, ...contradictions, ...leftOut, ...notes];
}

function sayOf(whole: Whole, io: Io): void {
  for (const sentence of sentencesOf(whole)) remark(sentence, io);
}

function madeOf(draft: Draft, given: Whole) {
  const { whole, files, isAnonymous } = given;
  const [bucket, trail] = [bucketName(whole), whole.trails[0]?.name];
  return {
    text: draftText(draft, [`From ${listed(files, 20)}.`, ...sentencesOf(given)]),
    names: {
      // Commands with made names would find nothing.
      ...(bucket === undefined || isAnonymous ? {} : { bucket }),
      ...(trail === undefined || isAnonymous ? {} : { trail }),
      isListed: whole.listing?.logFilesPerMonth !== undefined,
      isCounted: whole.measured !== undefined,
    },
  };
}

/** A bucket that a template makes has its name there, which no command takes. */
function bucketName({ bucket: { name } }: Merged): string | undefined {
  return name !== undefined && /^[a-z0-9][a-z0-9.-]{2,62}$/.test(name) ? name : undefined;
}

/** What files say, and where a plan is among them and it is wanted, what they say of the time before it. */
async function sidesFrom(order: FromFiles, wantsBefore: boolean, io: Io): Promise<{ before: Whole | undefined; after: Whole }> {
  const { paths, isAnonymous } = order;
  assertOneStdin(paths, 'only one input can be standard input', 'Give the others as files.');
  const read = () => factsFrom(order, wantsBefore, io);
  const named = { facts: isAnonymous ? await anonymously(read) : await read(), files: paths.map(inputName) };
  // Made ids are the same on both sides.
  const { facts, files } = isAnonymous ? new Anonymity(named).of(named) : named;
  const whole = (side: Facts): Whole => ({ facts: side, whole: merged(side), files, isAnonymous });
  return { before: facts.before === undefined ? undefined : whole(facts.before), after: whole(facts.after) };
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

async function factsFrom({ paths, month }: FromFiles, wantsBefore: boolean, io: Io): Promise<{ before?: Facts; after: Facts }> {
  const parquet = new ParquetReader();
  const reader = new ListingReader();
  const given: GivenFile[] = [];
  try {
    for (const path of paths) given.push(await givenFile(path, { reader, parquet }, io));
  } finally {
    await parquet.end();
  }
  const bills = given.flatMap((file) => (file.kind === 'bill' ? [file.path] : []));
  const ofSide = async (side: Side) => {
    const facts = factsIn(given, reader, { side, current: monthPlus(month, -1) });
    return bills.length === 0 ? facts : withFacts(facts, await billFacts(bills, facts, month, io));
  };
  return { after: await ofSide('after'), ...(wantsBefore && given.some(isPlan) ? { before: await ofSide('before') } : {}) };
}

/** Of which time facts are wanted. */
interface When {
  side: Side;
  /** The month that it is now. */
  current: string;
}

/**
 * Listings are of one bucket, in however many files; trails come before what is said of a trail alone. What a plan makes comes before what
 * there is today, which it changes.
 */
function factsIn(given: readonly GivenFile[], reader: ListingReader, when: When): Facts {
  const ordered = [...given].sort((one, other) => Number(isPlan(other)) - Number(isPlan(one)));
  const factsWith = (bucketOf: BucketOf) => ordered.reduce((all, file) => withFacts(all, factsOf(file, bucketOf, when)), NO_FACTS);
  const { trails } = factsWith(() => undefined);
  const facts = factsWith((arn) => trails.find((trail) => trail.arn === arn)?.bucket?.value);
  const listings = given.flatMap(({ kind, file }) => (kind === 'listing' ? [file] : []));
  if (listings.length === 0) return facts;
  const listing = reader.facts(listed(listings, 5));
  return withFacts(facts, { listings: [listing], warnings: listingWarnings(listing) });
}

type BucketOf = (arn: string) => string | undefined;

function factsOf(given: GivenFile, bucketOf: BucketOf, { side, current }: When): Partial<Facts> {
  if (given.kind === 'counts') return countTableFound(given.text, given.file, current);
  if (given.kind !== 'content') return {};
  const { file, value } = given;
  if (isMeasurement(value)) return measurementFound(value, file);
  const answer = recognised(value);
  if (answer !== undefined) return answerFacts(answer, value, file, bucketOf);
  if (isTerraform(value) !== undefined) {
    const { before, after } = terraformFacts(value, file);
    return side === 'before' ? (before ?? after) : after;
  }
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
