import type { Identity } from './log-record.js';

/** Who reads: a role with all its sessions, a user, a service; with the account that pays. */
export interface Principal {
  /** The account whose credentials make the request, and that pays it; empty where AWS does not tell. */
  account: string;
  /** `role/NAME`, `user/NAME`, `root`, `service/NAME`; empty in another account's trail, which tells the unique id alone. */
  name: string;
  /** AWS's id of the role or user (`AROA…`, `AIDA…`); empty where unknown. */
  uniqueId: string;
  /** The session's name, for roles and federated users. */
  session: string;
}

/** AWS's ids of roles and users. */
export const UNIQUE_ID = /^A(RO|ID)A/;
/** Anything else is no account, and nobody's to print. */
const ACCOUNT = /^\d{12}$/;
/** Of a principal: its account, and what follows. */
export const PRINCIPAL_ARN = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):(.+)$/s;

/**
 * Folds an identity to whom it belongs. IAM's names are unique in an account whatever their path, so the path is left out: an assumed
 * role's session does not tell it.
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function principalOf(identity: Identity): Principal {
  const { type, principalId = '', arn, issuerArn, invokedBy, userName } = identity;
  const accountId = identity.accountId !== undefined && ACCOUNT.test(identity.accountId) ? identity.accountId : '';
  const [id = '', session = ''] = partsOf(principalId);
  if (type === 'AWSService') return { account: accountId, name: `service/${invokedBy ?? 'unknown'}`, uniqueId: '', session: '' };
  const named = fromArn(issuerArn) ?? fromArn(arn);
  const base = { account: accountId || named?.account || '', uniqueId: UNIQUE_ID.test(id) ? id : '', session };
  if (named !== undefined) return { ...base, name: named.name, session: session || (fromArn(arn)?.session ?? '') };
  return { ...base, name: userName === undefined ? '' : `user/${userName}` };
}

/** Folds the requester of an access-log line: an ARN, a canonical user id, `svc:` and a service, or `-`. */
export function principalOfRequester(requester: string): Principal {
  const named = fromArn(requester);
  if (named !== undefined) return { ...named, uniqueId: '' };
  const plain = { account: '', uniqueId: '', session: '' };
  if (requester.startsWith('svc:')) return { ...plain, name: `service/${requester.slice(4)}` };
  if (requester === '-' || requester === '') return { ...plain, name: 'anonymous' };
  return { ...plain, name: `canonical/${requester}` };
}

/** Splits `AROAEXAMPLE:session` at its first colon. */
function partsOf(principalId: string): [string, string] {
  const colon = principalId.indexOf(':');
  return colon < 0 ? [principalId, ''] : [principalId.slice(0, colon), principalId.slice(colon + 1)];
}

function fromArn(arn: string | undefined): { account: string; name: string; session: string } | undefined {
  const [, account = '', resource = ''] = PRINCIPAL_ARN.exec(arn ?? '') ?? [];
  if (account === '') return undefined;
  const parts = resource.split('/');
  const kind = parts[0] ?? '';
  if (kind === 'assumed-role') return { account, name: `role/${parts[1] ?? ''}`, session: parts.slice(2).join('/') };
  if (kind === 'role' || kind === 'user') return { account, name: `${kind}/${parts.at(-1) ?? ''}`, session: '' };
  return { account, name: resource, session: '' };
}
