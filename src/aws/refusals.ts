import { sanitised } from '../base/cleaned.js';
import { type Problem, TrailcostError } from '../base/errors.js';

/** What was asked of AWS, for messages. */
export interface Asked {
  /** The permission that it takes: `s3:GetObject`. */
  action: string;
  /** A bucket, an object, a Region. */
  where: string;
}

/** How far a refusal goes: of one thing that was asked for, or of everything to come. */
export type Reach = 'one' | 'all';

/** What AWS refused, in words, and whether it is of use to go on. */
export class Refusal extends TrailcostError {
  readonly reach: Reach;
  /** Whether the caller may not do it. */
  readonly isDenied: boolean;
  /** Whether the thing is not there any more. */
  readonly isGone: boolean;

  constructor({ reach, isDenied = false, isGone = false, ...problem }: Said, cause: unknown) {
    super('aws-refused', problem, cause);
    this.reach = reach;
    this.isDenied = isDenied;
    this.isGone = isGone;
  }

  /** What was refused, without where. */
  get reason(): string {
    return this.problems[0]?.what ?? this.message;
  }
}

interface Said extends Problem {
  reach: Reach;
  isDenied?: boolean;
  isGone?: boolean;
}

/** What is known of an error of the SDK or of the network. */
interface Known {
  name: string;
  message: string;
  status: number | undefined;
}

/** A kind of refusal: what AWS calls it, and what to do. */
interface Kind {
  names: RegExp;
  status?: number;
  said: (asked: Asked, known: Known) => Said;
}

/** Said of nothing that is sent to AWS: the SDK has nobody to send it as. */
const CREDENTIALS =
  'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws sso login`: what the AWS CLI uses works here.';
const SIGN_IN = 'Sign in again (`aws sso login`, or new keys), then run the same command.';

