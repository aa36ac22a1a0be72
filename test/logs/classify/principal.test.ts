import { describe, expect, test } from 'vitest';
import { type Principal, principalOf, principalOfRequester } from '../../../src/logs/classify/principal.js';
import { recordOf } from '../../../src/logs/read/find/record.js';
import { ARCHIVE, foreignIdentity, roleIdentity, SECURITY, userIdentity } from '../events.mjs';

const NOBODY: Principal = { account: '', name: '', uniqueId: '', session: '' };

const of = (identity: unknown) => principalOf(recordOf({ userIdentity: identity }).identity);

describe('whom an identity belongs to', () => {
  test.each<[string, unknown, Partial<Principal>]>([
    [
      'a role by its session',
      {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE01:forwarder',
        arn: `arn:aws:sts::${SECURITY}:assumed-role/siem/forwarder`,
        accountId: SECURITY,
        sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${SECURITY}:role/siem` } },
      },
      { account: SECURITY, name: 'role/siem', uniqueId: 'AROAEXAMPLE01', session: 'forwarder' },
    ],
    [
      'a role without its issuer',
      { type: 'AssumedRole', principalId: 'AROAEXAMPLE01:s', arn: `arn:aws:sts::${SECURITY}:assumed-role/siem/s`, accountId: SECURITY },
      { account: SECURITY, name: 'role/siem', uniqueId: 'AROAEXAMPLE01', session: 's' },
    ],
    [
      'a role with a path, which its sessions do not tell',
      {
        principalId: 'AROAEXAMPLE02:alice@example.com',
        arn: `arn:aws:sts::${ARCHIVE}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com`,
        sessionContext: {
          sessionIssuer: { arn: `arn:aws:iam::${ARCHIVE}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef` },
        },
      },
      { account: ARCHIVE, name: 'role/AWSReservedSSO_Admin_0123456789abcdef', uniqueId: 'AROAEXAMPLE02', session: 'alice@example.com' },
    ],
    [
      'a session by its ARN where the unique id tells none',
      { arn: `arn:aws:sts::${SECURITY}:assumed-role/siem/by-arn` },
      { account: SECURITY, name: 'role/siem', session: 'by-arn' },
    ],
    [
      'a session whose name has slashes and colons',
      { principalId: 'AROAEXAMPLE01:a:b/c', arn: `arn:aws:sts::${SECURITY}:assumed-role/siem/a:b/c` },
      { account: SECURITY, name: 'role/siem', uniqueId: 'AROAEXAMPLE01', session: 'a:b/c' },
    ],
    [
      'a user',
      { type: 'IAMUser', principalId: 'AIDAEXAMPLE01', arn: `arn:aws:iam::${ARCHIVE}:user/alice`, accountId: ARCHIVE, userName: 'alice' },
      { account: ARCHIVE, name: 'user/alice', uniqueId: 'AIDAEXAMPLE01' },
    ],
    ['a user with a path', { arn: `arn:aws:iam::${ARCHIVE}:user/division/team/alice` }, { account: ARCHIVE, name: 'user/alice' }],
    ['a user whose ARN is missing', { accountId: ARCHIVE, userName: 'alice' }, { account: ARCHIVE, name: 'user/alice' }],
    [
      'a role where a user is announced, as in the documentation of 2015',
      {
        type: 'IAMUser',
        principalId: 'AIDACKCEVSQ6C2EXAMPLE',
        arn: `arn:aws:iam::${ARCHIVE}:role/cloudtrail-admin`,
        accountId: ARCHIVE,
        userName: 'cloudtrail-admin',
      },
      { account: ARCHIVE, name: 'role/cloudtrail-admin', uniqueId: 'AIDACKCEVSQ6C2EXAMPLE' },
    ],
    [
      'the root user, whose id is the account',
      { type: 'Root', principalId: ARCHIVE, arn: `arn:aws:iam::${ARCHIVE}:root`, accountId: ARCHIVE },
      { account: ARCHIVE, name: 'root' },
    ],
    [
      'a federated user by the user who issued it',
      {
        type: 'FederatedUser',
        principalId: `${ARCHIVE}:bob`,
        arn: `arn:aws:sts::${ARCHIVE}:federated-user/bob`,
        accountId: ARCHIVE,
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: `arn:aws:iam::${ARCHIVE}:user/alice` } },
      },
      { account: ARCHIVE, name: 'user/alice', session: 'bob' },
    ],
    [
      'a federated user alone',
      { principalId: `${ARCHIVE}:bob`, arn: `arn:aws:sts::${ARCHIVE}:federated-user/bob` },
      { account: ARCHIVE, name: 'federated-user/bob', session: 'bob' },
    ],
    ['a service', { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' }, { name: 'service/cloudtrail.amazonaws.com' }],
    ['a service that does not say which', { type: 'AWSService' }, { name: 'service/unknown' }],
    [
      "another account's trail, which has the unique id alone",
      { type: 'AWSAccount', principalId: 'AROAEXAMPLE01:forwarder', accountId: SECURITY },
      { account: SECURITY, uniqueId: 'AROAEXAMPLE01', session: 'forwarder' },
    ],
    ['an account that is anonymous', { type: 'AWSAccount', principalId: '', accountId: 'anonymous' }, {}],
    [
      'an account that has no 12 digits',
      { arn: `arn:aws:iam::${ARCHIVE}:user/alice`, accountId: '1\n2' },
      { account: ARCHIVE, name: 'user/alice' },
    ],
    [
      'a unique id that is none of a role or user',
      { type: 'AWSAccount', principalId: 'AGPAEXAMPLE', accountId: SECURITY },
      { account: SECURITY },
    ],
    ['China', { arn: `arn:aws-cn:sts::${ARCHIVE}:assumed-role/siem/s` }, { account: ARCHIVE, name: 'role/siem', session: 's' }],
    ['GovCloud', { arn: `arn:aws-us-gov:iam::${ARCHIVE}:user/alice` }, { account: ARCHIVE, name: 'user/alice' }],
    ['an ARN of another service', { arn: `arn:aws:s3::${ARCHIVE}:user/alice`, accountId: ARCHIVE }, { account: ARCHIVE }],
    ['an ARN without an account', { arn: 'arn:aws:iam::aws:role/x', accountId: ARCHIVE }, { account: ARCHIVE }],
    ['a name with a line end, as it stands', { arn: `arn:aws:iam::${ARCHIVE}:user/a\nb` }, { account: ARCHIVE, name: 'user/a\nb' }],
    ['nothing', {}, {}],
    ['null', null, {}],
    ['text', 'arn:aws:iam::111122223333:user/alice', {}],
    ['fields of other types', { type: 7, principalId: [], arn: {}, accountId: 111122223333, sessionContext: 'x' }, {}],
    [
      'an issuer that is null',
      { arn: `arn:aws:iam::${ARCHIVE}:user/alice`, sessionContext: { sessionIssuer: null } },
      { account: ARCHIVE, name: 'user/alice' },
    ],
  ])('%s', (_, identity, expected) => {
    expect(of(identity)).toEqual({ ...NOBODY, ...expected });
  });
});

test('the account that pays is that of the credentials, not that of the ARN', () => {
  expect(of({ arn: `arn:aws:iam::${ARCHIVE}:user/alice`, accountId: SECURITY }).account).toBe(SECURITY);
});

test('sessions of a role differ in nothing but their session', () => {
  const one = of(roleIdentity({ role: 'siem', session: 'one', invokedBy: undefined }));
  const other = of(roleIdentity({ role: 'siem', session: 'two', invokedBy: 'AWS Internal' }));
  expect({ ...one, session: '' }).toEqual({ ...other, session: '' });
  expect([one.session, other.session]).toEqual(['one', 'two']);
});

test('a unique id joins a role to what another account knows of it', () => {
  const identity = roleIdentity({ role: 'siem', session: 's', invokedBy: undefined });
  const foreign = of(foreignIdentity({ principalId: identity.principalId, accountId: SECURITY, invokedBy: undefined }));
  const { account, uniqueId, session } = of(identity);
  expect(foreign).toEqual({ account, uniqueId, session, name: '' });
});

test('a user and a role of the same name stay apart', () => {
  const user = of(userIdentity({ account: SECURITY, user: 'siem', invokedBy: undefined }));
  const role = of(roleIdentity({ role: 'siem', session: 's', invokedBy: undefined }));
  expect([user.name, role.name]).toEqual(['user/siem', 'role/siem']);
});

const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

describe('whom the requester of an access log is', () => {
  test.each<[string, string, Partial<Principal>]>([
    [
      'a role by its session',
      `arn:aws:sts::${SECURITY}:assumed-role/siem/forwarder`,
      { account: SECURITY, name: 'role/siem', session: 'forwarder' },
    ],
    ['a user', `arn:aws:iam::${ARCHIVE}:user/team/alice`, { account: ARCHIVE, name: 'user/alice' }],
    ['the root user', `arn:aws:iam::${ARCHIVE}:root`, { account: ARCHIVE, name: 'root' }],
    ['China', `arn:aws-cn:iam::${ARCHIVE}:user/alice`, { account: ARCHIVE, name: 'user/alice' }],
    ['a canonical id', CANONICAL, { name: `canonical/${CANONICAL}` }],
    ['a service', 'svc:cloudtrail.amazonaws.com', { name: 'service/cloudtrail.amazonaws.com' }],
    ['nobody', '-', { name: 'anonymous' }],
    ['nothing', '', { name: 'anonymous' }],
  ])('%s', (_, requester, expected) => {
    expect(principalOfRequester(requester)).toEqual({ ...NOBODY, ...expected });
  });

  test('the same role, whether a record or a line tells of it', () => {
    const identity = roleIdentity({ role: 'siem', session: 's', invokedBy: undefined });
    expect(principalOfRequester(identity.arn)).toEqual({ ...of(identity), uniqueId: '' });
  });
});
