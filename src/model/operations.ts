/** The API calls that S3 sends to KMS: one for a read, the other for a write. */
export const KMS_OPERATIONS = ['Decrypt', 'GenerateDataKey'] as const;

/** How many requests of each operation a read makes, or a write of CloudTrail's own; expected case. */
export type Operations = Readonly<Partial<Record<(typeof KMS_OPERATIONS)[number], number>>>;

/** A read decrypts once; what else it makes writes the copy. */
export function operationsOf(requestsPerFile: number): Operations {
  return requestsPerFile > 1 ? { Decrypt: 1, GenerateDataKey: requestsPerFile - 1 } : { Decrypt: 1 };
}