const KINDS: readonly Kind[] = [
  {
    names: /^(?:ExpiredToken(?:Exception)?|RequestExpired|TokenRefreshRequired)$/,
    said: ({ where }) => ({ reach: 'all', where, what: 'the credentials have expired', remedy: SIGN_IN }),
  },
  {
    names: /^(?:CredentialsProviderError|TokenProviderError)$/,
    said: ({ where }, { message }) => ({ reach: 'all', where, what: `no AWS credentials: ${sanitised(message)}`, remedy: CREDENTIALS }),
  },
  {
    names: /^(?:InvalidAccessKeyId|SignatureDoesNotMatch|InvalidClientTokenId|UnrecognizedClientException|InvalidToken|AuthFailure)$/,
    said: ({ where }, { name }) => ({ reach: 'all', where, what: `AWS does not accept the credentials (${name})`, remedy: CREDENTIALS }),
  },
  {
    names: /^RequestTimeTooSkewed$/,
    said: ({ where }) => ({ reach: 'all', where, what: "this machine's clock is wrong, so AWS accepts nothing", remedy: 'Set the clock.' }),
  },
  {
    names: /^(?:AllAccessDisabled|AccessDenied(?:Exception)?|Forbidden|UnauthorizedException|KMS\.AccessDeniedException)$/,
    status: 403,
    said: denied,
  },
  {
    names: /^NoSuchBucket$/,
    said: ({ where }) => ({
      reach: 'all',
      where,
      what: 'there is no such bucket',
      remedy: 'Check the name: `aws cloudtrail describe-trails` shows where trails deliver.',
    }),
  },
  {
    names: /^(?:PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/,
    status: 301,
    said: ({ where }) => ({
      reach: 'all',
      where,
      what: 'the bucket is in another Region',
      remedy: 'Set AWS_REGION to its Region: `aws s3api get-bucket-location --bucket NAME` shows it.',
    }),
  },
  {
    names: /^(?:SlowDown|Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|BandwidthLimitExceeded)/,
    status: 503,
    said: ({ where }) => ({
      reach: 'all',
      where,
      what: 'AWS asked to slow down until all attempts were used up (throttling)',
      remedy: 'Run it again later, or for fewer days (--since, --until).',
    }),
  },
  {
    names: /^(?:NoSuchKey|NotFound)$/,
    said: ({ where }) => ({ reach: 'one', isGone: true, where, what: 'is gone: it was deleted after it was listed' }),
  },
  {
    names: /^InvalidRequestException$/,
    said: ({ where }, { message }) => ({ reach: 'all', where, what: `was refused: ${sanitised(message)}`, remedy: remedyOf(message) }),
  },
  {
    names: /^InvalidObjectState$/,
    said: ({ where }) => ({
      reach: 'one',
      where,
      what: 'is archived (S3 Glacier)',
      remedy: 'Restore it first: `aws s3api restore-object`.',
    }),
  },
];

/** Of what Athena calls invalid. */
function remedyOf(message: string): string {
  if (/output location/i.test(message)) return 'Give --results s3://BUCKET/PREFIX/, or a work group that has one: --workgroup NAME.';
  if (/work ?group/i.test(message)) return 'Check --workgroup: `aws athena list-work-groups` shows those of this Region.';
  return 'Check --workgroup, --database and --results.';
}

function denied({ action, where }: Asked, { message }: Known): Said {
  const ofKey = /kms:Decrypt|\bKMS\b/i.test(message);
  const needed = ofKey ? `${action}, and kms:Decrypt on the key` : action;
  const owner = action.startsWith('s3:') ? 'the bucket' : 'the permissions of this account';
  return {
    reach: 'one',
    isDenied: true,
    where,
    what: `access denied${/not authorized to perform/.test(message) ? `: ${sanitised(message)}` : ''}`,
    remedy: `This needs ${needed}. Ask who manages ${owner}${ofKey ? ' and the key' : ''}, or use another profile (AWS_PROFILE).`,
  };
}

/** What networks say. */
const NETWORK = /^(?:E(?:CONNREFUSED|CONNRESET|CONNABORTED|HOSTUNREACH|NETUNREACH|NOTFOUND|TIMEDOUT|PIPE|AI_AGAIN|PROTO)|EAI_AGAIN)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/;

/**
 * What the SDK or the network threw, as a {@link Refusal}; an error of another kind unchanged.
 *
 * @param endpoint where it was sent, if not to AWS itself
 */
export function refusalBy(error: unknown, asked: Asked, endpoint?: string): unknown {
  if (!(error instanceof Error) || error instanceof TrailcostError || error.name === 'AbortError') return error;
  const known = knownOf(error);
  // Only an error without an answer can be of the network: AWS's own names are never taken for it.
  if (known.status === undefined) {
    const unreached = unreachable(error, asked, endpoint);
    if (unreached !== undefined) return new Refusal(unreached, error);
  }
  const kind =
    KINDS.find(({ names }) => names.test(known.name)) ?? KINDS.find(({ status }) => status !== undefined && status === known.status);
  if (kind !== undefined) return new Refusal(kind.said(asked, known), error);
  if (known.status === undefined) return error;
  const what = `AWS answered ${known.status} ${sanitised(known.name)}${known.message === '' ? '' : `: ${sanitised(known.message)}`}`;
  return new Refusal({ reach: 'one', where: asked.where, what }, error);
}

function knownOf(error: Error): Known {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
  return { name: error.name, message: error.message, status: typeof status === 'number' ? status : undefined };
}

function unreachable(error: Error, { where }: Asked, endpoint: string | undefined): Said | undefined {
  const code = 'code' in error ? String(error.code) : '';
  const place = endpoint ?? 'AWS';
  if (CERTIFICATE.test(code)) {
    const remedy = 'Check --endpoint; for a certificate authority of your own, set NODE_EXTRA_CA_CERTS.';
    return { reach: 'all', where, what: `${place} has a certificate that is not trusted (${code})`, remedy };
  }
  const isUnreachable = NETWORK.test(code) || error.name === 'TimeoutError' || /socket hang up/.test(error.message);
  if (!isUnreachable) return undefined;
  const remedy =
    endpoint === undefined ? 'Check the network and the proxy.' : 'Check --endpoint: is a server there, and is it http or https?';
  return { reach: 'all', where, what: `${place} cannot be reached (${code === '' ? error.name : code})`, remedy };
}
