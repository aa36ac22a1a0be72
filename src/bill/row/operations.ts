import { remembered } from '../../base/memo.js';
import type { BilledService } from './row.js';

/** Operations of AWS KMS that make requests of symmetric keys, and those on keys. Source: docs.aws.amazon.com/kms/latest/APIReference. */
const OPERATIONS = [
  ...['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'GenerateRandom', 'VerifyMac'],
  ...['ReEncrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'Sign', 'Verify'],
  ...['CreateAlias', 'CreateGrant', 'CreateKey', 'DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'GetPublicKey', 'ListAliases'],
  ...['ListGrants', 'ListKeyPolicies', 'ListKeyRotations', 'ListKeys', 'ListResourceTags', 'ListRetirableGrants', 'RetireGrant'],
  ...['RevokeGrant', 'RotateKeyOnDemand', 'ScheduleKeyDeletion', 'TagResource', 'UpdateAlias', 'CurrentKeys', 'Unknown'],
];
const BY_LETTERS = new Map(OPERATIONS.map((name) => [name.toLowerCase(), name]));
const MOST_OPERATIONS = 5000;

/**
 * An operation in AWS's spelling, whatever a tool has made of its letters.
 *
 * @example operationOf('kms', 'kms:DECRYPT') // 'Decrypt'
 * @example operationOf('s3', 'GetObject') // 'GetObject'
 */
export function operationOf(service: BilledService, text: string): string {
  return service === 'kms' ? ofKms(text) : text;
}

const ofKms = remembered(
  (text: string): string => {
    const letters = text.toLowerCase().replace(/[^a-z]+/g, '');
    return BY_LETTERS.get(letters) ?? BY_LETTERS.get(letters.replace(/^(?:aws)?kms/, '')) ?? text;
  },
  { most: MOST_OPERATIONS },
);
