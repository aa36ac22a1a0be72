import { sanitised } from '../../base/cleaned.js';

/** A cell as it was, of which there are several. */
export interface CellRemark {
  rows: number;
  /** The first of them. */
  example: string;
}

/** What the cells of a bill had to be read in spite of; absent where it was not so. Of services whose rows are read in full. */
export interface BillRemarks {
  /** Account ids that were put right surely. */
  accountsMended?: CellRemark & { readAs: string };
  /** Account ids that have lost digits: their accounts are not known. */
  accountsDamaged?: CellRemark;
  /** Units of prices that are not known, so that quantities are not. */
  unitsUnknown?: CellRemark;
  /** Rows of other services whose date cannot be read; nothing else of them is read. */
  undated?: CellRemark;
}

const MOST_CHARACTERS = 40;

/** Gathers the remarks row by row. */
export class Remarks {
  readonly #found: BillRemarks = {};

  mended(text: string, readAs: string): void {
    this.#found.accountsMended = { ...counted(this.#found.accountsMended, text), readAs: this.#found.accountsMended?.readAs ?? readAs };
  }

  damaged(text: string): void {
    this.#found.accountsDamaged = counted(this.#found.accountsDamaged, text);
  }

  unitUnknown(text: string): void {
    this.#found.unitsUnknown = counted(this.#found.unitsUnknown, text);
  }

  undated(text: string): void {
    this.#found.undated = counted(this.#found.undated, text);
  }

  found(): BillRemarks {
    return this.#found;
  }
}

function counted(known: CellRemark | undefined, text: string): CellRemark {
  return known === undefined
    ? { rows: 1, example: sanitised(text.slice(0, MOST_CHARACTERS)) }
    : { rows: known.rows + 1, example: known.example };
}
